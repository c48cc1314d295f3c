//! By what the applications are recognised: their names, and the patterns of their redirect URIs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::App;
use super::pattern::{self, Fit, Target};
use super::recognition::Recognition;
use super::words;

/// An application: its place in the catalogue's order.
pub(super) type Number = usize;

/// A name of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AppName {
    pub(super) app: Number,
    pub(super) weak: bool,
}

/// A pattern of an application that a redirect URI fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fitting<'i> {
    pub(super) app: Number,
    pub(super) pattern: &'i str,
    pub(super) fit: Fit,
}

/// The names and patterns of all applications.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct NameIndex {
    ids: Vec<String>,
    names: BTreeMap<String, Vec<AppName>>,
    /// Patterns without a variable, by their text.
    literal: BTreeMap<String, Vec<Number>>,
    /// All others.
    variable: Vec<(String, Number)>,
    /// Of which applications there are any.
    has_patterns: Vec<bool>,
}

impl NameIndex {
    pub(super) fn new<'a>(apps: impl Iterator<Item = &'a App>, recognition: &Recognition) -> Self {
        let mut index = Self::default();
        for (number, app) in apps.enumerate() {
            index.ids.push(app.id.clone());
            for name in &app.recognise.names {
                index.add_name(name, AppName { app: number, weak: false }, recognition);
            }
            for name in &app.recognise.weak_names {
                index.add_name(name, AppName { app: number, weak: true }, recognition);
            }
            let patterns = app.variants.iter().filter_map(|variant| variant.facts.redirect_uris.as_ref());
            let patterns: Vec<&String> = patterns.flat_map(|fact| &fact.is).collect();
            index.add_patterns(number, &patterns);
            index.has_patterns.push(!patterns.is_empty());
        }
        index
    }

    fn add_name(&mut self, name: &str, named: AppName, recognition: &Recognition) {
        let words = words::of(name);
        for key in [words::key(&words), words::key(&words::telling(&words, &recognition.filler_words))] {
            let known = self.names.entry(key.clone()).or_default();
            if !key.is_empty() && known.iter().all(|other| other.app != named.app) {
                known.push(named);
            }
        }
    }

    fn add_patterns(&mut self, number: Number, patterns: &[&String]) {
        for pattern in patterns {
            if pattern::is_variable(pattern) {
                // A pattern without a word of its own would fit everything.
                if pattern::has_words(pattern) {
                    self.variable.push(((*pattern).clone(), number));
                }
            } else {
                let known = self.literal.entry((*pattern).clone()).or_default();
                if known.last() != Some(&number) {
                    known.push(number);
                }
            }
        }
    }

    /// The id of an application.
    pub(super) fn id(&self, app: Number) -> &str {
        &self.ids[app]
    }

    /// Whose name a word is.
    pub(super) fn named(&self, key: &str) -> &[AppName] {
        self.names.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether anything is known of an application's redirect URIs.
    pub(super) fn has_patterns(&self, app: Number) -> bool {
        self.has_patterns[app]
    }

    /// The patterns that a redirect URI fits as it stands; where there are none, those that it fits behind a base path.
    pub(super) fn fitting(&self, target: &Target<'_>) -> Vec<Fitting<'_>> {
        let mut found = self.literal_fitting(target.uri(), Fit::Whole);
        found.extend(target.path().into_iter().flat_map(|path| self.literal_fitting(path, Fit::Whole)));
        let (whole, below): (Vec<_>, Vec<_>) =
            self.variable_fitting(target).partition(|fitting| fitting.fit == Fit::Whole);
        found.extend(whole);
        if !found.is_empty() {
            return found;
        }
        let literal = target
            .below()
            .iter()
            .map(|rest| self.literal_fitting(rest, Fit::BelowBase))
            .find(|found| !found.is_empty());
        found.extend(literal.into_iter().flatten());
        found.extend(below);
        found
    }

    fn literal_fitting(&self, text: &str, fit: Fit) -> Vec<Fitting<'_>> {
        let known = self.literal.get_key_value(text).filter(|_| fit == Fit::Whole || text.len() > 1);
        known
            .into_iter()
            .flat_map(|(pattern, apps)| apps.iter().map(move |app| Fitting { app: *app, pattern, fit }))
            .collect()
    }

    fn variable_fitting<'i>(&'i self, target: &Target<'_>) -> impl Iterator<Item = Fitting<'i>> {
        self.variable
            .iter()
            .filter_map(|(pattern, app)| Some(Fitting { app: *app, pattern, fit: target.fit(pattern)? }))
    }
}
