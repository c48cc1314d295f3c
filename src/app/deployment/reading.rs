//! From the settings in a file to what they mean for the login.

use super::compose::ComposeVariables;
use super::entries::{self, SettingEntry};
use super::model::{AppSettings, Lookup};
use super::{AppFile, Deployment, Endpoint, FilePlace, Setting};
use crate::text::{Decoded, Secret};

/// Adds what a file says.
pub(super) fn read(
    deployment: &mut Deployment,
    settings: &AppSettings,
    name: &str,
    decoded: Decoded,
    variables: Option<&ComposeVariables>,
) -> Result<(), (FilePlace, String)> {
    let refuse = |place, reason: &str| (place, format!("not {}: {reason}", settings.files));
    if decoded.undecodable.is_some() {
        return Err(refuse(FilePlace::default(), "its bytes are not text in UTF-8"));
    }
    let text = &decoded.text;
    let entries = entries::read(text, &settings.images, variables).map_err(|(place, reason)| refuse(place, reason))?;
    let entries = entries::with_nested(text, entries);
    if let Some((entry, name)) = not_text(&entries, settings) {
        return Err(refuse(place(text, entry), &format!("`{name}` is not a text")));
    }
    if let Some(condition) = &settings.only_if
        && let Some(entry) = entries.iter().find(|entry| entry.is(&condition.name))
        && entry.value.as_ref().is_some_and(|value| *value != condition.is)
    {
        let reason = format!("`{}` is not `{}`, so these settings are not for Authelia", condition.name, condition.is);
        return Err(refuse(place(text, entry), &reason));
    }
    if !entries.iter().any(|entry| settings.names().any(|name| entry.is(name))) {
        return Err(refuse(FilePlace::default(), "no known setting is in it"));
    }
    let reader = SettingsReader { entries: &entries, file: deployment.files.len() };
    let hidden = reader.hidden(settings);
    reader.add(settings, deployment);
    deployment.files.push(AppFile { name: name.to_owned(), decoded: Some(decoded), source: None, hidden });
    Ok(())
}

/// A client id or secret that JSON gives as a number, which the application would not have written.
fn not_text<'e>(entries: &'e [SettingEntry], settings: &'e AppSettings) -> Option<(&'e SettingEntry, &'e str)> {
    let names = settings.client_id.names.iter().chain(&settings.client_secret.names);
    names.into_iter().find_map(|name| {
        let entry = entries.iter().find(|entry| entry.is(name) && entry.bare)?;
        Some((entry, name.as_str()))
    })
}

/// Line and column of a setting, both from 1.
fn place(text: &str, entry: &SettingEntry) -> FilePlace {
    let before = text.get(..entry.range.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    FilePlace(Some((before.matches('\n').count() + 1, line.chars().count() + 1)))
}

struct SettingsReader<'e> {
    entries: &'e [SettingEntry],
    file: usize,
}

