//! Paths of a configuration, and what Authelia has at them.

use crate::config::section::{Shape, keys, shape_at, since_at};
use crate::config::view::Type;
use crate::config::{Config, PathStep, Version};

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// A path as findings spell it.
pub(super) fn spell(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(&crate::text::sanitize::line(key)),
            Step::Key(key) => text.extend([".", &crate::text::sanitize::line(key)]),
            Step::Index(index) => text.extend(["[", &index.to_string(), "]"]),
        }
    }
    text
}

/// Whether a path fits a pattern such as `identity_providers.oidc.clients[].scopes[]`, in which `*` is any key.
pub(super) fn fits(path: &[Step], pattern: &str) -> bool {
    let mut steps = path.iter();
    for part in pattern.split('.') {
        let (key, lists) = part.split_once('[').map_or((part, 0), |(key, rest)| (key, 1 + rest.matches('[').count()));
        let is_key = |step: &Step| matches!(step, Step::Key(written) if key == "*" || written == key);
        if !steps.next().is_some_and(is_key) {
            return false;
        }
        if !(0..lists).all(|_| matches!(steps.next(), Some(Step::Index(_)))) {
            return false;
        }
    }
    steps.next().is_none()
}

/// What Authelia has at a path. Returns `None` if it has nothing there.
pub(super) fn shape(path: &[Step]) -> Option<&'static Shape> {
    shape_at(steps(path))
}

/// The first version of Authelia that has the option at a path. Returns `None` if all versions that are known have it.
pub(super) fn since(path: &[Step]) -> Option<Version> {
    Some(since_at(steps(path))).filter(|since| *since > Version::OLDEST)
}

fn steps(path: &[Step]) -> impl Iterator<Item = PathStep<'_>> {
    path.iter().map(|step| match step {
        Step::Key(key) => PathStep::Key(key),
        Step::Index(index) => PathStep::Index(*index),
    })
}

/// The keys of the section at a path.
pub(super) fn keys_at(path: &[Step]) -> Vec<&'static str> {
    match shape(path) {
        Some(Shape::Section(fields)) => keys(fields),
        _ => Vec::new(),
    }
}

/// The type of the option at a path, in words.
pub(super) fn kind(path: &[Step]) -> Option<&'static str> {
    type_at(path).map(words)
}

/// The type of the option at a path.
pub(super) fn type_at(path: &[Step]) -> Option<&'static Type> {
    let mut kind = Config::TYPE;
    for step in path {
        kind = match (kind, step) {
            (Type::Section(_), Step::Key(key)) => kind.field(key)?,
            (Type::List(inner), Step::Index(_)) | (Type::Map(inner), Step::Key(_)) => inner,
            _ => return None,
        };
    }
    Some(kind)
}

/// Whether the option at a path is a secret.
pub(super) fn is_secret(path: &[Step]) -> bool {
    kind(path) == Some(SECRET)
}

/// The word for a value that is never shown.
const SECRET: &str = "secret";

fn words(kind: &'static Type) -> &'static str {
    match kind {
        Type::Bool => "boolean",
        Type::Int => "integer",
        Type::Duration => "duration",
        Type::Text => "string",
        Type::List(_) => "list",
        Type::Map(_) => "mapping with keys of your choice",
        Type::Section(fields) if fields.iter().any(|(name, _)| *name == "literal") => SECRET,
        Type::Section(_) => "section",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let key = |key: &str| Step::Key(key.to_owned());
        let path = [key("clients"), Step::Index(3), key("scopes"), Step::Index(0)];
        assert!(fits(&path, "clients[].scopes[]"));
        assert!(fits(&path, "clients[].*[]"));
        assert!(!fits(&path, "clients[].scopes"));
        assert!(!fits(&path, "clients.scopes[]"));
        assert!(!fits(&path[..3], "clients[].scopes[]"));
    }
}
