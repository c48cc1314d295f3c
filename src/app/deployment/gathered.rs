//! The settings of an application while they are gathered from its files; what comes later counts more.

use std::collections::HashSet;
use std::ops::Range;

use crate::text::Decoded;

use super::entries::{self, SettingEntry, ValueForm};
use super::model::AppSettings;
use super::{AppFile, Deployment, meaning, providers};

/// Settings and the files that they are in.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) entries: Vec<SettingEntry>,
    files: Vec<AppFile>,
}

impl Gathered {
    /// Adds settings of a file.
    pub(super) fn add(&mut self, name: &str, decoded: &Decoded, found: Vec<SettingEntry>) {
        let file = self.file(name, decoded);
        let found = entries::with_nested(&decoded.text, found);
        self.entries.extend(found.into_iter().map(|entry| SettingEntry { file, ..entry }));
    }

    /// Adds what was gathered elsewhere.
    pub(super) fn extend(&mut self, other: Self) {
        let first = self.files.len();
        self.files.extend(other.files);
        self.entries.extend(other.entries.into_iter().map(|entry| SettingEntry { file: first + entry.file, ..entry }));
    }

    /// Says that bytes of a file must never be shown.
    pub(super) fn hide(&mut self, name: &str, decoded: &Decoded, range: Range<usize>) {
        let file = self.file(name, decoded);
        self.files[file].hidden.push(range);
    }

    /// Says that keys of a file do not refer to secrets, although their names may.
    pub(super) fn keep_plain(&mut self, name: &str, keys: &[Range<usize>]) {
        if let Some(file) = self.files.iter_mut().find(|file| file.name == name) {
            file.plain_keys = keys.to_vec();
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names the settings of a provider as the application does, whichever of its providers they belong to.
    pub(super) fn tell_providers_apart(&mut self, settings: &AppSettings) {
        providers::tell_apart(&mut self.entries, &settings.provider);
    }

    /// What they mean for the login with each provider.
    pub(super) fn into_deployments(mut self, app: &str, settings: &AppSettings) -> Vec<Deployment> {
        self.tell_providers_apart(settings);
        self.hide_secrets(settings);
        let providers = providers::each(&self.entries);
        let discovered = providers.len() > 1;
        let deployment = |entries: Vec<SettingEntry>| {
            let files = self.files.clone();
            let deployment = Deployment { app: app.to_owned(), files, discovered, ..Deployment::default() };
            meaning::read(&entries, settings, deployment)
        };
        providers.into_iter().map(deployment).collect()
    }

    /// Says that all must never be shown but what is compared.
    fn hide_secrets(&mut self, settings: &AppSettings) {
        let of_login = || settings.client_id.names.iter().chain(&settings.client_secret.names);
        for entry in self.entries.iter_mut().filter(|entry| entry.secret) {
            // Of a Secret, only what tells the client and its secret is compared: all else would be shown.
            if !of_login().any(|name| entry.is(name)) {
                (entry.value, entry.items) = (None, Vec::new());
            }
        }
        let is_hidden = |entry: &&SettingEntry| entry.secret || !meaning::is_shown(entry, settings);
        let (hidden, shown): (Vec<_>, Vec<_>) = self.entries.iter().partition(is_hidden);
        // One value may have several names, and the items of a list may be settings themselves.
        let shown: HashSet<(usize, &Range<usize>)> = shown.into_iter().flat_map(ranges).collect();
        for entry in hidden {
            let is_hidden = |(file, range)| entry.secret || !shown.contains(&(file, range));
            let hidden = ranges(entry).filter(|place| is_hidden(*place)).map(|(_, range)| range.clone());
            self.files[entry.file].hidden.extend(hidden);
        }
    }

    fn file(&mut self, name: &str, decoded: &Decoded) -> usize {
        self.files.iter().position(|file| file.name == name).unwrap_or_else(|| {
            let decoded = Some(decoded.clone());
            self.files.push(AppFile {
                name: name.to_owned(),
                decoded,
                source: None,
                hidden: Vec::new(),
                plain_keys: Vec::new(),
            });
            self.files.len() - 1
        })
    }
}

/// Where the values of a setting are.
fn ranges(entry: &SettingEntry) -> impl Iterator<Item = (usize, &Range<usize>)> {
    let whole = (entry.form != ValueForm::List).then_some(&entry.range);
    whole.into_iter().chain(entry.items.iter().map(|(_, range)| range)).map(|range| (entry.file, range))
}
