//! What expressions can do with values that are known.

use std::sync::Arc;

use crate::config::view::View;
use crate::golang::url::Url;

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

/// The functions and operators by the names that the crate `cel` gives them.
const BY_NAME: &[(&str, Function)] = &[
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
    ("_+_", Function::Add),
    ("_-_", Function::Subtract),
    ("_*_", Function::Multiply),
    ("_/_", Function::Divide),
    ("_%_", Function::Modulo),
    ("-_", Function::Negate),
    ("_<_", Function::Less),
    ("_<=_", Function::LessOrEqual),
    ("_>_", Function::Greater),
    ("_>=_", Function::GreaterOrEqual),
];

impl Function {
    /// The function of a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        BY_NAME.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
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
            (Self::Add, [Text(one), Text(other)]) => View::text([&**one, &**other].concat()),
            (Self::Add, [List(one), List(other)]) => List(Arc::new(one.iter().chain(other.iter()).cloned().collect())),
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
