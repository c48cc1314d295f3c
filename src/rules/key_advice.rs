//! Advice for keys that are not Authelia options, shared by several rules.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use super::prelude::*;
use crate::config::Configuration;
use crate::config::section::{Field, Section as _, Shape, keys};
use crate::text::suggestion::nearest;

/// Keys that were removed, or replaced by a key with different values.
const REPLACED: &[(&str, &str)] = &[
    ("logs_file_path", "log.file_path"),
    ("authentication_backend.file.password_options", "authentication_backend.file.password"),
    ("authentication_backend.file.password_hashing", "authentication_backend.file.password"),
    ("authentication_backend.file.hashing", "authentication_backend.file.password"),
];

/// In edits (Damerau-Levenshtein). A word with more typos is another word.
const MAX_TYPOS: usize = 2;

/// A longer list of places is of no use to the reader.
const MAX_PLACES: usize = 3;

/// What to do about a key that is not an option.
#[derive(Debug)]
pub(super) enum Advice {
    /// Write the key that replaced it.
    Replace(&'static str),
    /// Spell it with underscores and in lower case.
    Respell(String),
    /// Write this similar key of the same section, if it was meant.
    Similar(&'static str),
    /// Move it to one of these places.
    Move(Vec<&'static str>),
    /// Move it to the section it belongs to; there are too many to list.
    MoveSomewhere,
    /// Remove it.
    Remove,
}

impl Advice {
    /// Whether the key itself should be written differently.
    const fn is_rename(&self) -> bool {
        matches!(self, Self::Replace(_) | Self::Respell(_) | Self::Similar(_))
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replace(new) => write!(f, "write `{new}`, which replaces it"),
            Self::Respell(key) => write!(f, "write `{key}`"),
            Self::Similar(key) => write!(f, "did you mean `{key}`?"),
            Self::Move(places) => write!(f, "move it to `{}`", places.join("` or `")),
            Self::MoveSomewhere => f.write_str("move it to the section it belongs to, or remove it"),
            Self::Remove => f.write_str("remove it: Authelia has no such option"),
        }
    }
}

/// What to do about an unknown key.
pub(super) fn advice(path: &str, name: &str, known: &'static [Field]) -> Advice {
    if let Some((_, new)) = REPLACED.iter().find(|(old, _)| *old == path) {
        return Advice::Replace(new);
    }
    let wanted = name.to_lowercase().replace('-', "_");
    let keys = keys(known);
    if keys.contains(&wanted.as_str()) {
        return Advice::Respell(wanted);
    }
    let near = nearest(&wanted, keys);
    let mut places: Vec<&str> = PLACES.get(wanted.as_str()).into_iter().flatten().map(String::as_str).collect();
    let section = path.strip_suffix(name).unwrap_or_default().trim_end_matches('.');
    places.sort_by_key(|place| !place.starts_with(section));
    match (near, places.as_slice()) {
        (_, [inside, ..]) if !section.is_empty() && inside.starts_with(section) => Advice::Move(vec![*inside]),
        (Some(near), _) => Advice::Similar(near),
        (None, []) => Advice::Remove,
        (None, places) if places.len() <= MAX_PLACES => Advice::Move(places.to_vec()),
        (None, _) => Advice::MoveSomewhere,
    }
}

/// The fix that renames a misspelt key. It is safe for a typo; if the spelling is quite different, a person must confirm
/// that this key was meant.
pub(super) fn renaming(place: Place, path: &str, name: &str, known: &'static [Field]) -> Option<Fix> {
    let wanted = name.to_lowercase().replace('-', "_");
    let near = nearest(&wanted, keys(known))?;
    let change = Change::rename(place, near);
    if !advice(path, name, known).is_rename() {
        return None;
    }
    let is_typo = strsim::damerau_levenshtein(&wanted, near) <= MAX_TYPOS;
    Some(if is_typo { Fix::safe(change) } else { Fix::unsafe_(change) })
}

/// The fix that removes a key that is not an option anywhere and resembles none. In an access control rule it may have
/// been meant as a condition; without it, the rule would match more requests than intended, so it gets no fix.
pub(super) fn removal(place: Place, path: &str, name: &str, known: &'static [Field]) -> Option<Fix> {
    let is_useless = matches!(advice(path, name, known), Advice::Remove) && !decides_access(path);
    is_useless.then(|| Fix::unsafe_(Change::remove(place)))
}

/// Whether a key belongs to a section that decides who gets access.
pub(super) fn decides_access(path: &str) -> bool {
    ["access_control.", "identity_providers.oidc.authorization_policies."]
        .iter()
        .any(|section| path.starts_with(section))
}

/// The paths in the whole configuration at which each key is an option.
static PLACES: LazyLock<HashMap<&'static str, Vec<String>>> = LazyLock::new(|| {
    let mut places = HashMap::new();
    collect("", Configuration::FIELDS, &mut places);
    places
});

fn collect(section: &str, fields: &'static [Field], places: &mut HashMap<&'static str, Vec<String>>) {
    for field in fields {
        let mut path = match (section, field.key) {
            (section, "") => section.to_owned(),
            ("", key) => key.to_owned(),
            (section, key) => format!("{section}.{key}"),
        };
        places.entry(field.key).or_default().push(path.clone());
        let mut shape = field.shape;
        while let Shape::List(item) | Shape::Map(item) = shape {
            path.push_str(if matches!(shape, Shape::List(_)) { "[]" } else { ".*" });
            shape = item;
        }
        if let Shape::Section(inner) = shape {
            collect(&path, inner, places);
        }
    }
}
