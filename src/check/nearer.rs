//! The options of files that have a nearer settings file than the rest of a run.

use std::collections::HashMap;

use super::Options;

/// Options of some sources, each read once however many sources they hold for.
#[derive(Debug, Clone, Default)]
pub struct Nearer {
    all: Vec<Options>,
    by_source: HashMap<String, usize>,
}

impl Nearer {
    /// Keeps options, and gives the number that they have here.
    pub fn keep(&mut self, options: Options) -> usize {
        self.all.push(options);
        self.all.len() - 1
    }

    /// Says that the options of a number hold for a source.
    pub fn assign(&mut self, source: String, number: usize) {
        self.by_source.insert(source, number);
    }

    /// The options of a source, where it has its own.
    #[must_use]
    pub fn of(&self, source: &str) -> Option<&Options> {
        self.all.get(*self.by_source.get(source)?)
    }

    /// All options.
    pub fn iter(&self) -> impl Iterator<Item = &Options> {
        self.all.iter()
    }

    /// All options, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Options> {
        self.all.iter_mut()
    }
}
