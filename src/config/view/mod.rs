//! The configuration as policies see it: effective values under Authelia's own keys, and never secrets.

mod client;
mod derived;
mod scalars;

use std::sync::Arc;

use crate::config::section::{List, Map, Scalar, Unsplit};
use crate::config::value::{Place, Value};
use crate::document::{Filters, mask};
use crate::text::Sources;

/// A value as policies see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// It cannot be known.
    Unknown,
    /// Nothing is written, and what Authelia takes instead has not been filled in.
    Absent,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(Arc<str>),
    /// A list.
    List(Arc<Vec<Self>>),
    /// A section, or a mapping whose keys the operator chose.
    Map(Arc<Vec<(Arc<str>, Self)>>),
}

impl View {
    /// A text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(Arc::from(text.as_ref()))
    }

    /// A list of texts.
    pub fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(Arc::new(texts.into_iter().map(Self::text).collect()))
    }

    /// The entry of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| **name == *key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The entry of a path of keys with dots, to be changed.
    pub(super) fn at_mut(&mut self, path: &str) -> Option<&mut Self> {
        path.split('.').try_fold(self, |view, key| match view {
            Self::Map(entries) => {
                Arc::make_mut(entries).iter_mut().find(|(name, _)| **name == *key).map(|(_, value)| value)
            }
            _ => None,
        })
    }
}

