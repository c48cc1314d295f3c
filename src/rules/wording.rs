//! Sentences that many rules need.

use super::prelude::*;
use crate::suggestion::nearest;

/// Values in words: "`a`, `b` or `c`".
pub(super) fn one_of(values: &[&str]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// What Authelia does about something that is wrong.
pub(super) fn refused(what: impl std::fmt::Display) -> String {
    format!("{what}, and Authelia refuses to start")
}

/// Reports a value that is none of those that its option takes.
pub(super) fn invalid_choice(findings: &mut Findings<'_>, place: Place, option: &str, found: &str, allowed: &[&str]) {
    let help = match nearest(found, allowed.iter().copied()) {
        Some(near) => format!("write `{near}`, if that is meant"),
        None => format!("write {}", one_of(allowed)),
    };
    findings
        .report(place, format!("`{option}` must be {}, or Authelia refuses to start", one_of(allowed)))
        .label(format!("`{found}` is none of these"))
        .help(help);
}

/// Reports an option whose value is none of those that it takes; an absent or empty value stands for a default.
pub(super) fn choice(findings: &mut Findings<'_>, value: &Value<String>, option: &str, allowed: &[&str]) {
    if let Some(found) = value.text().filter(|found| !found.is_empty() && !allowed.contains(found)) {
        invalid_choice(findings, value.place, option, found, allowed);
    }
}
