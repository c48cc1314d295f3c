//! From the settings in files to what they mean for the login.

use std::path::Path;

use crate::text::paths::is_nix;
use crate::text::{Decoded, Secret};

use super::entries::{SettingEntry, ValueForm};
use super::gathered::Gathered;
use super::model::{AppSettings, Lookup};
use super::{Deployment, Endpoint, FilePlace, Setting, entries, surroundings};

/// Reads a file that was named.
pub(super) fn of_named_file(
    settings: &AppSettings,
    name: &str,
    decoded: &Decoded,
) -> Result<Gathered, (FilePlace, String)> {
    let refuse = |place, reason: &str| (place, format!("not {}: {reason}", settings.files));
    if decoded.undecodable.is_some() {
        return Err(refuse(FilePlace::default(), "its bytes are not text in UTF-8"));
    }
    let text = &decoded.text;
    let mut gathered = Gathered::default();
    if !is_nix(Path::new(name)) && entries::is_flat(text) {
        let found = entries::of_text(text).map_err(|(place, reason)| refuse(place, reason))?;
        gathered.add(name, decoded, found);
    } else if let Some(found) = surroundings::of_named(name, decoded, settings) {
        gathered = found;
    }
    gathered.tell_providers_apart(settings);
    let entries = &gathered.entries;
    if let Some((entry, name)) = not_text(entries, settings) {
        return Err(refuse(FilePlace::of(text, entry.range.start), &format!("`{name}` is not a text")));
    }
    if let Some(condition) = &settings.only_if
        && let Some(entry) = entries.iter().find(|entry| entry.is(&condition.name))
        && entry.value.as_ref().is_some_and(|value| *value != condition.is)
    {
        let reason = format!("`{}` is not `{}`, so these settings are not for Authelia", condition.name, condition.is);
        return Err(refuse(FilePlace::of(text, entry.range.start), &reason));
    }
    if !entries.iter().any(|entry| settings.names().any(|name| entry.is(name))) {
        return Err(refuse(FilePlace::default(), "no known setting is in it"));
    }
    Ok(gathered)
}

/// Adds what the settings mean to a deployment.
pub(super) fn read(entries: &[SettingEntry], settings: &AppSettings, mut deployment: Deployment) -> Deployment {
    SettingsReader { entries }.add(settings, &mut deployment);
    deployment
}

/// What tells a container, and never is a secret.
const HARMLESS: [&str; 6] = ["name", "container_name", "image", "registry", "repository", "tag"];

/// Whether a value is compared, or harmless, so that it may be shown: all others may be secrets of any kind.
pub(super) fn is_shown(entry: &SettingEntry, settings: &AppSettings) -> bool {
    let of_accounts = settings.accounts.iter().flat_map(|account| &account.any_of).map(String::as_str);
    let insecure = settings.insecure.iter().map(|insecure| insecure.name.as_str());
    let is_secret = settings.client_secret.names.iter().any(|name| entry.is(name));
    let last_key = entry.name.rsplit('.').next().unwrap_or_default();
    let is_compared = settings.names().chain(of_accounts).chain(insecure).any(|name| entry.is(name));
    !is_secret && (is_compared || HARMLESS.contains(&last_key))
}

/// A client id or secret that JSON gives as a number, which the application would not have written.
fn not_text<'e>(entries: &'e [SettingEntry], settings: &'e AppSettings) -> Option<(&'e SettingEntry, &'e str)> {
    let names = settings.client_id.names.iter().chain(&settings.client_secret.names);
    names.into_iter().find_map(|name| {
        let entry = entries.iter().find(|entry| entry.is(name) && entry.form == ValueForm::Bare)?;
        Some((entry, name.as_str()))
    })
}

/// A setting with what it means.
fn setting<T>(entry: &SettingEntry, value: T) -> Setting<T> {
    Setting { value, name: entry.short_name().to_owned(), file: entry.file, range: entry.range.clone() }
}

struct SettingsReader<'e> {
    entries: &'e [SettingEntry],
}

