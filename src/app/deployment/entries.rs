//! The settings in a file, whatever its form: JSON, XML, variables, sections of keys (INI, TOML), YAML, or what Nix defines.

mod json;
mod lines;
mod tree;
mod xml;

use std::ops::Range;

use crate::document::{self, Tree};
use crate::text::SourceId;

use super::FilePlace;
use super::objects::ObjectKey;

pub(super) use tree::{below, env_files, known};

/// How a value is written, where that matters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueForm {
    Any,
    /// A number or a boolean in JSON.
    Bare,
    /// A list whose other items are settings of their own.
    List,
}

/// One setting as it is written.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct SettingEntry {
    /// Its name: a variable, or keys with dots between them.
    pub(super) name: String,
    /// Its value. Returns `None` if it is a list or a section, or cannot be known.
    pub(super) value: Option<String>,
    /// Which of the files it is in.
    pub(super) file: usize,
    /// The number of the provider that it belongs to, if the application may have several.
    pub(super) provider: Option<usize>,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Where in Kubernetes its value is, if that is elsewhere.
    pub(super) elsewhere: Option<ObjectKey>,
    /// Whether it is in a Secret of Kubernetes: its value is compared, and never shown.
    pub(super) secret: bool,
    /// The items of a list, each with its bytes.
    pub(super) items: Vec<(String, Range<usize>)>,
    /// Whether it is certainly a list or a section without content.
    pub(super) empty: bool,
    /// How it is written, where that matters.
    pub(super) form: ValueForm,
}

impl SettingEntry {
    pub(super) const fn scalar(name: String, value: Option<String>, range: Range<usize>) -> Self {
        Self {
            name,
            value,
            file: 0,
            provider: None,
            range,
            elsewhere: None,
            secret: false,
            items: Vec::new(),
            empty: false,
            form: ValueForm::Any,
        }
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

    /// Whether this is its value.
    pub(super) fn has(&self, value: &str) -> bool {
        self.value.as_deref() == Some(value)
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
            let name = format!("{}.{}", entry.short_name(), inner.name);
            nested.push(SettingEntry { name, range, secret: entry.secret, ..inner });
        }
    }
    entries.extend(nested);
    entries
}

/// Whether a value is encrypted by SOPS (`ENC[…]`) or by Jenkins (`{AQA…}`).
fn is_encrypted(value: &str) -> bool {
    value.starts_with("ENC[") || value.starts_with("{AQA")
}

/// The name of a setting below others; `prefix` is empty at the top.
fn name_below(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// What keeps a file from being read, and where.
pub(super) type UnreadableFile = (FilePlace, &'static str);

/// Reads the settings of a text that is all the application's, with places in that text. A text that is not even YAML has none.
pub(super) fn of_text(text: &str) -> Result<Vec<SettingEntry>, UnreadableFile> {
    if is_json(text) {
        return json::read(text);
    }
    if xml::is_xml(text) {
        return xml::read(text);
    }
    if lines::is_assignments(text) {
        return Ok(lines::read(text));
    }
    let mut tree = Tree::default();
    let Ok(stream) = document::read_stream(&mut tree, SourceId(0), text, &[]) else { return Ok(Vec::new()) };
    Ok(stream.roots.iter().flat_map(|root| below(&tree, *root, None)).collect())
}

/// Whether a text is certainly not YAML with keys of its own.
pub(super) fn is_flat(text: &str) -> bool {
    is_json(text) || xml::is_xml(text) || lines::is_assignments(text)
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && !lines::has_section(text)
}
