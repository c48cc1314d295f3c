//! What is used in several places of a text, by anchors and merge keys.

use std::collections::{HashMap, HashSet};

use crate::document::{Entry, Kind, NodeId, Tree};

use super::outline::{Holder, Outline};

/// What is used in several places of a text.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The nodes that aliases stand for.
    anchored: HashSet<NodeId>,
    /// Those among them that stand somewhere as a whole, not merged into a mapping.
    repeated: HashSet<NodeId>,
    /// The mappings that each key is merged into.
    mergers: HashMap<NodeId, Vec<NodeId>>,
}

impl Shared {
    pub(super) fn of(tree: &Tree, outline: &Outline<'_>) -> Self {
        let mut shared = Self::default();
        shared.anchored.extend(tree.ids().filter_map(|id| target(tree, id)));
        if shared.anchored.is_empty() {
            return shared;
        }
        for id in tree.ids() {
            if let Kind::Mapping { entries, .. } = &tree[id].kind {
                for entry in entries.iter().filter(|entry| entry.merged) {
                    shared.mergers.entry(entry.key).or_default().push(id);
                }
            }
            // What a merge key names is not part of the outline.
            if let Some(Holder::Entry { is_key: false, .. } | Holder::Item { .. }) = outline.holder(id) {
                shared.repeated.extend(target(tree, id));
            }
        }
        shared
    }

    pub(super) fn has(&self, node: NodeId) -> bool {
        self.anchored.contains(&node)
    }

    /// Whether a node is used elsewhere by merge keys only.
    pub(super) fn is_only_merged(&self, node: NodeId) -> bool {
        !self.repeated.contains(&node)
    }

    /// The mappings that an entry is merged into.
    pub(super) fn mergers(&self, entry: Entry) -> &[NodeId] {
        self.mergers.get(&entry.key).map_or(&[], Vec::as_slice)
    }
}

/// What an alias stands for.
fn target(tree: &Tree, node: NodeId) -> Option<NodeId> {
    match tree[node].kind {
        Kind::Alias(target) => Some(target),
        _ => None,
    }
}
