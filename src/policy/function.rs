//! What expressions can do with values that are known.

use std::sync::Arc;

use crate::config::view::View;
use crate::golang::url::Url;

use super::kind::Kind;

/// A function or an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Size,
    Contains,
    StartsWith,
    EndsWith,
    LowerAscii,
    UpperAscii,
    Trim,
    Scheme,
    Host,
    Join,
    Concatenate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Negate,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// The functions that are called by name on a value.
pub(super) const METHODS: &[(&str, Function)] = &[
    ("size", Function::Size),
    ("contains", Function::Contains),
    ("startsWith", Function::StartsWith),
    ("endsWith", Function::EndsWith),
    ("lowerAscii", Function::LowerAscii),
    ("upperAscii", Function::UpperAscii),
    ("trim", Function::Trim),
    ("scheme", Function::Scheme),
    ("host", Function::Host),
    ("join", Function::Join),
];

/// The operators over two values.
pub(super) fn operator(name: &str, left: &Kind) -> Option<Function> {
    Some(match (name, left) {
        ("_+_", Kind::Int) => Function::Add,
        ("_+_", _) => Function::Concatenate,
        ("_-_", _) => Function::Subtract,
        ("_*_", _) => Function::Multiply,
        ("_/_", _) => Function::Divide,
        ("_%_", _) => Function::Modulo,
        ("_<_", _) => Function::Less,
        ("_<=_", _) => Function::LessOrEqual,
        ("_>_", _) => Function::Greater,
        ("_>=_", _) => Function::GreaterOrEqual,
        _ => return None,
    })
}

impl Function {
    /// The type of what it yields of values of these types. Returns `None` if it does not take them.
    #[expect(clippy::match_same_arms, reason = "one line for each group of functions")]
    pub(super) fn yields(self, kinds: &[Kind]) -> Option<Kind> {
        use Kind::{Bool, Int, Map, Nothing, Text};
        Some(match (self, kinds) {
            (Self::Size, [Text | Kind::List(_) | Nothing | Map(_)]) => Int,
            (Self::Contains | Self::StartsWith | Self::EndsWith, [Text, Text]) => Bool,
            (Self::LowerAscii | Self::UpperAscii | Self::Trim | Self::Scheme | Self::Host, [Text]) => Text,
            (Self::Join, [Kind::List(item), Text]) if **item == Text => Text,
            (Self::Concatenate, [Text, Text]) => Text,
            (Self::Concatenate, [one @ (Kind::List(_) | Nothing), other @ (Kind::List(_) | Nothing)])
                if one.fits(other) =>
            {
                if *one == Nothing {
                    other.clone()
                } else {
                    one.clone()
                }
            }
            (Self::Add | Self::Subtract | Self::Multiply | Self::Divide | Self::Modulo, [Int, Int]) => Int,
            (Self::Negate, [Int]) => Int,
            (Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual, [Int, Int] | [Text, Text]) => Bool,
            _ => return None,
        })
    }

    /// What it yields of values that are known. Returns `None` if there is no such value, as with a division by zero.
    pub(super) fn apply(self, values: &[View]) -> Option<View> {
        use View::{Int, List, Map, Text};
        Some(match (self, values) {
            (Self::Size, [Text(text)]) => count(text.chars().count()),
            (Self::Size, [List(items)]) => count(items.len()),
            (Self::Size, [Map(entries)]) => count(entries.len()),
            (Self::Contains, [Text(text), Text(part)]) => View::Bool(text.contains(&**part)),
            (Self::StartsWith, [Text(text), Text(part)]) => View::Bool(text.starts_with(&**part)),
            (Self::EndsWith, [Text(text), Text(part)]) => View::Bool(text.ends_with(&**part)),
            (Self::LowerAscii, [Text(text)]) => View::text(text.to_ascii_lowercase()),
            (Self::UpperAscii, [Text(text)]) => View::text(text.to_ascii_uppercase()),
            (Self::Trim, [Text(text)]) => View::text(text.trim()),
            (Self::Scheme, [Text(text)]) => View::text(Url::parse(text).ok()?.scheme),
            (Self::Host, [Text(text)]) => View::text(Url::parse(text).ok()?.hostname().to_ascii_lowercase()),
            (Self::Join, [List(items), Text(between)]) => View::text(texts(items)?.join(between)),
            (Self::Concatenate, [Text(one), Text(other)]) => View::text([&**one, &**other].concat()),
            (Self::Concatenate, [List(one), List(other)]) => {
                List(Arc::new(one.iter().chain(other.iter()).cloned().collect()))
            }
            (Self::Add, [Int(one), Int(other)]) => Int(one.checked_add(*other)?),
            (Self::Subtract, [Int(one), Int(other)]) => Int(one.checked_sub(*other)?),
            (Self::Multiply, [Int(one), Int(other)]) => Int(one.checked_mul(*other)?),
            (Self::Divide, [Int(one), Int(other)]) => Int(one.checked_div(*other)?),
            (Self::Modulo, [Int(one), Int(other)]) => Int(one.checked_rem(*other)?),
            (Self::Negate, [Int(number)]) => Int(number.checked_neg()?),
            (Self::Less, [one, other]) => View::Bool(order(one, other)?.is_lt()),
            (Self::LessOrEqual, [one, other]) => View::Bool(order(one, other)?.is_le()),
            (Self::Greater, [one, other]) => View::Bool(order(one, other)?.is_gt()),
            (Self::GreaterOrEqual, [one, other]) => View::Bool(order(one, other)?.is_ge()),
            _ => return None,
        })
    }
}

fn count(number: usize) -> View {
    View::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn texts(items: &[View]) -> Option<Vec<&str>> {
    items
        .iter()
        .map(|item| match item {
            View::Text(text) => Some(&**text),
            _ => None,
        })
        .collect()
}

fn order(one: &View, other: &View) -> Option<std::cmp::Ordering> {
    match (one, other) {
        (View::Int(one), View::Int(other)) => Some(one.cmp(other)),
        (View::Text(one), View::Text(other)) => Some(one.cmp(other)),
        _ => None,
    }
}
