//! What holds each node of the texts: from the bytes that an option takes to its node, and from there outwards.

use crate::config::{Config, PathStep};
use crate::document::{Kind, NodeId, Tree};
use crate::text::{SourceId, Span};

/// What holds a node.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder {
    /// Nothing: it is the root of a document.
    Document,
    /// An entry of a mapping, as its key or as its value.
    Entry { mapping: NodeId, index: usize, is_key: bool },
    /// An item of a list.
    Item { list: NodeId, index: usize },
}

/// All nodes that are written in the documents of a configuration.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    tree: &'a Tree,
    /// What holds each node; `None` for nodes that are not written in a document, such as those of merged files.
    holders: Vec<Option<Holder>>,
    /// The nodes in the order in which they are written.
    in_order: Vec<NodeId>,
}

impl<'a> Outline<'a> {
    pub(super) fn of(config: &'a Config) -> Self {
        let tree = &config.tree;
        let mut outline = Self { tree, holders: vec![None; tree.len()], in_order: Vec::new() };
        let mut waiting = Vec::new();
        for root in config.documents.iter().filter_map(|document| document.root) {
            outline.add(root, Holder::Document, &mut waiting);
        }
        while let Some(node) = waiting.pop() {
            match &tree[node].kind {
                Kind::Sequence { items, .. } => {
                    for (index, item) in items.iter().enumerate() {
                        outline.add(*item, Holder::Item { list: node, index }, &mut waiting);
                    }
                }
                Kind::Mapping { .. } => {
                    for (index, entry) in tree.own(node).iter().enumerate() {
                        let holder = |is_key| Holder::Entry { mapping: node, index, is_key };
                        outline.add(entry.key, holder(true), &mut waiting);
                        outline.add(entry.value, holder(false), &mut waiting);
                    }
                }
                _ => {}
            }
        }
        // Nodes are added to the tree in the order of the text they are read from, so that little is left to sort.
        outline.in_order = tree.ids().filter(|node| outline.holder(*node).is_some()).collect();
        outline.in_order.sort_by_key(|node| start(tree, *node));
        outline
    }

    fn add(&mut self, node: NodeId, holder: Holder, waiting: &mut Vec<NodeId>) {
        if self.holders[node.index()].is_none() {
            self.holders[node.index()] = Some(holder);
            waiting.push(node);
        }
    }

    /// What holds a node. Returns `None` if the node is not written in a document.
    pub(super) fn holder(&self, node: NodeId) -> Option<Holder> {
        self.holders[node.index()]
    }

    /// The nodes that take the bytes of a span, each with what holds it.
    pub(super) fn at(&self, span: Span) -> impl Iterator<Item = (NodeId, Holder)> {
        let first = self.in_order.partition_point(|node| start(self.tree, *node) < (span.source, span.start));
        let same_start =
            self.in_order[first..].iter().take_while(move |node| self.tree[**node].span.start == span.start);
        same_start
            .filter(move |node| self.tree[**node].span == span)
            .filter_map(|node| Some((*node, self.holder(*node)?)))
    }

    /// The collections around a node, the innermost first, each with what holds the node or the collection before it.
    pub(super) fn around(&self, node: NodeId) -> impl Iterator<Item = (NodeId, Holder)> {
        let mut inner = node;
        std::iter::from_fn(move || {
            let holder = self.holder(inner)?;
            inner = match holder {
                Holder::Document => return None,
                Holder::Entry { mapping, .. } => mapping,
                Holder::Item { list, .. } => list,
            };
            Some((inner, holder))
        })
    }

    /// The root of the document that a node is written in.
    pub(super) fn root(&self, node: NodeId) -> NodeId {
        self.around(node).last().map_or(node, |(root, _)| root)
    }

    /// The keys and indices that lead from the root to a node.
    pub(super) fn steps(&self, node: NodeId) -> Vec<PathStep<'a>> {
        let mut steps: Vec<PathStep<'a>> = self
            .around(node)
            .filter_map(|(_, holder)| match holder {
                Holder::Document => None,
                Holder::Entry { mapping, index, .. } => {
                    Some(PathStep::Key(self.tree.key_text(self.tree.own(mapping)[index].key)))
                }
                Holder::Item { index, .. } => Some(PathStep::Index(index)),
            })
            .collect();
        steps.reverse();
        steps
    }
}

fn start(tree: &Tree, node: NodeId) -> (SourceId, u32) {
    let span = tree[node].span;
    (span.source, span.start)
}
