//! A part of a configuration as a configuration of its own, where something else makes Authelia's of it.

use crate::config::EditedTree;
use crate::document::{Entry, NodeId, Origin, Tree};

use super::detect;

/// The options in a mapping. If it holds other things, too, then it is not what Authelia is given.
pub(super) fn own_options(tree: &mut Tree, node: NodeId) -> (NodeId, Origin) {
    let mut edit = EditedTree::new(tree, node);
    let entries = edit.entries(node).to_vec();
    let is_option = |entry: &&Entry| detect::is_top_level_key(edit.tree.key_text(entry.key));
    let options: Vec<Entry> = entries.iter().filter(is_option).copied().collect();
    if options.len() == entries.len() {
        return (node, Origin::File);
    }
    let root = edit.push_mapping(node, options);
    edit.tree.open_all(root);
    (root, Origin::Excerpt)
}

/// A list of clients as the configuration around it would hold it. A template may add to each of them.
pub(super) fn around_clients(tree: &mut Tree, clients: NodeId) -> NodeId {
    tree.open_all(clients);
    let span = tree[clients].span;
    let mut edit = EditedTree::new(tree, clients);
    edit.root = edit.push_mapping(clients, Vec::new());
    edit.insert("identity_providers.oidc.clients", span, clients);
    let root = edit.root;
    tree.open_all(root);
    root
}
