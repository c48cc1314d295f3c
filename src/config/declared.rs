//! What is declared where a walk through a configuration is, found on the way.
//!
//! Nearly every key of a configuration is an option at its own place. Whether Authelia expects it is then known without the list of
//! all keys.

use super::Configuration;
use super::keys::is_name;
use super::section::{Section as _, Shape, shape_of_option};

static ROOT: Shape = Shape::Section(Configuration::FIELDS);

/// What is declared at a place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Declared {
    /// Nothing: the key is not an option, or is several keys in one.
    Nothing,
    /// An option.
    Option(&'static Shape),
    /// A name that the operator chose, and what may stand below it.
    Name(&'static Shape),
}

impl Declared {
    /// The whole configuration.
    pub(super) const fn root() -> Self {
        Self::Option(&ROOT)
    }

    /// What is declared at a key of the mapping at this place.
    pub(super) fn at_key(self, key: &str) -> Self {
        match self {
            Self::Option(Shape::Section(fields)) | Self::Name(Shape::Section(fields)) => {
                shape_of_option(fields, key).map_or(Self::Nothing, Self::Option)
            }
            Self::Option(Shape::Map(inner)) | Self::Name(Shape::Map(inner)) if is_name(key) => Self::Name(inner),
            _ => Self::Nothing,
        }
    }

    /// What is declared for each item of the list at this place.
    pub(super) const fn item(self) -> Self {
        match self {
            Self::Option(Shape::List(inner)) | Self::Name(Shape::List(inner)) => Self::Option(inner),
            _ => Self::Nothing,
        }
    }

    /// Whether Authelia certainly expects a value here. Whole sections are not among its keys, except for a few.
    pub(super) const fn expects_value(self) -> bool {
        match self {
            Self::Name(_) => true,
            Self::Option(shape) => !matches!(shape, Shape::Section(_)),
            Self::Nothing => false,
        }
    }
}
