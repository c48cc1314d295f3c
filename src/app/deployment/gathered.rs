//! The settings of an application while they are gathered from its files; what comes later counts more.

use std::ops::Range;

use crate::text::Decoded;

use super::entries::{self, SettingEntry, ValueForm};
use super::model::AppSettings;
use super::{AppFile, Deployment, meaning};

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

    /// What they mean for the login.
    pub(super) fn into_deployment(mut self, app: &str, settings: &AppSettings) -> Deployment {
        let of_login = || settings.client_id.names.iter().chain(&settings.client_secret.names);
        for entry in self.entries.iter_mut().filter(|entry| entry.secret) {
            // Of a Secret, only what tells the client and its secret is compared: all else would be shown.
            if !of_login().any(|name| entry.is(name)) {
                (entry.value, entry.items) = (None, Vec::new());
            }
        }
        let is_hidden = |entry: &&SettingEntry| entry.secret || !meaning::is_shown(entry, settings);
        let (hidden, shown): (Vec<_>, Vec<_>) = self.entries.iter().partition(is_hidden);
        for entry in hidden {
            // One value may have several names, and the items of an environment are settings themselves.
            let is_shown =
                |range: &&Range<usize>| shown.iter().any(|other| other.file == entry.file && other.range == **range);
            let whole = (entry.form != ValueForm::List).then_some(&entry.range);
            let ranges = whole.into_iter().chain(entry.items.iter().map(|(_, range)| range));
            self.files[entry.file].hidden.extend(ranges.filter(|range| entry.secret || !is_shown(range)).cloned());
        }
        let deployment = Deployment { app: app.to_owned(), files: self.files, ..Deployment::default() };
        meaning::read(&self.entries, settings, deployment)
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
