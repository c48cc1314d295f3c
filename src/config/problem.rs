//! Problems with the form of a configuration, which rules turn into findings.

use super::path::PathId;
use super::section::Field;
use super::value::Place;
use super::version::Version;

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Completes the sentence "this is not …".
    pub what: &'static str,
    /// Completes the sentence "write …".
    pub write: &'static str,
}

impl Expected {
    /// Expects `what`, to be written as `write`.
    pub(super) const fn new(what: &'static str, write: &'static str) -> Self {
        Self { what, write }
    }
}

/// A problem with the form of a configuration.
#[derive(Debug, Clone)]
pub enum Problem {
    /// A value that cannot be read as what the option needs.
    WrongType {
        /// The value.
        place: Place,
        /// What is written, such as "a list".
        found: &'static str,
        /// What is expected.
        expects: Expected,
        /// Why it is not valid, if more is known.
        reason: Option<String>,
        /// What to write, if that depends on the value.
        advice: Option<String>,
        /// What a word such as `yes` means, if a boolean is expected.
        meant: Option<bool>,
    },
    /// A key that Authelia does not know at this place.
    UnknownKey {
        /// The key's value.
        place: Place,
        /// The key.
        name: String,
        /// The section that contains it.
        section: PathId,
        /// The keys that are known there.
        known: &'static [Field],
        /// Whether Authelia's own check of keys skips this place.
        overlooked: bool,
        /// Whether it names a list item: a mapping that contains the options of an item, where a list is required.
        names_item: bool,
    },
    /// A key that only a later version of Authelia knows.
    NewerKey {
        /// The key's value.
        place: Place,
        /// The first version that knows it.
        since: Version,
    },
    /// An empty section, which Authelia's check of keys treats as an unknown option.
    EmptySection {
        /// The section.
        place: Place,
        /// Whether it is written as a mapping, `{}`, rather than left without a value.
        is_mapping: bool,
    },
    /// A custom name that Authelia's check of keys does not accept.
    InvalidName {
        /// The named value.
        place: Place,
        /// The name.
        name: String,
    },
    /// A string that is written as a number or a boolean, so that Authelia reads a different string.
    SurprisingScalar {
        /// The value.
        place: Place,
        /// What is written and what Authelia reads; `None` if it is a secret.
        texts: Option<(String, String)>,
    },
    /// A secret that looks like a template but is used literally.
    LiteralTemplate {
        /// The secret.
        place: Place,
    },
    /// A secret that is the path of a file but is used literally.
    PathAsSecret {
        /// The secret.
        place: Place,
    },
    /// A deprecated key.
    DeprecatedKey {
        /// The value of the old key.
        place: Place,
        /// The old key.
        old: &'static str,
        /// The key that replaces it.
        new: Option<&'static str>,
        /// What to write under the new key, in YAML; `None` if that is not a single value, is unknown or is a secret.
        value: Option<String>,
        /// What Authelia does with it.
        treatment: Treatment,
    },
}

impl Problem {
    /// Whether it concerns a key rather than a value. Such a problem is dropped if another program generates the
    /// configuration from this file.
    #[must_use]
    pub const fn is_about_keys(&self) -> bool {
        match self {
            Self::UnknownKey { .. }
            | Self::NewerKey { .. }
            | Self::EmptySection { .. }
            | Self::DeprecatedKey { .. } => true,
            Self::WrongType { .. }
            | Self::InvalidName { .. }
            | Self::SurprisingScalar { .. }
            | Self::LiteralTemplate { .. }
            | Self::PathAsSecret { .. } => false,
        }
    }

    /// Where it is written.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self {
            Self::WrongType { place, .. }
            | Self::UnknownKey { place, .. }
            | Self::NewerKey { place, .. }
            | Self::EmptySection { place, .. }
            | Self::InvalidName { place, .. }
            | Self::SurprisingScalar { place, .. }
            | Self::LiteralTemplate { place }
            | Self::PathAsSecret { place }
            | Self::DeprecatedKey { place, .. } => *place,
        }
    }

    /// The place that it makes unreadable; `None` if the value is still readable.
    #[must_use]
    pub const fn unreadable(&self) -> Option<Place> {
        match self {
            Self::WrongType { .. } | Self::UnknownKey { .. } | Self::NewerKey { .. } | Self::EmptySection { .. } => {
                Some(self.place())
            }
            Self::InvalidName { .. }
            | Self::SurprisingScalar { .. }
            | Self::LiteralTemplate { .. }
            | Self::PathAsSecret { .. }
            | Self::DeprecatedKey { .. } => None,
        }
    }
}

/// What Authelia does with a deprecated key (`internal/configuration/deprecation.go`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Treatment {
    /// Uses the value under the new key.
    Mapped,
    /// Joins it with other keys into one value under the new key; holds the resulting address, if known.
    Joined(Option<String>),
    /// Ignores it because the new key is also set.
    Shadowed,
    /// Ignores it because the default of the new key wins.
    Overridden,
    /// Ignores it.
    Dropped,
    /// Still reads it.
    Kept,
    /// Refuses to start, for this reason.
    Refused(String),
}
