//! JSON, each value with its place.

use std::ops::Range;

use serde_json::error::Category;
use serde_json::value::RawValue;

use super::{FilePlace, SettingEntry, UnreadableFile, ValueForm, name_below};

/// How deep values are looked at.
const MAX_DEPTH: usize = 8;

pub(super) fn read(text: &str) -> Result<Vec<SettingEntry>, UnreadableFile> {
    let object: Members<'_> = serde_json::from_str(text).map_err(|error| failure(&error))?;
    let mut entries = Vec::new();
    add(text, "", &object, 0, &mut entries);
    Ok(entries)
}

/// The members of an object, as they are written.
type Members<'t> = std::collections::BTreeMap<String, &'t RawValue>;

fn add(text: &str, prefix: &str, members: &Members<'_>, depth: usize, entries: &mut Vec<SettingEntry>) {
    for (key, value) in members {
        let name = name_below(prefix, key);
        let range = range(text, value);
        let written = value.get();
        if let Ok(members) = serde_json::from_str::<Members<'_>>(written) {
            if members.is_empty() {
                entries.push(SettingEntry { empty: true, ..SettingEntry::scalar(name.clone(), None, range) });
            }
            if depth < MAX_DEPTH {
                add(text, &name, &members, depth + 1, entries);
            }
        } else if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(written) {
            let empty = items.is_empty();
            for (index, item) in items.iter().enumerate().filter(|_| depth < MAX_DEPTH) {
                if let Ok(members) = serde_json::from_str::<Members<'_>>(item.get()) {
                    add(text, &format!("{name}.{index}"), &members, depth + 1, entries);
                }
            }
            let items = items.iter().filter_map(|item| Some((scalar(item)?, self::range(text, item)))).collect();
            entries.push(SettingEntry { items, empty, ..SettingEntry::scalar(name, None, range) });
        } else {
            let is_text = written.starts_with('"') || written == "null";
            let form = if is_text { ValueForm::Any } else { ValueForm::Bare };
            entries.push(SettingEntry { form, ..SettingEntry::scalar(name, scalar(value), range) });
        }
    }
}

/// A text, a number or a boolean as a text; `null` is none.
fn scalar(value: &RawValue) -> Option<String> {
    let written = value.get();
    match serde_json::from_str::<String>(written) {
        Ok(text) => Some(text),
        Err(_) => (!written.starts_with(['{', '['])).then(|| written.to_owned()),
    }
}

/// The bytes of a value, which is a part of the text.
fn range(text: &str, value: &RawValue) -> Range<usize> {
    let start = value.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
    start..start + value.get().len()
}

fn failure(error: &serde_json::Error) -> UnreadableFile {
    let reason = match error.classify() {
        Category::Data => "an unexpected value",
        Category::Eof => "the text ends too early",
        _ => "not JSON",
    };
    (FilePlace(Some((error.line(), error.column()))), reason)
}
