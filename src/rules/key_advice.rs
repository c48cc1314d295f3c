//! What to do about a key that is no option: the advice that several rules give.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::prelude::*;
use crate::config::Configuration;
use crate::config::section::{Field, Section as _, Shape, keys};
use crate::text::suggestion::nearest;

/// Keys that were removed, or replaced by a key that takes other values.
const REPLACED: &[(&str, &str)] = &[
    ("logs_file_path", "log.file_path"),
    ("authentication_backend.file.password_options", "authentication_backend.file.password"),
    ("authentication_backend.file.password_hashing", "authentication_backend.file.password"),
    ("authentication_backend.file.hashing", "authentication_backend.file.password"),
];

/// A word with more slips of the keyboard is another word.
const MOST_SLIPS: usize = 2;

/// More places than these are no help.
const MOST_PLACES: usize = 3;

/// The order that cures an unknown key: what to write, where to move it, or to remove it.
pub(super) fn advice(path: &str, name: &str, known: &'static [Field]) -> String {
    if let Some((_, new)) = REPLACED.iter().find(|(old, _)| *old == path) {
        return format!("write `{new}`, which replaces it");
    }
    let wanted = name.to_lowercase().replace('-', "_");
    let keys = keys(known);
    if keys.contains(&wanted.as_str()) {
        return format!("write `{wanted}`");
    }
    let near = nearest(&wanted, keys);
    let mut places: Vec<&str> = PLACES.get(wanted.as_str()).into_iter().flatten().map(String::as_str).collect();
    let section = path.strip_suffix(name).unwrap_or_default().trim_end_matches('.');
    places.sort_by_key(|place| !place.starts_with(section));
    match (near, places.as_slice()) {
        (_, [inside, ..]) if !section.is_empty() && inside.starts_with(section) => format!("move it to `{inside}`"),
        (Some(near), _) => format!("write `{near}`, if that is meant"),
        (None, []) => "remove it: Authelia has no such option".to_owned(),
        (None, places) if places.len() <= MOST_PLACES => format!("move it to `{}`", places.join("` or `")),
        (None, _) => "move it to the section that it belongs to, or remove it".to_owned(),
    }
}

/// The new name of a key that is misspelt; of one that is spelled quite differently, a person must say whether it is
/// meant.
pub(super) fn renaming(place: Place, path: &str, name: &str, known: &'static [Field]) -> Option<Fix> {
    let wanted = name.to_lowercase().replace('-', "_");
    let near = nearest(&wanted, keys(known))?;
    let change = Change::rename(place, near);
    if !advice(path, name, known).starts_with("write") {
        return None;
    }
    let is_slip = strsim::damerau_levenshtein(&wanted, near) <= MOST_SLIPS;
    Some(if is_slip { Fix::safe(change) } else { Fix::unsafe_(change) })
}

/// The removal of a key that is no option anywhere, and like none. In a rule about access it may be meant as a condition,
/// and without that the rule would take more requests than it is meant for.
pub(super) fn removal(place: Place, path: &str, name: &str, known: &'static [Field]) -> Option<Fix> {
    let is_useless = advice(path, name, known).starts_with("remove") && !decides_access(path);
    is_useless.then(|| Fix::unsafe_(Change::remove(place)))
}

/// Whether a key stands where it is decided who may enter.
pub(super) fn decides_access(path: &str) -> bool {
    ["access_control.", "identity_providers.oidc.authorization_policies."]
        .iter()
        .any(|section| path.starts_with(section))
}

/// Where in the whole configuration each key is an option.
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
