//! How calls of operators and functions are written in messages.

use super::types::{Signature, Type};

/// A call as it is written, with types in the places of its arguments.
pub(super) fn call(name: &str, is_method: bool, arguments: &[Type]) -> String {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    match (name.trim_matches('_'), arguments.as_slice()) {
        ("?_:", [condition, one, other]) => format!("{condition} ? {one} : {other}"),
        ("[_]", [from, index]) => format!("{from}[{index}]"),
        ("[?_]", [from, index]) => format!("{from}[?{index}]"),
        (operator @ ("!" | "-"), [operand]) => format!("{operator}{operand}"),
        ("@in", [item, list]) => format!("{item} in {list}"),
        (operator, [left, right]) if name.starts_with('_') => format!("{left} {operator} {right}"),
        (_, [receiver, rest @ ..]) if is_method => format!("{receiver}.{name}({})", rest.join(", ")),
        (_, all) => format!("{name}({})", all.join(", ")),
    }
}

/// The ways of calling a function, those first that begin with the first argument given.
pub(super) fn ways(name: &str, ways: &[Signature], given: &[Type]) -> String {
    const MAX_WAYS: usize = 4;
    let begins = |way: &&Signature| way.arguments.first() == given.first();
    let (near, far): (Vec<&Signature>, Vec<&Signature>) = ways.iter().partition(begins);
    let shown = if near.is_empty() { far } else { near };
    let written: Vec<String> =
        shown.iter().take(MAX_WAYS).map(|way| format!("`{}`", call(name, way.is_method, &way.arguments))).collect();
    let more = if shown.len() > MAX_WAYS { " and others" } else { "" };
    format!("there is {}{more}", written.join(" or "))
}
