//! Attribute sets while they are put together: from dotted paths, from several definitions of one option, from `//`.

use std::collections::HashMap;

use crate::document::{Entry, Kind, Node, NodeId, Style, Tree};
use crate::text::Span;

/// Sets are not put together deeper than this; no option of Authelia's lies as deep.
const MAX_DEPTH: usize = 64;

/// A list that is put together becomes no longer than this: each `++` may double it.
const MAX_LENGTH: usize = 32_768;

/// One name of an attribute path.
#[derive(Debug, Clone)]
pub(super) struct AttributeName {
    pub(super) text: String,
    pub(super) span: Span,
}

/// A set that may still grow.
#[derive(Debug, Default)]
pub(super) struct Draft {
    places: HashMap<String, usize>,
    attributes: Vec<(AttributeName, Attribute)>,
    /// Whether it may have attributes that are not known.
    pub(super) open: bool,
}

#[derive(Debug)]
enum Attribute {
    Value(NodeId),
    Set(Draft, Span),
}

impl Draft {
    /// A set of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self { open: true, ..Self::default() }
    }

    /// The attributes of a set, or of something unknown.
    pub(super) fn of(tree: &Tree, node: NodeId) -> Self {
        let mut draft = Self::default();
        let node = &tree[tree.resolve(node)];
        match &node.kind {
            Kind::Mapping { entries, .. } => {
                draft.open = node.open || node.unknown;
                for entry in entries {
                    let name = AttributeName { text: tree.key_text(entry.key).to_owned(), span: tree[entry.key].span };
                    draft.push(name, Attribute::Value(entry.value));
                }
            }
            _ => draft.open = true,
        }
        draft
    }

    /// Adds a value under a path, which is not empty. What is defined twice is put together as NixOS does.
    pub(super) fn add(&mut self, tree: &mut Tree, path: &[AttributeName], value: NodeId) {
        let Some((name, rest)) = path.split_first() else { return };
        if path.len() > MAX_DEPTH {
            self.open = true;
            return;
        }
        let Some(place) = self.places.get(&name.text).copied() else {
            let attribute = match rest {
                [] => Attribute::Value(value),
                [next, ..] => {
                    let mut below = Self::default();
                    below.add(tree, rest, value);
                    let start = next.span;
                    Attribute::Set(below, Span::new(start.source, start.start, tree[value].span.end.max(start.end)))
                }
            };
            return self.push(name.clone(), attribute);
        };
        let attribute = &mut self.attributes[place].1;
        match (rest, &mut *attribute) {
            ([], Attribute::Value(other)) => *other = join(tree, *other, value, 0),
            ([], Attribute::Set(set, _)) => set.absorb(tree, value),
            (rest, Attribute::Set(set, _)) => set.add(tree, rest, value),
            (rest, Attribute::Value(other)) => {
                let span = tree[*other].span;
                let mut set = Self::of(tree, *other);
                set.add(tree, rest, value);
                *attribute = Attribute::Set(set, span);
            }
        }
    }

    /// Adds all attributes of a set.
    pub(super) fn absorb(&mut self, tree: &mut Tree, set: NodeId) {
        let Self { attributes, open, .. } = Self::of(tree, set);
        self.open |= open;
        for (name, attribute) in attributes {
            if let Attribute::Value(value) = attribute {
                self.add(tree, &[name], value);
            }
        }
    }

    /// Replaces attributes by those of another set, as `//` does. Where that set may have more, what it may replace cannot
    /// be known.
    pub(super) fn update(&mut self, tree: &mut Tree, set: NodeId) {
        let Self { attributes, open, .. } = Self::of(tree, set);
        if open {
            self.open = true;
            for (name, attribute) in &mut self.attributes {
                if let Attribute::Value(value) = attribute
                    && !attributes.iter().any(|(other, _)| other.text == name.text)
                {
                    *value = doubted(tree, *value);
                }
            }
        }
        for (name, attribute) in attributes {
            match self.places.get(&name.text).copied() {
                Some(place) => self.attributes[place] = (name, attribute),
                None => self.push(name, attribute),
            }
        }
    }

    fn push(&mut self, name: AttributeName, attribute: Attribute) {
        self.places.insert(name.text.clone(), self.attributes.len());
        self.attributes.push((name, attribute));
    }

    /// The set as a mapping that is at a place.
    pub(super) fn finish(self, tree: &mut Tree, span: Span) -> NodeId {
        let mut entries = Vec::with_capacity(self.attributes.len());
        for (name, attribute) in self.attributes {
            let value = match attribute {
                Attribute::Value(value) => value,
                Attribute::Set(set, span) => set.finish(tree, span),
            };
            let key = tree.push(node(Kind::Text(name.text), name.span));
            entries.push(Entry { key, value, merged: false });
        }
        tree.push(Node { open: self.open, ..node(Kind::Mapping { entries, flow: false }, span) })
    }
}

