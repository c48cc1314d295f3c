//! What is wrong with the form of a configuration. The rules make findings of it.

use super::path::PathId;
use super::section::Field;
use super::value::Place;

/// Something that is wrong with the configuration's form.
#[derive(Debug, Clone)]
pub enum Problem {
    /// A value that cannot be read as what the option needs.
    WrongType {
        /// The value.
        place: Place,
        /// What is written, in words.
        found: &'static str,
        /// What is expected, to end the sentence "this must be …".
        expects: &'static str,
        /// Why it is refused, where there is more to say.
        reason: Option<String>,
        /// What to write, where there is more to say than what is expected.
        advice: Option<String>,
        /// What a word such as `yes` means, where a boolean is expected.
        meant: Option<bool>,
    },
    /// A key that Authelia does not know at this place.
    UnknownKey {
        /// The key's value.
        place: Place,
        /// The key.
        name: String,
        /// The section that it is in.
        section: PathId,
        /// The keys that are known there.
        known: &'static [Field],
        /// Whether Authelia's own check of keys passes over this place.
        overlooked: bool,
        /// Whether it is a name for a list item: a mapping with options of an item below it, where a list is required.
        names_item: bool,
    },
    /// A section with nothing in it, which Authelia's check of keys takes for an unknown option.
    EmptySection {
        /// The section.
        place: Place,
        /// Whether it is written as a mapping, `{}`, rather than left without a value.
        is_mapping: bool,
    },
    /// A name of the operator's own that Authelia's check of keys does not accept.
    InvalidName {
        /// What is named.
        place: Place,
        /// The name.
        name: String,
    },
    /// A text that is written as a number or a boolean, so that Authelia reads another text.
    SurprisingScalar {
        /// The value.
        place: Place,
        /// What is written and what Authelia reads; empty for a secret.
        texts: Option<(String, String)>,
    },
    /// A secret that looks like a template, and is taken literally.
    LiteralTemplate {
        /// The secret.
        place: Place,
    },
    /// A secret that is the path of a file, and is taken literally.
    PathAsSecret {
        /// The secret.
        place: Place,
    },
    /// A key of an earlier version of Authelia.
    DeprecatedKey {
        /// What stands under the old key.
        place: Place,
        /// The old key.
        old: &'static str,
        /// The key that replaces it.
        new: Option<&'static str>,
        /// What to write under the new key, in YAML; `None` if that is not a single value, cannot be known or is a secret.
        value: Option<String>,
        /// What Authelia does with it.
        treatment: Treatment,
    },
}

impl Problem {
    /// Whether it is about a key rather than a value: no problem where something else makes the configuration of it.
    #[must_use]
    pub const fn is_about_keys(&self) -> bool {
        match self {
            Self::UnknownKey { .. } | Self::EmptySection { .. } | Self::DeprecatedKey { .. } => true,
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
            | Self::EmptySection { place, .. }
            | Self::InvalidName { place, .. }
            | Self::SurprisingScalar { place, .. }
            | Self::LiteralTemplate { place }
            | Self::PathAsSecret { place }
            | Self::DeprecatedKey { place, .. } => *place,
        }
    }

    /// The place that it makes unreadable. Returns `None` if the value stands all the same.
    #[must_use]
    pub const fn unreadable(&self) -> Option<Place> {
        match self {
            Self::WrongType { .. } | Self::UnknownKey { .. } | Self::EmptySection { .. } => Some(self.place()),
            Self::InvalidName { .. }
            | Self::SurprisingScalar { .. }
            | Self::LiteralTemplate { .. }
            | Self::PathAsSecret { .. }
            | Self::DeprecatedKey { .. } => None,
        }
    }
}

/// What Authelia does with a key of an earlier version (`internal/configuration/deprecation.go`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Treatment {
    /// It takes the value under the new key.
    Mapped,
    /// It makes a value of another form under the new key of it and others: an address, if that can be known.
    Joined(Option<String>),
    /// It takes no notice of it, because the new key is written as well.
    Shadowed,
    /// It takes no notice of it, because its own default for the new key wins.
    Overridden,
    /// It takes no notice of it.
    Dropped,
    /// It still reads it.
    Kept,
    /// It refuses to start.
    Refused(String),
}
