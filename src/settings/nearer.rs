//! The settings of files that have a nearer settings file than the rest of a run.

use std::collections::HashMap;

use super::Settings;

/// Settings of some sources, each read once however many sources they hold for.
#[derive(Debug, Clone, Default)]
pub struct Nearer {
    all: Vec<Settings>,
    by_source: HashMap<String, usize>,
}

impl Nearer {
    /// Keeps settings, and gives the number that they have here.
    pub fn keep(&mut self, settings: Settings) -> usize {
        self.all.push(settings);
        self.all.len() - 1
    }

    /// Says that the settings of a number hold for a source.
    pub fn assign(&mut self, source: String, number: usize) {
        self.by_source.insert(source, number);
    }

    /// The settings of a source, where it has its own.
    #[must_use]
    pub fn of(&self, source: &str) -> Option<&Settings> {
        self.all.get(*self.by_source.get(source)?)
    }

    /// All settings.
    pub fn iter(&self) -> impl Iterator<Item = &Settings> {
        self.all.iter()
    }

    /// All settings, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Settings> {
        self.all.iter_mut()
    }
}
