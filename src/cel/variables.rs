//! The names that an expression may use, and their types.

use std::collections::BTreeMap;

use super::types::Type;

/// The names that an expression may use.
#[derive(Debug, Default)]
pub struct Variables {
    known: BTreeMap<String, Type>,
    /// Names that mean something elsewhere and nothing here, with what to write instead.
    out_of_reach: BTreeMap<String, &'static str>,
    /// Whether there may be others.
    pub may_be_more: bool,
}

impl Variables {
    /// Adds a name and the type of what it stands for.
    pub fn add(&mut self, name: &str, is: Type) {
        self.known.insert(name.to_owned(), is);
    }

    /// Adds a name that means something elsewhere, and nothing in an expression.
    pub fn out_of_reach(&mut self, name: &str, help: &'static str) {
        self.out_of_reach.insert(name.to_owned(), help);
    }

    /// What to write instead of a name that is out of reach.
    pub(super) fn instead_of(&self, name: &str) -> Option<&'static str> {
        self.out_of_reach.get(name).copied()
    }

    pub(super) fn get(&self, name: &str) -> Option<Type> {
        self.known.get(name).cloned()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }
}
