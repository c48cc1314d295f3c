//! What may stand where, for the check of keys and for suggestions.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::config::Configuration;
use crate::config::path::PathStep;
use crate::config::version::Version;

use super::Section;

/// What may stand at some place.
#[derive(Debug)]
pub enum Shape {
    /// One value.
    Scalar,
    /// One value that must never be shown.
    Secret,
    /// A mapping with these keys.
    Section(&'static [Field]),
    /// A list.
    List(&'static Self),
    /// A mapping whose keys the operator chooses.
    Map(&'static Self),
}

impl Shape {
    /// What may stand at a key, which Authelia's decoder finds in any letter case. Returns `None` if it is not an option.
    #[must_use]
    pub fn at_key(&'static self, key: &str) -> Option<&'static Self> {
        match self {
            Self::Section(fields) => {
                shape_of_option(fields, key).or_else(|| shape_of(fields, |name| name.eq_ignore_ascii_case(key)))
            }
            Self::Map(inner) => Some(inner),
            Self::List(inner) => inner.at_key(key),
            Self::Scalar | Self::Secret => None,
        }
    }
}

/// What may stand at an option of a section. Returns `None` if it has none of exactly this name.
pub(crate) fn shape_of_option(fields: &'static [Field], key: &str) -> Option<&'static Shape> {
    shape_of(fields, |name| name == key)
}

fn shape_of(fields: &'static [Field], is_it: impl Fn(&str) -> bool) -> Option<&'static Shape> {
    find(fields, &mut |field| is_it(field.key)).map(|field| field.shape)
}

/// What may stand at a path from the root of a configuration. Returns `None` if Authelia has nothing there.
#[must_use]
pub(crate) fn shape_at<'a>(steps: impl IntoIterator<Item = PathStep<'a>>) -> Option<&'static Shape> {
    static ROOT: Shape = Shape::Section(Configuration::FIELDS);
    steps.into_iter().try_fold(&ROOT, |shape, step| match (shape, step) {
        (Shape::List(inner), PathStep::Index(_)) => Some(*inner),
        (Shape::Section(_) | Shape::Map(_), PathStep::Key(key)) => shape.at_key(key),
        _ => None,
    })
}

/// The first version of Authelia that has all options of a path from the root of a configuration.
#[must_use]
pub(crate) fn since_at<'a>(steps: impl IntoIterator<Item = PathStep<'a>>) -> Version {
    static ROOT: Shape = Shape::Section(Configuration::FIELDS);
    let (mut shape, mut since) = (&ROOT, Version::OLDEST);
    for step in steps {
        shape = match (shape, step) {
            (Shape::Section(fields), PathStep::Key(key)) => {
                let Some(field) = find(fields, &mut |field| field.key == key) else { break };
                since = since.max(field.since);
                field.shape
            }
            (Shape::Map(inner), PathStep::Key(_)) | (Shape::List(inner), PathStep::Index(_)) => inner,
            _ => break,
        };
    }
    since
}

/// Whether some section has an option of this name.
#[must_use]
pub(crate) fn is_option_name(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let mut names = HashSet::new();
        add_names(Configuration::FIELDS, &mut names);
        names
    });
    NAMES.contains(name)
}

fn add_names(fields: &'static [Field], names: &mut HashSet<&'static str>) {
    for field in fields {
        names.insert(field.key);
        let mut shape = field.shape;
        while let Shape::List(inner) | Shape::Map(inner) = shape {
            shape = inner;
        }
        if let Shape::Section(fields) = shape {
            add_names(fields, names);
        }
    }
}

/// One key of a section.
#[derive(Debug)]
pub struct Field {
    /// The key; empty where another section's keys stand in the same mapping.
    pub key: &'static str,
    /// What may stand there.
    pub shape: &'static Shape,
    /// Whether Authelia lays a value of its own below the files, so that the section around it is never empty
    /// (`internal/configuration/defaults.go`).
    pub loaded: bool,
    /// The first version of Authelia that has it.
    pub since: Version,
}

/// The first field of a section for which something holds, where those of sections in the same mapping are its own.
fn find(fields: &'static [Field], is_it: &mut impl FnMut(&'static Field) -> bool) -> Option<&'static Field> {
    fields.iter().find_map(|field| match field.shape {
        Shape::Section(inner) if field.key.is_empty() => find(inner, is_it),
        _ => is_it(field).then_some(field),
    })
}

/// The keys of a section, those of sections in the same mapping among them.
pub(crate) fn keys(fields: &'static [Field]) -> Vec<&'static str> {
    let mut keys = Vec::new();
    find(fields, &mut |field| {
        keys.push(field.key);
        false
    });
    keys
}

/// How many keys those are.
pub(in crate::config) fn number_of_keys(fields: &'static [Field]) -> usize {
    let mut number = 0;
    find(fields, &mut |_| {
        number += 1;
        false
    });
    number
}

/// One of those keys, counted from 0.
pub(in crate::config) fn nth_key(fields: &'static [Field], index: usize) -> Option<&'static str> {
    let mut before = 0;
    let field = find(fields, &mut |_| {
        before += 1;
        before > index
    });
    field.map(|field| field.key)
}

pub(super) fn is_key(fields: &'static [Field], text: &str) -> bool {
    find(fields, &mut |field| field.key == text).is_some()
}
