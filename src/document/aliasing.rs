//! How much of a document comes from aliases, counted as Go's reader does (`decode.go` of go.yaml.in/yaml/v3 3.0.4).

use std::collections::HashMap;

use super::tree::NodeId;

/// Nodes as they would be decoded: all of them, and those that an alias brings.
#[derive(Debug, Clone, Copy, Default)]
struct NodeCount {
    all: u64,
    aliased: u64,
}

/// Counts nodes while a tree is built, without expanding an alias.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    /// What the open collections hold so far; the first is the document.
    open: Vec<NodeCount>,
    total: NodeCount,
    /// How many nodes an alias to an anchored node stands for.
    anchored: HashMap<NodeId, u64>,
}

impl Sizes {
    /// Begins a collection.
    pub(super) fn open(&mut self) {
        self.open.push(NodeCount { all: 1, aliased: 0 });
    }

    /// Ends a collection.
    pub(super) fn close(&mut self, node: NodeId) {
        if let Some(count) = self.open.pop() {
            if let Some(size) = self.anchored.get_mut(&node) {
                *size = count.all;
            }
            self.add(count.all, count.aliased);
        }
    }

    /// Counts nodes into the innermost collection.
    pub(super) fn add(&mut self, all: u64, aliased: u64) {
        let count = self.open.last_mut().unwrap_or(&mut self.total);
        count.all = count.all.saturating_add(all);
        count.aliased = count.aliased.saturating_add(aliased);
    }

    /// Counts an alias.
    pub(super) fn add_alias(&mut self, target: NodeId) {
        let size = self.anchored.get(&target).copied().unwrap_or(1);
        self.add(size.saturating_add(1), size);
    }

    /// Keeps the size of a node with an anchor.
    pub(super) fn watch(&mut self, node: NodeId) {
        self.anchored.insert(node, 1);
    }

    /// Whether Go's reader refuses the document: the share that aliases may have falls from 0.99 for up to 400,000
    /// nodes to 0.10 for 4,000,000.
    pub(super) fn is_excessive(&self) -> bool {
        let count = self.open.first().copied().unwrap_or(self.total);
        let (all, aliased) = (count.all, count.aliased);
        // Shares in thousandths, so that no float is needed.
        let allowed = match all {
            0..=400_000 => 990,
            400_001..4_000_000 => 990 - 890 * (all - 400_000) / 3_600_000,
            _ => 100,
        };
        aliased > 100 && all > 1_000 && u128::from(aliased) * 1_000 > u128::from(all) * u128::from(allowed)
    }
}
