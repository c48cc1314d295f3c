//! The settings in a file, whatever its form: JSON, variables, sections of keys (INI, TOML) or YAML.

mod json;
mod lines;
mod yaml;

use std::ops::Range;

use super::FilePlace;
use super::compose::ComposeVariables;

/// One setting as it is written.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct SettingEntry {
    /// Its name: a variable, or keys with dots between them.
    pub(super) name: String,
    /// Its value. Returns `None` if it is a list or a section, or cannot be known.
    pub(super) value: Option<String>,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// The items of a list, each with its bytes.
    pub(super) items: Vec<(String, Range<usize>)>,
    /// Whether it is certainly a list or a section without content.
    pub(super) empty: bool,
    /// Whether it is a number or a boolean in JSON.
    pub(super) bare: bool,
}

impl SettingEntry {
    fn scalar(name: String, value: Option<String>, range: Range<usize>) -> Self {
        Self { name, value, range, items: Vec::new(), empty: false, bare: false }
    }

    /// Whether this is the setting of a name. Variables may be below any keys.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name || self.short_name() == name
    }

    /// The name of a variable without the keys above it; any other name as a whole.
    pub(super) fn short_name(&self) -> &str {
        match self.name.rsplit_once('.') {
            Some((_, last)) if is_variable(last) => last,
            _ => &self.name,
        }
    }

    /// Whether PHP, and most others, take it for nothing.
    pub(super) fn is_nothing(&self) -> bool {
        self.empty || self.value.as_deref().is_some_and(|value| ["", "0", "false", "null"].contains(&value))
    }
}

/// Adds the settings in values that are JSON themselves: `VARIABLE.key`.
pub(super) fn with_nested(text: &str, mut entries: Vec<SettingEntry>) -> Vec<SettingEntry> {
    let mut nested = Vec::new();
    for entry in &entries {
        let Some(value) = entry.value.as_deref().filter(|value| value.trim_start().starts_with('{')) else { continue };
        let written = text.get(entry.range.clone()).unwrap_or_default();
        let start = written.find(value).map(|at| entry.range.start + at);
        for inner in json::read(value).unwrap_or_default() {
            // Where the text is escaped, the places in it are not those of the value.
            let range = match start {
                Some(start) => start + inner.range.start..start + inner.range.end,
                None => entry.range.clone(),
            };
            nested.push(SettingEntry { name: format!("{}.{}", entry.short_name(), inner.name), range, ..inner });
        }
    }
    entries.extend(nested);
    entries
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// What keeps a file from being read, and where.
pub(super) type UnreadableFile = (FilePlace, &'static str);

pub(super) use yaml::env_files;

/// Reads the settings of a text; of a Compose file, those of the services with one of the images. `variables` are those that
/// it takes in, if they are known.
pub(super) fn read(
    text: &str,
    images: &[String],
    variables: Option<&ComposeVariables>,
) -> Result<Vec<SettingEntry>, UnreadableFile> {
    if text.trim_start().starts_with(['{', '[']) && !lines::has_section(text) {
        return json::read(text);
    }
    if lines::is_assignments(text) {
        return Ok(lines::read(text));
    }
    Ok(yaml::read(text, images, variables))
}
