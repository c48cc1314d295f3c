//! Files that SOPS has encrypted: what it adds at the top level is gone when they are decrypted, and a checksum in there
//! covers all values, so that none must be edited.

use crate::document::{Document, Entry, Kind, NodeId, Tree};

/// The key under which SOPS keeps what it needs to decrypt a file.
const KEY: &str = "sops";

/// Whether SOPS has encrypted what is in a document.
pub(super) fn is_sealed(tree: &Tree, root: NodeId) -> bool {
    sealed(tree, root).is_some()
}

/// Reads a configuration as it will be when it is decrypted.
pub(super) fn unseal(tree: &mut Tree, document: &mut Document) {
    let Some((root, entry)) = document.root.and_then(|root| Some((root, sealed(tree, root)?))) else { return };
    document.verbatim = false;
    if let Kind::Mapping { entries, .. } = &mut tree.node_mut(root).kind {
        entries.retain(|other| *other != entry);
    }
}

fn sealed(tree: &Tree, root: NodeId) -> Option<Entry> {
    tree.get(root, KEY).filter(|entry| tree.get(entry.value, "mac").is_some())
}
