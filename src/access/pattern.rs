//! Regular expressions of rules.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use regex::Regex;

use crate::golang::regexp::group_names;
use crate::golang::regexp::translation::translate;

/// A regular expression as Go reads it, and the groups in it that name the user and a group.
#[derive(Debug)]
pub struct Pattern {
    text: String,
    regex: OnceLock<Option<Regex>>,
    names_user: bool,
    names_group: bool,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// Whom a match names; a part that the pattern does not ask for is `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Named {
    pub(super) user: Option<String>,
    pub(super) group: Option<String>,
}

impl Named {
    /// The same without empty names: nobody has one.
    pub(super) fn known(self) -> Self {
        let is_name = |name: &String| !name.is_empty();
        Self { user: self.user.filter(is_name), group: self.group.filter(is_name) }
    }
}

impl Pattern {
    /// A pattern that Go accepts.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let names = group_names(text).unwrap_or_default();
        Self {
            text: text.to_owned(),
            regex: OnceLock::new(),
            names_user: names.contains(&"User"),
            names_group: names.contains(&"Group"),
        }
    }

    /// The expression as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it depends on who asks.
    #[must_use]
    pub const fn names_somebody(&self) -> bool {
        self.names_user || self.names_group
    }

    /// Whether it names a user.
    pub(super) const fn names_user(&self) -> bool {
        self.names_user
    }

    /// Whether it names a group.
    pub(super) const fn names_group(&self) -> bool {
        self.names_group
    }

    /// The expression in the syntax of the crate `regex`.
    pub(super) fn translated(&self) -> String {
        translate(&self.text, |_| None)
    }

    /// The same, where it names this user or group.
    pub(super) fn naming(&self, group: &str, name: &str) -> String {
        translate(&self.text, |other| (other == group).then(|| name.to_owned()))
    }

    /// The compiled expression. Returns `None` if it is too large.
    #[must_use]
    pub fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.translated()).ok()).as_ref()
    }

    /// Whether it matches anywhere in a text; `None` if it is too large to know.
    #[must_use]
    pub fn is_match(&self, text: &str) -> Option<bool> {
        Some(self.regex()?.is_match(text))
    }

    /// Whom its match in a text names. Returns `None` if it does not match.
    pub(super) fn named(&self, text: &str) -> Option<Named> {
        let found = self.regex()?.captures(text)?;
        let text = |is_named: bool, name: &str| {
            is_named.then(|| found.name(name).map_or_else(String::new, |found| found.as_str().to_owned()))
        };
        Some(Named { user: text(self.names_user, "User"), group: text(self.names_group, "Group") })
    }
}