impl SettingsReader<'_> {
    fn add(&self, settings: &AppSettings, deployment: &mut Deployment) {
        deployment.client_id = self.find(&settings.client_id);
        deployment.client_secret = self.find(&settings.client_secret).map(|secret| secret.map(Secret::new));
        deployment.redirect_uri = self.find(&settings.redirect_uri);
        deployment.extra_redirect_uris = self.list(&settings.extra_redirect_uris);
        deployment.issuer = self.find(&settings.issuer);
        deployment.token_endpoint_auth_method = self.find(&settings.token_endpoint_auth_method);
        deployment.pkce = self.find(&settings.pkce);
        deployment.scopes = self.scopes(settings);
        let endpoints = [
            (Endpoint::Authorization, &settings.authorization_url),
            (Endpoint::Token, &settings.token_url),
            (Endpoint::Userinfo, &settings.userinfo_url),
        ];
        for (endpoint, lookup) in endpoints {
            let url = self.find(lookup).filter(|url| !url.value.is_empty());
            deployment.endpoints.extend(url.map(|url| (endpoint, url)));
        }
        deployment.hosts = self.hosts(&settings.hosts);
        deployment.no_newcomers = self.no_newcomers(settings);
        deployment.only_by_claim = self.only_by_claim(settings);
        deployment.insecure = self.insecure(settings);
        let required = settings.required.iter().filter_map(|name| self.entry(name));
        deployment.required = required.filter_map(|entry| Some(setting(entry, entry.value.clone()?))).collect();
    }

    fn entry(&self, name: &str) -> Option<&SettingEntry> {
        self.entries.iter().rfind(|entry| entry.is(name))
    }

    /// A setting with its meaning. Returns `None` if it is not set or cannot be known.
    fn find(&self, lookup: &Lookup) -> Option<Setting<String>> {
        let entry = lookup.names.iter().find_map(|name| self.entry(name))?;
        if lookup
            .unless
            .iter()
            .any(|condition| self.entry(&condition.name).is_some_and(|other| other.has(&condition.is)))
        {
            return None;
        }
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
        (!is_url || value.contains("://")).then(|| setting(entry, value))
    }

    /// The values of a list, or the only value.
    fn list(&self, lookup: &Lookup) -> Vec<Setting<String>> {
        let Some(entry) = lookup.names.iter().find_map(|name| self.entry(name)) else { return Vec::new() };
        let one = entry.value.iter().map(|value| (value.clone(), entry.range.clone()));
        let all = entry.items.iter().cloned().chain(one).filter(|(value, _)| !value.is_empty());
        all.map(|(value, range)| Setting { range, ..setting(entry, value) }).collect()
    }

    fn scopes(&self, settings: &AppSettings) -> Option<Setting<Vec<String>>> {
        let entry = settings.scopes.names.iter().find_map(|name| self.entry(name))?;
        let mut scopes: Vec<String> = if entry.items.is_empty() {
            let written = entry.value.as_ref()?;
            let separates = |letter: char| letter.is_whitespace() || settings.scope_separators.contains(letter);
            written.split(separates).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
        } else {
            entry.items.iter().map(|(scope, _)| scope.clone()).collect()
        };
        scopes.extend(settings.scopes.then.split_whitespace().map(str::to_owned));
        Some(setting(entry, scopes))
    }

    /// The host names in lower case. Empty if one of them is not literal, because it may be any name.
    fn hosts(&self, lookup: &Lookup) -> Vec<Setting<String>> {
        let entries = lookup.names.iter().filter_map(|name| self.entry(name));
        let hosts = entries.flat_map(|entry| {
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
                Setting { range, ..setting(entry, part) }
            })
        });
        let is_literal = |host: &Setting<String>| {
            host.value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        };
        let hosts: Vec<_> = hosts.collect();
        if hosts.iter().all(is_literal) { hosts } else { Vec::new() }
    }

    /// What keeps a user without an account from the first login, as what to set.
    fn no_newcomers(&self, settings: &AppSettings) -> Vec<Setting<String>> {
        let refused = settings.accounts.iter().filter_map(|account| {
            let entries: Option<Vec<&SettingEntry>> = account.any_of.iter().map(|name| self.entry(name)).collect();
            let entries = entries?;
            entries.iter().all(|entry| entry.is_nothing()).then(|| setting(entries[0], account.set.clone()))
        });
        refused.collect()
    }

    fn only_by_claim(&self, settings: &AppSettings) -> Option<Setting<String>> {
        let by_claim = settings.by_claim.as_ref()?;
        let (mapped, otherwise) = (self.entry(&by_claim.mapped)?, self.entry(&by_claim.otherwise)?);
        let is_only = !mapped.is_nothing() && otherwise.is_nothing();
        is_only.then(|| setting(otherwise, format!("choose a `{}`", by_claim.otherwise)))
    }

    fn insecure(&self, settings: &AppSettings) -> Vec<(Setting<String>, String)> {
        let found = settings.insecure.iter().filter_map(|insecure| {
            let entry = self.entry(&insecure.name)?;
            let is_such = entry.value.as_ref().is_some_and(|value| insecure.values.contains(value));
            is_such.then(|| (setting(entry, insecure.set.clone()), insecure.because.clone()))
        });
        found.collect()
    }
}
