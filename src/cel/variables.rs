//! The names that an expression may use, and their types.

use std::collections::{BTreeMap, BTreeSet};

use super::types::Type;

/// The names that an expression may use.
#[derive(Debug, Default)]
pub struct Variables {
    known: BTreeMap<String, Type>,
    /// Names that mean something elsewhere, and nothing in an expression.
    out_of_reach: BTreeSet<String>,
    /// Whether there may be others.
    pub may_be_more: bool,
}

/// The type of one value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// Anything.
    Any,
}

impl Variables {
    /// Adds a name for one value.
    pub fn one(&mut self, name: &str, value: ValueType) {
        self.known.insert(name.to_owned(), value.into());
    }

    /// Adds a name for a list of values.
    pub fn many(&mut self, name: &str, value: ValueType) {
        self.known.insert(name.to_owned(), Type::list(value.into()));
    }

    /// Adds a name for texts by their names.
    pub fn texts_by_name(&mut self, name: &str) {
        self.known.insert(name.to_owned(), Type::map(Type::STRING, Type::STRING));
    }

    /// Adds a name that means something elsewhere, and nothing in an expression.
    pub fn out_of_reach(&mut self, name: &str) {
        self.out_of_reach.insert(name.to_owned());
    }

    pub(super) fn is_out_of_reach(&self, name: &str) -> bool {
        self.out_of_reach.contains(name)
    }

    pub(super) fn get(&self, name: &str) -> Option<Type> {
        self.known.get(name).cloned()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }
}

impl From<ValueType> for Type {
    fn from(value: ValueType) -> Self {
        match value {
            ValueType::Text => Self::STRING,
            ValueType::Integer => Self::INT,
            ValueType::Boolean => Self::BOOL,
            ValueType::Any => Self::Dynamic,
        }
    }
}
