//! Fixes in Nix: single literals only, since what is around them may be put together elsewhere.

use crate::config::{Config, PathStep, Place};
use crate::document::edit::{Edit, Literal, NewValue, Obstacle};
use crate::document::{Kind, NodeId};
use crate::text::Sources;

/// The edit that writes another value where a literal is written.
///
/// # Errors
/// Where something else is written, or the value is not a single one.
pub(super) fn set(config: &Config, sources: &Sources, place: Place, value: &NewValue) -> Result<Edit, Obstacle> {
    let NewValue::Scalar(value) = value else { return Err(Obstacle::Expression) };
    let obstacle = if place.given { Obstacle::Reshaped } else { Obstacle::Expression };
    let node = written(config, place).ok_or(obstacle)?;
    let span = config.tree[node].span;
    if !is_literal(sources.slice(span)) {
        return Err(Obstacle::Expression);
    }
    Ok(Edit { span, text: spell(value) })
}

/// The node of an option that is written at its place, with no name in its stead.
fn written(config: &Config, place: Place) -> Option<NodeId> {
    let roots = config.documents.iter().filter(|document| document.verbatim).filter_map(|document| document.root);
    let find = |root| {
        config.paths.steps(place.path).iter().try_fold(root, |node, step| match (step, &config.tree[node].kind) {
            (PathStep::Key(key), Kind::Mapping { .. }) => config.tree.get(node, key).map(|entry| entry.value),
            (PathStep::Index(index), Kind::Sequence { items, .. }) => items.get(*index).copied(),
            _ => None,
        })
    };
    roots.filter_map(find).find(|node| place.given && config.tree[*node].span == place.span)
}

/// Whether a text is a Nix literal that stands for a single value by itself: `"…"` without an interpolation or an escape,
/// a whole number, a boolean.
fn is_literal(text: &str) -> bool {
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inside.is_some_and(|inside| !inside.contains(['"', '$', '\\', '\n']))
        || matches!(text, "true" | "false")
        || text.parse::<i64>().is_ok()
}

/// A value as a Nix literal.
fn spell(value: &Literal) -> String {
    match value {
        Literal::Text(text) => {
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "\\${");
            let escaped = escaped.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
            format!("\"{escaped}\"")
        }
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_literals_are_literals() {
        for text in ["\"a b\"", "\"\"", "true", "-1", "30"] {
            assert!(is_literal(text), "{text}");
        }
        for text in ["\"${a}\"", "\"a\" + \"b\"", "''a''", "a", "./a", "1.5", "[ ]", "\"a\\\"b\"", ""] {
            assert!(!is_literal(text), "{text}");
        }
    }

    #[test]
    fn text_is_escaped() {
        for (text, nix) in [("a", "\"a\""), ("$pbkdf2$x", "\"$pbkdf2$x\""), ("a\"\\${b}\n", "\"a\\\"\\\\\\${b}\\n\"")] {
            assert_eq!(spell(&Literal::Text(text.to_owned())), nix);
        }
        assert_eq!(spell(&Literal::Bool(true)), "true");
        assert_eq!(spell(&Literal::Number(-5)), "-5");
    }
}
