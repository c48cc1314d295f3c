//! What can be written at a place.

use serde::Serialize;

use crate::app::draft::Example;
use crate::app::{App, Catalogue};
use crate::config::section::Shape;
use crate::lint::Rule;
use crate::rules::RULES;

use super::allowed::{allowed, default};
use super::cursor::{self, Cursor, Typed};
use super::description::description;
use super::path::{Step, fits, keys_at, kind, shape};
use super::{Analysis, Place};

/// What is in a comment before the ids of rules.
const IGNORE: [&str; 2] = ["authelia-lint: ignore[", "authelia-lint: ignore-file["];

/// What is in a comment before the id of an application.
const APP: &str = "authelia-lint: app=";

/// The list of client registrations.
const CLIENT: &str = "identity_providers.oidc.clients[]";

/// Something that can be written at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words about it.
    pub detail: String,
    /// What the option does, in one or two sentences; empty if it is not an option.
    pub description: &'static str,
    /// What it replaces.
    pub replaces: Place,
    /// What is written.
    pub text: String,
}

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CompletionKind {
    /// The key of an option.
    Key,
    /// The key of a section or of a list.
    Section,
    /// One of the values that an option allows.
    Value,
    /// A name that the configuration defines.
    Name,
    /// A rule.
    Rule,
    /// An application.
    App,
}

impl Analysis {
    /// What can be written at an offset (in bytes) of one of the texts.
    #[must_use]
    pub fn completions_at(&self, text: usize, byte: usize) -> Vec<Completion> {
        let Some((_, content)) = self.text(text) else { return Vec::new() };
        if !content.is_char_boundary(byte) {
            return Vec::new();
        }
        let replaces = |start: usize| {
            let (start, end) = (super::known::place(text, start)?, super::known::place(text, byte)?);
            Some(Place::new(crate::text::Span::new(start.source, start.start, end.end), &self.sources))
        };
        let (start, found) = match in_comment(content, byte, &self.options.hints.catalogue) {
            Some(found) => found,
            // What is typed there cannot be told from its indentation.
            None if self.is_nix(text) => return Vec::new(),
            None => match cursor::at(content, byte) {
                Some(cursor) => (cursor.start, self.at_cursor(&cursor, content, byte)),
                None => return Vec::new(),
            },
        };
        let Some(replaces) = replaces(start) else { return Vec::new() };
        let completion = |Item { label, kind, detail, description, text }| Completion {
            label,
            kind,
            detail,
            description,
            replaces,
            text,
        };
        found.into_iter().map(completion).collect()
    }

    fn is_nix(&self, text: usize) -> bool {
        self.sources.iter().any(|(id, source)| id.0 as usize == text && source.is_nix())
    }

    fn at_cursor(&self, cursor: &Cursor, content: &str, byte: usize) -> Vec<Item> {
        match cursor.typed {
            Typed::Key => {
                let mut items = key_items(cursor);
                if cursor.begins_item && fits(&cursor.path, CLIENT) && cursor.siblings.is_empty() {
                    let column = cursor.start - content[..cursor.start].rfind('\n').map_or(0, |at| at + 1);
                    items.extend(registrations(&self.options.hints.catalogue, column));
                }
                items
            }
            Typed::Value => {
                let quote = content[cursor.start..byte].chars().next().filter(|first| ['\'', '"'].contains(first));
                let is_closed = quote.is_some_and(|quote| content[byte..].starts_with(quote));
                self.value_items(&cursor.path, quote, is_closed)
            }
        }
    }

    fn value_items(&self, path: &[Step], quote: Option<char>, is_closed: bool) -> Vec<Item> {
        let written = |value: &str, kind: CompletionKind, detail: String| {
            let quote = quote.unwrap_or('\'');
            let end = if is_closed { String::new() } else { quote.to_string() };
            Item { label: value.to_owned(), kind, detail, description: "", text: format!("{quote}{value}{end}") }
        };
        let usual = default(path);
        let is_usual = |value: &str| usual.as_deref().is_some_and(|usual| usual.trim_matches('\'') == value);
        let detail = |value: &str| if is_usual(value) { "default".to_owned() } else { String::new() };
        let plain = |value: &str| Item {
            label: value.to_owned(),
            kind: CompletionKind::Value,
            detail: detail(value),
            description: "",
            text: value.to_owned(),
        };
        let mut items: Vec<Item> =
            allowed(path).iter().map(|value| written(value, CompletionKind::Value, detail(value))).collect();
        items.extend(
            self.names_for(path).into_iter().map(|(name, kind)| written(&name, CompletionKind::Name, kind.to_owned())),
        );
        if kind(path) == Some("boolean") && quote.is_none() {
            items.extend(["true", "false"].map(plain));
        }
        items
    }
}

/// Something that can be written, without its place.
struct Item {
    label: String,
    kind: CompletionKind,
    detail: String,
    description: &'static str,
    text: String,
}

/// The keys that a section does not have yet.
fn key_items(cursor: &Cursor) -> Vec<Item> {
    let keys = keys_at(&cursor.path).into_iter().filter(|key| !cursor.siblings.iter().any(|sibling| sibling == key));
    let item = |key: &'static str| {
        let path = [cursor.path.clone(), vec![Step::Key(key.to_owned())]].concat();
        let is_scalar = matches!(shape(&path), Some(Shape::Scalar));
        let default = default(&path).map(|default| format!(", default {default}")).unwrap_or_default();
        Item {
            label: key.to_owned(),
            kind: if is_scalar { CompletionKind::Key } else { CompletionKind::Section },
            detail: format!("{}{default}", kind(&path).unwrap_or("option")),
            description: description(&path).unwrap_or_default(),
            text: if is_scalar { format!("{key}: ") } else { format!("{key}:") },
        }
    };
    keys.map(item).collect()
}

/// A registration for each variant of each application, indented for the column that it begins at.
fn registrations(catalogue: &Catalogue, column: usize) -> Vec<Item> {
    let indent = format!("\n{}", " ".repeat(column));
    let item = |example: Example<'_>| Item {
        label: example.title(),
        kind: CompletionKind::App,
        detail: "client registration".to_owned(),
        description: "",
        text: example.item_lines().join(&indent),
    };
    catalogue.iter().flat_map(Example::all).map(item).collect()
}

/// What can be written in a comment for the linter, and where the word begins. Returns `None` if there is no such comment.
fn in_comment(content: &str, byte: usize, catalogue: &Catalogue) -> Option<(usize, Vec<Item>)> {
    let line = content[..byte].rfind('\n').map_or(0, |at| at + 1);
    let before = &content[line..byte];
    let comment = before.find('#')?;
    let behind = |marker: &str| before[comment..].find(marker).map(|at| comment + at + marker.len());
    if let Some(list) = IGNORE.iter().find_map(|marker| behind(marker)).filter(|at| !before[*at..].contains(']')) {
        let start = list + before[list..].rfind([',', ' ']).map_or(0, |at| at + 1);
        let rule = |rule: &&'static Rule| Item {
            label: rule.id.to_owned(),
            kind: CompletionKind::Rule,
            detail: rule.meta().effect.as_str().to_owned(),
            description: "",
            text: rule.id.to_owned(),
        };
        return Some((line + start, RULES.iter().map(rule).collect()));
    }
    let start = behind(APP)?;
    let app = |app: &App| Item {
        label: app.id.clone(),
        kind: CompletionKind::App,
        detail: app.name.clone(),
        description: "",
        text: app.id.clone(),
    };
    Some((line + start, catalogue.iter().map(app).collect()))
}
