//! The tree of nodes that texts are read into: one arena for all sources, aliases kept as references.

use std::collections::HashMap;
use std::ops::Index;

use crate::text::{SourceId, Span};

use super::template::Filters;
use super::template_lines::TemplateLines;

/// A node of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// Its number, in the order in which nodes were added.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// What a node is, as Go's YAML reader resolves it.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`, in one of three letter cases each.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number that is too large for an `Int`.
    Uint(u64),
    /// A number with a fraction or an exponent, infinite, or none at all.
    Float(f64),
    /// A date or a point in time, as Go prints it.
    Time(String),
    /// A text.
    Text(String),
    /// A list.
    Sequence {
        /// Its items.
        items: Vec<NodeId>,
        /// Whether it is written as `[…]`.
        flow: bool,
    },
    /// A mapping.
    Mapping {
        /// Its effective entries: its own in the order in which they are written, then those of merge keys.
        entries: Vec<Entry>,
        /// Whether it is written as `{…}`.
        flow: bool,
    },
    /// A reference to a node with an anchor.
    Alias(NodeId),
}

/// A key and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: NodeId,
    /// The value.
    pub value: NodeId,
    /// Whether it comes from a merge key (`<<`).
    pub merged: bool,
}

/// One node.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// How it is written, if it is a scalar.
    pub style: Style,
    /// Where it stands: a scalar with its quotes, a block scalar from its header, an alias where it is written.
    pub span: Span,
    /// Its anchor and tag; most nodes have neither.
    pub properties: Option<Box<Properties>>,
    /// Whether it holds a template or a placeholder, so that its value cannot be known.
    pub unknown: bool,
    /// Whether a template is in it that may add entries or items.
    pub open: bool,
}

impl Node {
    /// Its tag, in full.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.properties.as_ref()?.tag.as_deref()
    }

    /// Its anchor.
    #[must_use]
    pub fn anchor(&self) -> Option<&str> {
        self.properties.as_ref()?.anchor.as_deref()
    }

    /// The same without its anchor.
    #[must_use]
    pub fn without_anchor(self) -> Self {
        let properties = self.properties.map(|properties| Properties { anchor: None, ..*properties });
        Self { properties: properties.and_then(Properties::kept), ..self }
    }
}

/// What may stand before a node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Properties {
    /// Its anchor.
    pub anchor: Option<Box<str>>,
    /// Its tag, in full.
    pub tag: Option<Box<str>>,
}

impl Properties {
    /// The properties as a node keeps them.
    pub(super) fn kept(self) -> Option<Box<Self>> {
        (self.anchor.is_some() || self.tag.is_some()).then(|| Box::new(self))
    }
}

/// All nodes of all sources.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    /// The keys that are not texts, as Authelia sees them.
    keys: HashMap<NodeId, Box<str>>,
    /// What the templates of each source do to the text around them, once somebody asked.
    template_lines: HashMap<SourceId, TemplateLines>,
}

impl Index<NodeId> for Tree {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

impl Tree {
    /// Adds a node.
    pub fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    pub(crate) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// The node that an alias stands for; any other node itself.
    #[must_use]
    pub fn resolve(&self, id: NodeId) -> NodeId {
        match self[id].kind {
            // An alias never refers to another alias: anchors on aliases are refused.
            Kind::Alias(target) => target,
            _ => id,
        }
    }

    /// A key as Authelia sees it: Go makes a text of every key.
    #[must_use]
    pub fn key_text(&self, key: NodeId) -> &str {
        match (&self[self.resolve(key)].kind, self.keys.get(&key)) {
            (_, Some(text)) => text,
            (Kind::Text(text), None) => text,
            _ => "",
        }
    }

    pub(super) fn name_key(&mut self, key: NodeId, text: String) {
        self.keys.insert(key, text.into_boxed_str());
    }

    /// The entry of a key in a mapping. Returns `None` if there is none, or where the node is not a mapping.
    #[must_use]
    pub fn get(&self, mapping: NodeId, key: &str) -> Option<Entry> {
        match &self[self.resolve(mapping)].kind {
            Kind::Mapping { entries, .. } => entries.iter().find(|entry| self.key_text(entry.key) == key).copied(),
            _ => None,
        }
    }

    /// The entries that are written in a mapping itself, without merged ones, in order; none where the node is not a mapping.
    #[must_use]
    pub fn own(&self, mapping: NodeId) -> &[Entry] {
        match &self[mapping].kind {
            Kind::Mapping { entries, .. } => &entries[..entries.partition_point(|entry| !entry.merged)],
            _ => &[],
        }
    }

    /// Moves the spans of all nodes from the one with number `first` on.
    pub fn relocate(&mut self, first: usize, place: impl Fn(Span) -> Span) {
        for node in self.nodes.iter_mut().skip(first) {
            node.span = place(node.span);
        }
    }

    /// What the templates of a source do to the text around them.
    pub fn template_lines(&mut self, source: SourceId, text: &str, filters: Filters) -> &TemplateLines {
        self.template_lines.entry(source).or_insert_with(|| TemplateLines::of(text, filters))
    }

    /// Opens a mapping and all below it: what is absent there may come from elsewhere.
    pub fn open_all(&mut self, node: NodeId) {
        let mut waiting = vec![node];
        while let Some(id) = waiting.pop() {
            let node = self.node_mut(id);
            node.open |= matches!(node.kind, Kind::Mapping { .. });
            match &node.kind {
                Kind::Sequence { items, .. } => waiting.extend(items),
                Kind::Mapping { entries, .. } => {
                    waiting.extend(entries.iter().filter(|entry| !entry.merged).map(|entry| entry.value));
                }
                _ => {}
            }
        }
    }

    /// Drops all nodes from the one with number `first` on.
    pub(super) fn truncate(&mut self, first: usize) {
        self.nodes.truncate(first);
        self.keys.retain(|id, _| (id.0 as usize) < first);
    }

    /// All nodes, in the order in which they were added.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter()
    }

    /// The ids of all nodes, in the same order.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> {
        (0..self.nodes.len()).map(|index| NodeId(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// How many nodes there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
