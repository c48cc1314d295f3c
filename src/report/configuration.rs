//! The configuration as Authelia reads it, for `show`: merged, with deprecated keys renamed and secrets masked.

use serde_json::{Map, Number, Value};

use crate::config::Config;
use crate::document::{Kind, Node, NodeId, float_text};
use crate::text::{Sources, sanitize};

use crate::check::mask::Masks;

/// The deepest nesting that is shown, in levels. No section of Authelia is nested this deeply.
const MAX_DEPTH: usize = 64;

/// The most values that are shown. Limits the cost of aliases within aliases.
const MAX_VALUES: usize = 1_000_000;

/// A value and its origin.
#[derive(Debug, serde::Serialize)]
pub struct Origin {
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
}

impl<'a> Configuration<'a> {
    /// Prepares a configuration to be shown.
    #[must_use]
    pub const fn new(config: &'a Config, sources: &'a Sources, masks: &'a Masks) -> Self {
        Self { config, sources, masks }
    }

    /// The whole configuration as nested values.
    #[must_use]
    pub fn tree(&self) -> Value {
        let mut left = MAX_VALUES;
        self.config.node.map_or(Value::Object(Map::new()), |root| self.value(root, 0, &mut left))
    }

    /// Each value with its path and origin.
    #[must_use]
    pub fn origins(&self) -> Vec<Origin> {
        let mut origins = Vec::new();
        if let Some(root) = self.config.node {
            self.add_origins(root, String::new(), 0, &mut origins);
        }
        origins
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.config.tree[self.config.tree.resolve(id)]
    }

    fn value(&self, id: NodeId, depth: usize, left: &mut usize) -> Value {
        *left = left.saturating_sub(1);
        if depth > MAX_DEPTH || *left == 0 {
            return Value::Null;
        }
        match &self.node(id).kind {
            Kind::Mapping { entries, .. } => entries
                .iter()
                .map(|entry| (self.key(entry.key), self.value(entry.value, depth + 1, left)))
                .collect::<Map<_, _>>()
                .into(),
            Kind::Sequence { items, .. } => {
                items.iter().map(|item| self.value(*item, depth + 1, left)).collect::<Vec<_>>().into()
            }
            _ => self.scalar(id),
        }
    }

    fn add_origins(&self, id: NodeId, path: String, depth: usize, origins: &mut Vec<Origin>) {
        if depth > MAX_DEPTH || origins.len() >= MAX_VALUES {
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
                origins.push(Origin { path, value: self.value(id, depth, &mut { MAX_VALUES }), file, line });
            }
        }
    }

    /// A key without secrets.
    fn key(&self, key: NodeId) -> String {
        match self.masks.shown(self.node(key).span, self.sources) {
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
