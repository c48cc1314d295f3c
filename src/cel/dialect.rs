//! What an expression may use besides its names: one dialect for the user attributes of Authelia, one for policies.

use std::collections::BTreeMap;

use super::types::Signature;

/// What an expression may use besides its names.
#[derive(Debug)]
pub struct Dialect {
    /// The operators and functions.
    pub functions: Functions,
    /// The macros, such as `all`.
    pub macros: &'static [&'static str],
    /// What a name stands for, as messages call it.
    pub name: &'static str,
    /// Whether there are optional values (`a.?b`, `[?a]`).
    pub optional_values: bool,
    /// Whether the items of a list may have several types.
    pub mixed_lists: bool,
}

/// Functions of texts that both dialects have (`common/stdlib/standard.go` and `ext/strings.go` of `cel-go`).
pub const TEXT_FUNCTIONS: &[(&str, &[&str])] = &[
    ("contains", &["string.(string) -> bool"]),
    ("endsWith", &["string.(string) -> bool"]),
    ("lowerAscii", &["string.() -> string"]),
    ("matches", &["(string, string) -> bool", "string.(string) -> bool"]),
    ("startsWith", &["string.(string) -> bool"]),
    ("trim", &["string.() -> string"]),
    ("upperAscii", &["string.() -> string"]),
];

/// Operators and functions, and the ways of calling each.
#[derive(Debug)]
pub struct Functions {
    by_name: BTreeMap<&'static str, Vec<Signature>>,
    behind_macros: BTreeMap<&'static str, Vec<Signature>>,
}

impl Functions {
    /// Reads a table of names and the ways of calling each, such as `(string) -> int` or `string.(int) -> string`; one
    /// capital letter stands for any type. Operators have the names that the crate `cel` gives them, such as `_+_`.
    #[must_use]
    pub fn read(table: &[(&'static str, &[&str])]) -> Self {
        let ways = |ways: &[&str]| ways.iter().filter_map(|way| Signature::read(way)).collect();
        let by_name = table.iter().map(|(name, written)| (*name, ways(written))).collect();
        Self { by_name, behind_macros: BTreeMap::new() }
    }

    /// Adds the functions of another table.
    #[must_use]
    pub fn and(mut self, table: &[(&'static str, &[&str])]) -> Self {
        self.by_name.extend(Self::read(table).by_name);
        self
    }

    /// Adds functions that are called in the same ways.
    pub(super) fn with(mut self, names: &[&'static str], ways: &[Signature]) -> Self {
        self.by_name.extend(names.iter().map(|name| (*name, ways.to_vec())));
        self
    }

    /// Adds ways of calling functions that only exist behind the first macro of an expression.
    pub(super) fn with_behind_macros(mut self, names: &[&'static str], ways: &[Signature]) -> Self {
        self.behind_macros.extend(names.iter().map(|name| (*name, ways.to_vec())));
        self
    }

    /// The ways of calling a function. Returns `None` if there is no such function.
    #[must_use]
    pub fn signatures(&self, name: &str) -> Option<&[Signature]> {
        self.by_name.get(name).map(Vec::as_slice)
    }

    /// Further ways of calling it behind a macro.
    pub(super) fn behind_macros(&self, name: &str) -> &[Signature] {
        self.behind_macros.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names of functions, as they are written.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        let written = |name: &&str| name.chars().all(|character| character.is_ascii_alphanumeric() || character == '.');
        self.by_name.keys().copied().filter(written)
    }
}
