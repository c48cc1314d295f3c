//! Lines `name = value`, in sections or not: variables as Docker Compose and a shell read them, INI and TOML.

use std::ops::Range;

use super::SettingEntry;

/// Whether a line begins a section.
pub(super) fn has_section(text: &str) -> bool {
    text.lines().any(|line| section(line).is_some()) && text.lines().any(|line| line.contains('='))
}

/// Whether a text consists of such lines.
pub(super) fn is_assignments(text: &str) -> bool {
    if text.trim_start().starts_with("<?php") {
        return true;
    }
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    first.is_none_or(|line| section(line).is_some() || assignment(line).is_some())
}

pub(super) fn read(text: &str) -> Vec<SettingEntry> {
    let mut entries = Vec::new();
    let mut prefix = String::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if let Some(name) = section(line) {
            prefix = format!("{name}.");
        } else if let Some((name, behind)) = assignment(line) {
            let end = start + line.trim_end().len();
            let range = unquoted(text, start + behind..end.max(start + behind));
            entries.push(SettingEntry::scalar(format!("{prefix}{name}"), value(&text[range.clone()]), range));
        }
    }
    entries
}

/// The name of `[section]` or `[[section]]`.
fn section(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix('[')?.split(']').next()?.trim_start_matches('[').trim().trim_matches('"');
    let is_name = |letter: char| letter.is_alphanumeric() || "._- \"".contains(letter);
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

/// The name before `=` (or `=>` in PHP), and the offset behind it.
fn assignment(line: &str) -> Option<(&str, usize)> {
    let (name, value) = line.split_once("=>").or_else(|| line.split_once('='))?;
    let name = name.trim().trim_matches(['\'', '"']);
    let name = name.trim();
    let name = name.strip_prefix("export ").unwrap_or(name).trim();
    let is_name = |letter: char| letter.is_alphanumeric() || "._-".contains(letter);
    (!name.is_empty() && name.chars().all(is_name)).then(|| (name, line.len() - value.len()))
}

/// A value that does not take other variables in, as `${NAME}`, or other keys of INI, as `%(key)s`.
fn value(text: &str) -> Option<String> {
    let takes_variables = (text.contains("${") || text.starts_with('$')) && text.matches('$').count() <= 2;
    (!takes_variables && !text.contains("%(")).then(|| text.to_owned())
}

/// The bytes without quotes and comments.
fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(value) = text.get(range.clone()) else { return range.start..range.start };
    let start = range.start + value.len() - value.trim_start().len();
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(closing) = value.strip_prefix(quote).and_then(|rest| rest.find(quote)) {
            return start + 1..start + 1 + closing;
        }
    }
    let value = value.strip_suffix(',').unwrap_or(value);
    let end = value.find(" #").map_or(value.len(), |comment| value[..comment].trim_end().len());
    start..start + if value.starts_with('#') { 0 } else { end }
}
