//! What to do about a key that is no option: the advice that several rules give.

use crate::config::Configuration;
use crate::config::section::{Field, Section as _, Shape, keys};
use crate::suggestion::nearest;

/// Keys that were removed, or replaced by a key that takes other values.
const REPLACED: &[(&str, &str)] = &[
    ("logs_file_path", "log.file_path"),
    ("authentication_backend.file.password_options", "authentication_backend.file.password"),
    ("authentication_backend.file.password_hashing", "authentication_backend.file.password"),
    ("authentication_backend.file.hashing", "authentication_backend.file.password"),
];

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
    let mut places = places(&wanted);
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

/// Where in the whole configuration a key is an option.
fn places(wanted: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(wanted, "", Configuration::FIELDS, &mut found);
    found
}

fn collect(wanted: &str, section: &str, fields: &'static [Field], found: &mut Vec<String>) {
    for field in fields {
        let path = match (section, field.key) {
            (section, "") => section.to_owned(),
            ("", key) => key.to_owned(),
            (section, key) => format!("{section}.{key}"),
        };
        if field.key == wanted {
            found.push(path.clone());
        }
        let (path, mut shape) = (&mut path.clone(), field.shape);
        while let Shape::List(item) | Shape::Map(item) = shape {
            path.push_str(if matches!(shape, Shape::List(_)) { "[]" } else { ".*" });
            shape = item;
        }
        if let Shape::Section(inner) = shape {
            collect(wanted, path, inner, found);
        }
    }
}
