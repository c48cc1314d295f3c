//! The configuration as Authelia reads it, for `show`: merged, with deprecated keys renamed and secrets masked.

use std::cell::Cell;

use serde_json::{Map, Number, Value};

use crate::config::Config;
use crate::document::{Kind, Node, NodeId, float_text};
use crate::text::{Sources, sanitize};

use crate::check::mask::Masks;

/// The deepest nesting that is shown, in levels. No section of Authelia is nested this deeply.
const MAX_DEPTH: usize = 64;

/// The most values that are shown: aliases within aliases can stand for more than fit into memory.
const MAX_VALUES: usize = 1_000_000;

/// The most text that is shown, in bytes.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// How much can still be shown.
#[derive(Debug)]
struct Room {
    values: Cell<usize>,
    bytes: Cell<usize>,
}

impl Room {
    const fn new() -> Self {
        Self { values: Cell::new(MAX_VALUES), bytes: Cell::new(MAX_BYTES) }
    }

    fn refill(&self) {
        self.values.set(MAX_VALUES);
        self.bytes.set(MAX_BYTES);
    }

    /// Takes room for a value with so many bytes of text. Returns whether there was enough.
    fn take(&self, bytes: usize) -> bool {
        self.values.set(self.values.get().saturating_sub(1));
        self.bytes.set(self.bytes.get().saturating_sub(bytes));
        !self.is_used_up()
    }

    const fn is_used_up(&self) -> bool {
        self.values.get() == 0 || self.bytes.get() == 0
    }
}

/// A value and its origin.
#[derive(Debug, serde::Serialize)]
pub struct ValueOrigin {
    /// Its configuration path, such as `session.cookies[0].domain`.
    pub path: String,
    /// The value.
    pub value: Value,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// A configuration that can be shown.
#[derive(Debug)]
pub struct Configuration<'a> {
    config: &'a Config,
    sources: &'a Sources,
    masks: &'a Masks,
    room: Room,
}

impl<'a> Configuration<'a> {
    /// Prepares a configuration to be shown.
    #[must_use]
    pub const fn new(config: &'a Config, sources: &'a Sources, masks: &'a Masks) -> Self {
        Self { config, sources, masks, room: Room::new() }
    }

    /// The whole configuration as nested values.
    #[must_use]
    pub fn tree(&self) -> Value {
        let fitting = |root: &NodeId| self.fits(*root, 0);
        self.config.node.filter(fitting).map_or(Value::Object(Map::new()), |root| self.value(root, 0))
    }

    /// Each value with its path and origin.
    #[must_use]
    pub fn origins(&self) -> Vec<ValueOrigin> {
        let mut origins = Vec::new();
        if let Some(root) = self.config.node.filter(|root| self.fits(*root, 0)) {
            self.room.refill();
            self.add_origins(root, String::new(), 0, &mut origins);
        }
        origins
    }

    /// Whether something is not shown because the aliases stand for too much.
    #[must_use]
    pub const fn is_cut(&self) -> bool {
        self.room.is_used_up()
    }

    /// The bytes that a scalar takes, or the keys of a mapping.
    fn length(&self, id: NodeId) -> usize {
        let node = self.node(id);
        match &node.kind {
            Kind::Mapping { entries, .. } => {
                entries.iter().map(|entry| self.config.tree.key_text(entry.key).len()).sum()
            }
            Kind::Text(text) => text.len(),
            Kind::Sequence { .. } => 0,
            _ => node.span.range().len(),
        }
    }

    /// Takes the room for a value. Returns whether there is enough.
    fn fits(&self, id: NodeId, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            return true;
        }
        let below = |id: NodeId| self.fits(id, depth + 1);
        self.room.take(self.length(id))
            && match &self.node(id).kind {
                Kind::Mapping { entries, .. } => entries.iter().all(|entry| below(entry.value)),
                Kind::Sequence { items, .. } => items.iter().all(|item| below(*item)),
                _ => true,
            }
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.config.tree[self.config.tree.resolve(id)]
    }

    fn value(&self, id: NodeId, depth: usize) -> Value {
        if depth > MAX_DEPTH {
            return Value::Null;
        }
        match &self.node(id).kind {
            Kind::Mapping { entries, .. } => entries
                .iter()
                .map(|entry| (self.key(entry.key), self.value(entry.value, depth + 1)))
                .collect::<Map<_, _>>()
                .into(),
            Kind::Sequence { items, .. } => {
                items.iter().map(|item| self.value(*item, depth + 1)).collect::<Vec<_>>().into()
            }
            _ => self.scalar(id),
        }
    }

    fn add_origins(&self, id: NodeId, path: String, depth: usize, origins: &mut Vec<ValueOrigin>) {
        if depth > MAX_DEPTH || !self.room.take(path.len()) {
            return;
        }
        match &self.node(id).kind {
            Kind::Mapping { entries, .. } if !entries.is_empty() => {
                for entry in entries {
                    let key = self.key(entry.key);
                    let below = if path.is_empty() { key } else { format!("{path}.{key}") };
                    self.add_origins(entry.value, below, depth + 1, origins);
                }
            }
            Kind::Sequence { items, .. } if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    self.add_origins(*item, format!("{path}[{index}]"), depth + 1, origins);
                }
            }
            _ => {
                let span = self.config.tree[id].span;
                let source = self.sources.get(span.source);
                let file = sanitize::line(&source.name).into_owned();
                let line = source.line_at(span.start);
                origins.push(ValueOrigin { path, value: self.value(id, depth), file, line });
            }
        }
    }

    /// A key without secrets.
    fn key(&self, key: NodeId) -> String {
        let span = self.node(key).span;
        // The name of a variable may be in one text with a secret value.
        let is_variable = self.config.variables.named_at(span).is_some();
        match self.masks.shown(span, self.sources).filter(|_| !is_variable) {
            Some(hidden) => sanitize::line(&content(&hidden)).into_owned(),
            None => self.masks.text(self.config.tree.key_text(key)).line().into_owned(),
        }
    }

    /// A scalar value. Secrets are masked; unknown values are shown as they are written.
    fn scalar(&self, id: NodeId) -> Value {
        let node = self.node(id);
        let hidden = self.masks.shown(node.span, self.sources);
        if let Some(written) = hidden.or_else(|| node.unknown.then(|| self.sources.slice(node.span).to_owned())) {
            return sanitize::lines(&content(&written)).into_owned().into();
        }
        match &node.kind {
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Int(value) => Value::Number((*value).into()),
            Kind::Uint(value) => Value::Number((*value).into()),
            Kind::Float(value) => Number::from_f64(*value).map_or_else(|| float_text(*value).into(), Value::Number),
            Kind::Time(text) | Kind::Text(text) => self.masks.text(text).lines().into_owned().into(),
            Kind::Null | Kind::Alias(_) | Kind::Sequence { .. } | Kind::Mapping { .. } => Value::Null,
        }
    }
}

/// The content of a scalar as written: without its quotes, or without the header and the indentation of a block scalar.
fn content(written: &str) -> String {
    let inner = |quote| written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    match written.split_once('\n') {
        Some((header, lines)) if header.starts_with(['|', '>']) => textwrap::dedent(lines),
        _ => inner('\'').or_else(|| inner('"')).unwrap_or(written).to_owned(),
    }
}