/// A node that is at a place.
pub(super) const fn node(kind: Kind, span: Span) -> Node {
    Node { kind, style: Style::DoubleQuoted, span, properties: None, unknown: false, open: false }
}

/// Something of which nothing is known.
pub(super) fn unknown(tree: &mut Tree, span: Span) -> NodeId {
    tree.push(Node { unknown: true, ..node(Kind::Text(String::new()), span) })
}

/// What two definitions of one option make, as the modules of NixOS put them together: sets by attribute, lists one behind
/// the other, and a single value only if both are the same.
fn join(tree: &mut Tree, one: NodeId, other: NodeId, depth: usize) -> NodeId {
    let (left, right) = (&tree[tree.resolve(one)], &tree[tree.resolve(other)]);
    let is_set = |node: &Node| matches!(node.kind, Kind::Mapping { .. });
    let is_list = |node: &Node| matches!(node.kind, Kind::Sequence { .. });
    let span = left.span;
    if depth > MAX_DEPTH {
        return unknown(tree, span);
    }
    match () {
        () if is_set(left) && is_set(right) || is_set(left) && right.unknown || left.unknown && is_set(right) => {
            let (mut entries, additions) = (Draft::of(tree, one), Draft::of(tree, other));
            entries.open |= additions.open;
            for (name, attribute) in additions.attributes {
                let Attribute::Value(value) = attribute else { continue };
                match entries.places.get(&name.text).copied() {
                    None => entries.push(name, Attribute::Value(value)),
                    Some(place) => {
                        if let Attribute::Value(present) = &mut entries.attributes[place].1 {
                            *present = join(tree, *present, value, depth + 1);
                        }
                    }
                }
            }
            entries.finish(tree, span)
        }
        () if is_list(left) && is_list(right) || is_list(left) && right.unknown || left.unknown && is_list(right) => {
            concatenated(tree, one, other, span)
        }
        () if left.kind == right.kind && !left.unknown && !right.unknown => one,
        () => unknown(tree, span),
    }
}

/// A list that consists of two others, of which one may be unknown.
pub(super) fn concatenated(tree: &mut Tree, one: NodeId, other: NodeId, span: Span) -> NodeId {
    let (mut items, mut open) = (Vec::new(), false);
    for part in [one, other] {
        let part = &tree[tree.resolve(part)];
        match &part.kind {
            Kind::Sequence { items: more, .. } if items.len() + more.len() <= MAX_LENGTH => {
                items.extend(more);
                open |= part.open;
            }
            _ => open = true,
        }
    }
    tree.push(Node { open, ..node(Kind::Sequence { items, flow: true }, span) })
}

/// The same where it may not be there: of a set and of a list, what is in it is known if it is there.
pub(super) fn doubted(tree: &mut Tree, value: NodeId) -> NodeId {
    let copy = tree[tree.resolve(value)].clone();
    match copy.kind {
        Kind::Mapping { entries, flow } => {
            let is_single = |tree: &Tree, value| {
                !matches!(tree[tree.resolve(value)].kind, Kind::Mapping { .. } | Kind::Sequence { .. })
            };
            let entries = entries.into_iter().map(|entry| {
                if is_single(tree, entry.value) {
                    let value = unknown(tree, tree[entry.value].span);
                    Entry { value, ..entry }
                } else {
                    entry
                }
            });
            let kind = Kind::Mapping { entries: entries.collect(), flow };
            tree.push(Node { kind, open: true, ..copy })
        }
        Kind::Sequence { .. } => tree.push(Node { open: true, ..copy }),
        _ => unknown(tree, copy.span),
    }
}
