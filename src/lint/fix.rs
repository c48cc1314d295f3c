//! What would cure a finding: a change of the configuration, and the edits of the text that make it.

use crate::config::{List, Place};
use crate::document::edit::{Edit, NewValue};
use crate::text::{Secret, Unmasked};

/// Whether a fix may be made without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// What is meant does not change, or did not work before.
    Safe,
    /// It changes what is allowed, so a person should look at it.
    Unsafe,
}

/// One change of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Gives an option a value, and writes it where it is absent.
    Set {
        /// The option.
        place: Place,
        /// Its value.
        value: NewValue,
    },
    /// Gives an option a fresh digest of a secret.
    Digest {
        /// The option.
        place: Place,
        /// The secret.
        secret: Secret,
    },
    /// Adds a text to a list.
    Include {
        /// The list.
        list: Place,
        /// What is in it by default, to be written, too, where the list is absent or empty.
        default: Vec<String>,
        /// The text.
        item: String,
    },
    /// Removes an option, or an item of a list.
    Remove {
        /// The option or the item.
        place: Place,
    },
    /// Renames a key.
    Rename {
        /// The option.
        place: Place,
        /// Its new key.
        key: String,
    },
    /// Writes another option in place of one.
    Replace {
        /// The option.
        place: Place,
        /// The key of the other one.
        key: String,
        /// Its value.
        value: NewValue,
    },
    /// Writes options that follow each other as the only item of a list: `option: value` becomes `list: [{ key: value }]`.
    Wrap {
        /// The options, one at least, each with its key in the item.
        options: Vec<(Place, String)>,
        /// The key of the list.
        list: String,
    },
    /// Moves an item of a list before an earlier one.
    Reorder {
        /// The item.
        place: Place,
        /// The earlier one.
        before: Place,
    },
    /// Moves options to another section.
    Move {
        /// The section, as keys with dots between them.
        section: String,
        /// The options, one at least.
        options: Vec<MovedOption>,
    },
}

/// An option that is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedOption {
    /// Where it is now.
    pub place: Place,
    /// Its new key.
    pub key: String,
    /// Its new value; the present one if it is `None`.
    pub value: Option<NewValue>,
}

impl Change {
    /// Gives an option a value: a text, a boolean, a number or a list of texts.
    pub fn set(place: Place, value: impl Into<NewValue>) -> Self {
        Self::Set { place, value: value.into() }
    }

    /// Adds a text to a list that holds `effective` now, written or by default.
    #[must_use]
    pub fn include(list: Place, effective: &[&str], item: &str) -> Self {
        Self::Include {
            list,
            default: effective.iter().map(|text| (*text).to_owned()).collect(),
            item: item.to_owned(),
        }
    }

    /// Removes an option, or an item of a list.
    #[must_use]
    pub const fn remove(place: Place) -> Self {
        Self::Remove { place }
    }

    /// Removes an item of a list, and with the only one the list.
    #[must_use]
    pub const fn exclude<T>(list: &List<T>, item: Place) -> Self {
        Self::Remove { place: if list.items.len() == 1 { list.place } else { item } }
    }

    /// Renames a key.
    #[must_use]
    pub fn rename(place: Place, key: &str) -> Self {
        Self::Rename { place, key: key.to_owned() }
    }

    /// Writes another option in place of one.
    pub fn replace(place: Place, key: &str, value: impl Into<NewValue>) -> Self {
        Self::Replace { place, key: key.to_owned(), value: value.into() }
    }

    /// The option that it is about.
    ///
    /// # Panics
    /// If no option is moved or wrapped.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Set { place, .. }
            | Self::Digest { place, .. }
            | Self::Remove { place }
            | Self::Rename { place, .. }
            | Self::Reorder { place, .. }
            | Self::Replace { place, .. } => *place,
            Self::Wrap { options, .. } => options[0].0,
            Self::Include { list, .. } => *list,
            Self::Move { options, .. } => options[0].place,
        }
    }
}

/// A cure for one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "write `token_endpoint_auth_method: client_secret_post`".
    pub title: Unmasked,
    /// Whether it may be made without asking.
    pub safety: Safety,
    /// What it changes.
    pub changes: Vec<Change>,
    /// The edits that do it, none of which overlap; none before the fix is planned.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that is made by `--fix`.
    #[must_use]
    pub fn safe(change: Change) -> Self {
        Self { title: Unmasked::empty(), safety: Safety::Safe, changes: vec![change], edits: Vec::new() }
    }

    /// A fix that is made by `--fix=all` only.
    #[must_use]
    pub fn unsafe_(change: Change) -> Self {
        Self { safety: Safety::Unsafe, ..Self::safe(change) }
    }

    /// The same with a further change.
    #[must_use]
    pub fn and(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }
}