/// The type of a value, by which expressions are checked before anything is read.
#[derive(Debug, PartialEq, Eq)]
pub enum Type {
    /// A boolean.
    Bool,
    /// A whole number.
    Int,
    /// A duration, which policies see as a whole number of seconds; with a fraction, it is unknown to them.
    Duration,
    /// A text.
    Text,
    /// A list.
    List(&'static Self),
    /// A mapping whose keys the operator chose.
    Map(&'static Self),
    /// A section; the fields under an empty key stand in the same mapping.
    Section(&'static [(&'static str, &'static Self)]),
}

impl Type {
    /// The type of a section's field.
    #[must_use]
    pub fn field(&'static self, key: &str) -> Option<&'static Self> {
        self.fields().into_iter().find(|(name, _)| *name == key).map(|(_, kind)| kind)
    }

    /// All fields of a section.
    #[must_use]
    pub fn fields(&'static self) -> Vec<(&'static str, &'static Self)> {
        let Self::Section(fields) = self else { return Vec::new() };
        let nested = |(name, kind): &(&'static str, &'static Self)| {
            if name.is_empty() { kind.fields() } else { vec![(*name, *kind)] }
        };
        fields.iter().flat_map(nested).collect()
    }
}

/// What decides how certain an absent value is.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// The texts, to tell a secret that is written from one that a template yields.
    pub sources: &'a Sources,
    /// Whether another file may add to what is written.
    pub whole: bool,
    /// Whether what is absent is certainly absent.
    pub absent_is_absent: bool,
}

impl Look<'_> {
    /// How to look at what comes from one file as a whole, such as an item of a list.
    #[must_use]
    pub const fn within_a_list(self) -> Self {
        Self { whole: true, absent_is_absent: true, ..self }
    }
}

/// What policies can see of a part of the configuration.
pub trait Viewed {
    /// Its type.
    const TYPE: Type;

    /// What it is.
    fn view(&self, look: Look<'_>) -> View;

    /// Where a part of it stands.
    fn place_of(&self, path: &[&str]) -> Option<Place>;
}

/// A section, whose fields may stand in the mapping of another one.
pub trait ViewedSection {
    /// Adds the fields that are there.
    fn add_fields(&self, look: Look<'_>, fields: &mut Vec<(Arc<str>, View)>);
}

/// What policies can see of a kind of option.
pub trait PolicyVisible {
    /// Its type.
    const TYPE: Type;

    /// What it is; of a secret nothing but what kind it is.
    fn shown(&self) -> View;
}

/// What can be told of a secret.
const SECRET: Type = Type::Section(&[("given", &Type::Bool), ("literal", &Type::Bool), ("kind", &Type::Text)]);

impl<T: Scalar + PolicyVisible> Viewed for Value<T> {
    const TYPE: Type = if T::SECRET { SECRET } else { T::TYPE };

    fn view(&self, look: Look<'_>) -> View {
        if T::SECRET {
            return secret(self, look);
        }
        match self.known() {
            _ if !self.place.given && !look.absent_is_absent => View::Unknown,
            None => View::Unknown,
            Some(value) if self.written().is_none() && *value == T::default() => View::Absent,
            Some(value) => value.shown(),
        }
    }

    fn place_of(&self, path: &[&str]) -> Option<Place> {
        (path.is_empty() || T::SECRET).then_some(self.place)
    }
}

/// Whether a secret is given, whether it is in the file itself, and of what kind it is.
fn secret<T: Scalar + PolicyVisible>(value: &Value<T>, look: Look<'_>) -> View {
    let written = value.place.given && value.written().is_some();
    let by_template = value.place.given
        && value.is_unknown()
        && !mask(look.sources.slice(value.place.span), Filters::Auto).1.is_empty();
    let (given, literal, kind) = match value.known() {
        Some(secret) if written => (View::Bool(true), View::Bool(true), secret.shown()),
        Some(_) if value.place.given || look.absent_is_absent => (View::Bool(false), View::Bool(false), View::text("")),
        None if by_template => (View::Bool(true), View::Bool(false), View::Unknown),
        _ => (View::Unknown, if value.place.given { View::Unknown } else { View::Bool(false) }, View::Unknown),
    };
    let fields = [("given", given), ("literal", literal), ("kind", kind)];
    View::Map(Arc::new(fields.into_iter().map(|(name, view)| (Arc::from(name), view)).collect()))
}

impl<T: Viewed> Viewed for List<T> {
    const TYPE: Type = Type::List(&T::TYPE);

    fn view(&self, look: Look<'_>) -> View {
        if self.unknown || (!self.place.given && !look.absent_is_absent) {
            return View::Unknown;
        }
        if self.items.is_empty() {
            return View::Absent;
        }
        View::List(Arc::new(self.items.iter().map(|item| item.view(look.within_a_list())).collect()))
    }

    fn place_of(&self, path: &[&str]) -> Option<Place> {
        path.is_empty().then_some(self.place)
    }
}

impl<T: Viewed> Viewed for Unsplit<List<T>> {
    const TYPE: Type = <List<T> as Viewed>::TYPE;

    fn view(&self, look: Look<'_>) -> View {
        self.0.view(look)
    }

    fn place_of(&self, path: &[&str]) -> Option<Place> {
        self.0.place_of(path)
    }
}

impl<T: Viewed> Viewed for Map<T> {
    const TYPE: Type = Type::Map(&T::TYPE);

    fn view(&self, look: Look<'_>) -> View {
        if self.unknown || !look.whole {
            return View::Unknown;
        }
        if self.entries.is_empty() {
            return View::Absent;
        }
        let entries = self.entries.iter().map(|(name, value)| (Arc::from(&*name.text), value.view(look)));
        View::Map(Arc::new(entries.collect()))
    }

    fn place_of(&self, path: &[&str]) -> Option<Place> {
        match path {
            [] => Some(self.place),
            [name, rest @ ..] => self.get(name)?.place_of(rest),
        }
    }
}

impl<T: Viewed> Viewed for Option<T> {
    const TYPE: Type = T::TYPE;

    fn view(&self, look: Look<'_>) -> View {
        match self {
            Some(section) => section.view(look),
            None if look.absent_is_absent => View::Absent,
            None => View::Unknown,
        }
    }

    fn place_of(&self, path: &[&str]) -> Option<Place> {
        self.as_ref()?.place_of(path)
    }
}

impl<T: ViewedSection> ViewedSection for Option<T> {
    fn add_fields(&self, look: Look<'_>, fields: &mut Vec<(Arc<str>, View)>) {
        if let Some(section) = self {
            section.add_fields(look, fields);
        }
    }
}
