//! Moves within the tree before it is read. Nodes are never changed, since aliases may share them: what stands around
//! an edit is made anew.

use crate::document::{Entry, Kind, Node, NodeId, Style, Tree};
use crate::text::Span;

/// A tree whose root changes with every edit.
#[derive(Debug)]
pub(crate) struct EditedTree<'tree> {
    pub(crate) tree: &'tree mut Tree,
    pub(crate) root: NodeId,
}

/// The way to an entry: a mapping, and which of its entries leads on.
pub(crate) type Way = Vec<(NodeId, usize)>;

impl<'tree> EditedTree<'tree> {
    /// Begins at a root.
    pub(crate) const fn new(tree: &'tree mut Tree, root: NodeId) -> Self {
        Self { tree, root }
    }

    /// Begins with nothing, at a place.
    pub(crate) fn begin(tree: &'tree mut Tree, span: Span) -> Self {
        let kind = Kind::Mapping { entries: Vec::new(), flow: false };
        let style = Style::Plain;
        let root = tree.push(Node { kind, style, span, properties: None, unknown: false, open: false });
        Self::new(tree, root)
    }

    /// The entries of a mapping; none of anything else.
    pub(crate) fn entries(&self, node: NodeId) -> &[Entry] {
        match &self.tree[self.tree.resolve(node)].kind {
            Kind::Mapping { entries, .. } => entries,
            _ => &[],
        }
    }

    /// The way to the leaf of a flat key: a key may hold dots itself, and a mapping with entries is not a leaf.
    pub(crate) fn find(&self, key: &str) -> Option<Way> {
        self.find_below(self.root, key)
    }

    /// Each step takes at least one part off the key, which is Authelia's: the depth is small.
    fn find_below(&self, mapping: NodeId, key: &str) -> Option<Way> {
        for (index, entry) in self.entries(mapping).iter().enumerate() {
            let Some(rest) = key.strip_prefix(self.tree.key_text(entry.key)) else { continue };
            let mut way = vec![(mapping, index)];
            if rest.is_empty() && self.entries(entry.value).is_empty() {
                return Some(way);
            }
            if let Some(rest) = rest.strip_prefix('.')
                && let Some(below) = self.find_below(entry.value, rest)
            {
                way.extend(below);
                return Some(way);
            }
        }
        None
    }

    /// The entry that a way leads to.
    pub(crate) fn entry(&self, way: &Way) -> Option<Entry> {
        let (mapping, index) = way.last()?;
        self.entries(*mapping).get(*index).copied()
    }

    /// Takes an entry away, and the mappings that have no other.
    pub(crate) fn remove(&mut self, way: &Way) {
        let mut instead = None;
        for (mapping, index) in way.iter().rev() {
            let mut entries = self.entries(*mapping).to_vec();
            match instead {
                Some(value) => entries[*index].value = value,
                None => drop(entries.remove(*index)),
            }
            instead = (!entries.is_empty()).then(|| self.push_mapping(*mapping, entries));
        }
        self.root = instead.unwrap_or_else(|| self.push_mapping(self.root, Vec::new()));
    }

    /// Puts something else where a way leads to.
    pub(crate) fn replace(&mut self, way: &Way, value: NodeId) {
        let mut instead = value;
        for (mapping, index) in way.iter().rev() {
            let mut entries = self.entries(*mapping).to_vec();
            entries[*index].value = instead;
            instead = self.push_mapping(*mapping, entries);
        }
        self.root = instead;
    }

    /// Puts a value under a key with dots. `key_span` and the value's span are where it is really written.
    pub(crate) fn insert(&mut self, key: &str, key_span: Span, value: NodeId) {
        let parts: Vec<&str> = key.split('.').collect();
        let mut way = Way::new();
        let mut at = self.root;
        for part in &parts {
            let Some(index) = self.entries(at).iter().position(|entry| self.tree.key_text(entry.key) == *part) else {
                break;
            };
            way.push((at, index));
            at = self.entries(at)[index].value;
        }
        let missing = &parts[way.len()..];
        let mut below = value;
        for (depth, part) in missing.iter().enumerate().rev() {
            let mut entries = if depth == 0 { self.entries(at).to_vec() } else { Vec::new() };
            entries.push(Entry { key: self.push_text(part, key_span), value: below, merged: false });
            let like = if depth == 0 && !self.entries(at).is_empty() { at } else { value };
            below = self.push_mapping(like, entries);
        }
        self.replace(&way, below);
    }

    /// A text that is at `span`.
    pub(crate) fn push_text(&mut self, text: &str, span: Span) -> NodeId {
        self.push_value(text, span, false)
    }

    /// A text that is at `span`, and whether it cannot be known.
    pub(crate) fn push_value(&mut self, text: &str, span: Span, unknown: bool) -> NodeId {
        let kind = Kind::Text(text.to_owned());
        self.tree.push(Node { kind, style: Style::SingleQuoted, span, properties: None, unknown, open: false })
    }

    /// A mapping that stands where `like` stands.
    pub(crate) fn push_mapping(&mut self, like: NodeId, entries: Vec<Entry>) -> NodeId {
        let kind = Kind::Mapping { entries, flow: false };
        let node = Node { kind, unknown: false, ..self.tree[like].clone().without_anchor() };
        self.tree.push(node)
    }

    /// A list that stands where `like` stands.
    pub(crate) fn push_sequence(&mut self, like: NodeId, items: Vec<NodeId>) -> NodeId {
        let node = Node { kind: Kind::Sequence { items, flow: false }, ..self.tree[like].clone().without_anchor() };
        self.tree.push(node)
    }
}
