//! The type of an expression, known before anything is evaluated.

use std::fmt;
use std::rc::Rc;

use crate::config::view::Type;

/// The type of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    Int,
    Text,
    List(Rc<Self>),
    /// A list without items, which fits every list.
    Nothing,
    /// A mapping whose keys the operator chose.
    Map(&'static Type),
    Section(&'static Type),
}

impl Kind {
    /// The type of an option.
    pub(super) fn of(kind: &'static Type) -> Self {
        match kind {
            Type::Bool => Self::Bool,
            Type::Int => Self::Int,
            Type::Text => Self::Text,
            Type::List(item) => Self::List(Rc::new(Self::of(item))),
            Type::Map(item) => Self::Map(item),
            Type::Section(_) => Self::Section(kind),
        }
    }

    /// Whether values of both types can be compared.
    pub(super) fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, Self::List(_) | Self::Nothing) | (Self::List(_), Self::Nothing) => true,
            (Self::List(one), Self::List(other)) => one.fits(other),
            _ => self == other,
        }
    }

    /// The type of the items of a list, or of the keys of a mapping.
    pub(super) fn item(&self) -> Option<Self> {
        match self {
            Self::List(item) => Some((**item).clone()),
            Self::Map(_) => Some(Self::Text),
            // No item is ever looked at.
            Self::Nothing => Some(Self::Nothing),
            _ => None,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bool => "a boolean",
            Self::Int => "a number",
            Self::Text => "a text",
            Self::List(_) | Self::Nothing => "a list",
            Self::Map(_) => "a mapping",
            Self::Section(_) => "a section",
        })
    }
}