impl SettingsReader<'_> {
    /// All values but those that are compared: they may be secrets of any kind.
    fn hidden(&self, settings: &AppSettings) -> Vec<std::ops::Range<usize>> {
        let shown = |entry: &&SettingEntry| {
            let is_secret = settings.client_secret.names.iter().any(|name| entry.is(name));
            let is_named = settings.names().any(|name| entry.is(name));
            let is_named = is_named || settings.insecure.iter().any(|insecure| entry.is(&insecure.name));
            let accounts = settings.accounts.iter().flat_map(|account| &account.any_of);
            let is_named = is_named || accounts.into_iter().any(|name| entry.is(name));
            !is_named || is_secret
        };
        self.entries.iter().filter(shown).map(|entry| entry.range.clone()).collect()
    }

    fn add(&self, settings: &AppSettings, deployment: &mut Deployment) {
        let fill = |slot: &mut Option<Setting<String>>, lookup: &Lookup| {
            if let Some(found) = self.find(lookup) {
                *slot = Some(found);
            }
        };
        fill(&mut deployment.client_id, &settings.client_id);
        fill(&mut deployment.redirect_uri, &settings.redirect_uri);
        fill(&mut deployment.issuer, &settings.issuer);
        fill(&mut deployment.token_endpoint_auth_method, &settings.token_endpoint_auth_method);
        fill(&mut deployment.pkce, &settings.pkce);
        if let Some(secret) = self.find(&settings.client_secret) {
            deployment.client_secret = Some(secret.map(Secret::new));
        }
        deployment.extra_redirect_uris.extend(self.list(&settings.extra_redirect_uris));
        if let Some(scopes) = self.scopes(settings) {
            deployment.scopes = Some(scopes);
        }
        let endpoints = [
            (Endpoint::Authorization, &settings.authorization_url),
            (Endpoint::Token, &settings.token_url),
            (Endpoint::Userinfo, &settings.userinfo_url),
        ];
        for (endpoint, lookup) in endpoints {
            deployment
                .endpoints
                .extend(self.find(lookup).filter(|url| !url.value.is_empty()).map(|url| (endpoint, url)));
        }
        if let Some(hosts) = self.hosts(&settings.hosts) {
            deployment.hosts = hosts;
        }
        deployment.no_newcomers.extend(self.no_newcomers(settings));
        deployment.only_by_claim = deployment.only_by_claim.take().or_else(|| self.only_by_claim(settings));
        deployment.insecure.extend(self.insecure(settings));
    }

    fn entry(&self, name: &str) -> Option<&SettingEntry> {
        self.entries.iter().rfind(|entry| entry.is(name))
    }

    fn setting<T>(&self, entry: &SettingEntry, value: T) -> Setting<T> {
        Setting { value, name: entry.short_name().to_owned(), file: self.file, range: entry.range.clone() }
    }

    /// A setting with its meaning. Returns `None` if it is not set or cannot be known.
    fn find(&self, lookup: &Lookup) -> Option<Setting<String>> {
        let entry = lookup.names.iter().find_map(|name| self.entry(name))?;
        let written = entry.value.as_ref()?;
        let value = if lookup.values.is_empty() {
            if lookup.then.is_empty() {
                written.clone()
            } else {
                format!("{}{}", written.trim_end_matches('/'), lookup.then)
            }
        } else {
            lookup.values.get(written)?.clone()
        };
        let is_url = !lookup.then.is_empty();
        (!is_url || value.contains("://")).then(|| self.setting(entry, value))
    }

    /// The values of a list, or the only value.
    fn list(&self, lookup: &Lookup) -> Vec<Setting<String>> {
        let Some(entry) = lookup.names.iter().find_map(|name| self.entry(name)) else { return Vec::new() };
        let one = entry.value.iter().map(|value| (value.clone(), entry.range.clone()));
        let all = entry.items.iter().cloned().chain(one).filter(|(value, _)| !value.is_empty());
        all.map(|(value, range)| Setting { range, ..self.setting(entry, value) }).collect()
    }

    fn scopes(&self, settings: &AppSettings) -> Option<Setting<Vec<String>>> {
        let entry = settings.scopes.names.iter().find_map(|name| self.entry(name))?;
        if !entry.items.is_empty() {
            return Some(self.setting(entry, entry.items.iter().map(|(scope, _)| scope.clone()).collect()));
        }
        let written = entry.value.as_ref()?;
        let separates = |letter: char| letter.is_whitespace() || settings.scope_separators.contains(letter);
        let scopes = written.split(separates).filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
        Some(self.setting(entry, scopes))
    }

    /// The host names in lower case. Empty if one of them is not literal, because it may be any name.
    fn hosts(&self, lookup: &Lookup) -> Option<Vec<Setting<String>>> {
        let entries: Vec<&SettingEntry> = lookup.names.iter().filter_map(|name| self.entry(name)).collect();
        if entries.is_empty() {
            return None;
        }
        let hosts = entries.into_iter().flat_map(|entry| {
            let written = entry.value.clone().unwrap_or_else(|| "$".to_owned());
            let mut at = entry.range.start;
            let parts: Vec<_> = written
                .split(',')
                .map(|part| {
                    let start = at + part.len() - part.trim_start().len();
                    at += part.len() + 1;
                    (part.trim().to_lowercase(), start)
                })
                .filter(|(part, _)| !part.is_empty())
                .collect();
            parts.into_iter().map(move |(part, start)| {
                let range = start..start + part.len();
                Setting { range, ..self.setting(entry, part) }
            })
        });
        let is_literal = |host: &Setting<String>| {
            host.value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        };
        let hosts: Vec<_> = hosts.collect();
        Some(if hosts.iter().all(is_literal) { hosts } else { Vec::new() })
    }

    /// What keeps a user without an account from the first login, as what to set.
    fn no_newcomers(&self, settings: &AppSettings) -> Vec<Setting<String>> {
        let refused = settings.accounts.iter().filter_map(|account| {
            let entries: Option<Vec<&SettingEntry>> = account.any_of.iter().map(|name| self.entry(name)).collect();
            let entries = entries?;
            entries.iter().all(|entry| entry.is_nothing()).then(|| self.setting(entries[0], account.set.clone()))
        });
        refused.collect()
    }

    fn only_by_claim(&self, settings: &AppSettings) -> Option<Setting<String>> {
        let by_claim = settings.by_claim.as_ref()?;
        let (mapped, otherwise) = (self.entry(&by_claim.mapped)?, self.entry(&by_claim.otherwise)?);
        let is_only = !mapped.is_nothing() && otherwise.is_nothing();
        is_only.then(|| self.setting(otherwise, format!("choose a `{}`", by_claim.otherwise)))
    }

    fn insecure(&self, settings: &AppSettings) -> Vec<(Setting<String>, String)> {
        let found = settings.insecure.iter().filter_map(|insecure| {
            let entry = self.entry(&insecure.name)?;
            let is_such = entry.value.as_ref().is_some_and(|value| insecure.values.contains(value));
            is_such.then(|| (self.setting(entry, insecure.set.clone()), insecure.because.clone()))
        });
        found.collect()
    }
}
