//! The outline of a configuration.

use std::cell::RefCell;
use std::collections::HashMap;

use serde::Serialize;

use crate::check::mask::Masks;
use crate::config::Config;
use crate::document::{Kind, NodeId};
use crate::text::{SourceId, Span};

use super::{Analysis, Place};

/// Symbols are listed down to this depth.
const MAX_DEPTH: usize = 6;

/// What identifies an item of a list, the first one that it has.
const IDENTITIES: [&str; 6] = ["client_id", "name", "key_id", "domain", "domain_regex", "policy"];

/// An option or a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Symbol {
    /// Its key, or what identifies an item of a list.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The key and the value.
    pub place: Place,
    /// The key; the whole of an item.
    pub selection: Place,
    /// What is in it.
    pub children: Vec<Self>,
}

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SymbolKind {
    /// A section.
    Section,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// An option.
    Option,
}

impl Analysis {
    /// The outline of a text.
    #[must_use]
    pub fn symbols(&self, text: usize) -> Vec<Symbol> {
        let Ok(id) = u32::try_from(text) else { return Vec::new() };
        let mut symbols = Vec::new();
        let masks = self.masks();
        self.configurations(|config| {
            if let Some(root) = config.node {
                symbols.extend(
                    SymbolOutline { analysis: self, config, masks, source: SourceId(id), keys: RefCell::default() }
                        .below(root, 0),
                );
            }
        });
        symbols
    }
}

struct SymbolOutline<'a> {
    analysis: &'a Analysis,
    config: &'a Config,
    masks: &'a Masks,
    source: SourceId,
    /// The names of keys as they are shown: a large text has few different ones.
    keys: RefCell<HashMap<&'a str, String>>,
}

impl SymbolOutline<'_> {
    fn below(&self, node: NodeId, depth: usize) -> Vec<Symbol> {
        let tree = &self.config.tree;
        let node = tree.resolve(node);
        if depth >= MAX_DEPTH {
            return Vec::new();
        }
        let mut symbols: Vec<Symbol> = match &tree[node].kind {
            Kind::Mapping { entries, .. } => {
                let entries = entries.iter().filter(|entry| !entry.merged);
                entries.filter_map(|entry| self.entry(entry.key, entry.value, depth)).collect()
            }
            Kind::Sequence { items, .. } => {
                let is_mapping = |item: &&NodeId| matches!(tree[tree.resolve(**item)].kind, Kind::Mapping { .. });
                items.iter().filter(is_mapping).filter_map(|item| self.item(*item, depth)).collect()
            }
            _ => Vec::new(),
        };
        symbols.sort_by_key(|symbol| symbol.place.start.byte);
        symbols
    }

    fn entry(&self, key: NodeId, value: NodeId, depth: usize) -> Option<Symbol> {
        let tree = &self.config.tree;
        let kind = match &tree[tree.resolve(value)].kind {
            Kind::Mapping { .. } => SymbolKind::Section,
            Kind::Sequence { .. } => SymbolKind::List,
            _ => SymbolKind::Option,
        };
        let (selection, value_span) = (tree[key].span, tree[value].span);
        let is_here = value_span.source == self.source && value_span.start >= selection.start;
        let whole = if is_here { Span::new(self.source, selection.start, value_span.end) } else { selection };
        let text = tree.key_text(key);
        let name = self.keys.borrow_mut().entry(text).or_insert_with(|| self.shown(text)).clone();
        self.symbol(name, kind, (whole, selection), (value, depth))
    }

    fn item(&self, item: NodeId, depth: usize) -> Option<Symbol> {
        let span = self.config.tree[item].span;
        self.symbol(self.identity(item), SymbolKind::Item, (span, span), (item, depth))
    }

    /// Returns `None` if it is in another text.
    fn symbol(
        &self,
        name: String,
        kind: SymbolKind,
        (whole, selection): (Span, Span),
        (node, depth): (NodeId, usize),
    ) -> Option<Symbol> {
        if selection.source != self.source {
            return None;
        }
        let place = |span| Place::new(span, &self.analysis.sources);
        let children = self.below(node, depth + 1);
        Some(Symbol { name, kind, place: place(whole), selection: place(selection), children })
    }

    /// What an item of a list is called.
    fn identity(&self, item: NodeId) -> String {
        let tree = &self.config.tree;
        let value = |key: &&str| {
            let value = tree.resolve(tree.get(item, key)?.value);
            let first = match &tree[value].kind {
                Kind::Sequence { items, .. } => tree.resolve(*items.first()?),
                _ => value,
            };
            match &tree[first].kind {
                Kind::Text(text) if !text.is_empty() => Some(self.shown(text)),
                _ => None,
            }
        };
        IDENTITIES.iter().find_map(value).unwrap_or_else(|| "(item)".to_owned())
    }

    /// A name that is not empty, because not every editor shows such a symbol.
    fn shown(&self, text: &str) -> String {
        let text = self.masks.text(text).line().into_owned();
        if text.is_empty() { "(empty)".to_owned() } else { text }
    }
}
