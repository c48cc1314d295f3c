//! Compose files, in which Compose puts variables in place of what begins with `$`.

use crate::document::{Kind, Mask, NodeId, Role, Tree};

/// Whether a document is a Compose file.
pub(super) fn is_compose(tree: &Tree, root: NodeId) -> bool {
    let is_mapping = |key| {
        let value = tree.get(root, key).map(|entry| tree.resolve(entry.value));
        value.is_some_and(|value| matches!(tree[value].kind, Kind::Mapping { .. }))
    };
    tree.get(root, "apiVersion").is_none() && (is_mapping("services") || is_mapping("configs"))
}

/// Adds what Compose replaces: `$NAME`, and `$$`, which stands for a dollar sign.
pub(super) fn mask_variables(text: &str, masks: &mut Vec<Mask>) {
    let known = masks.len();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('$')) {
        let start = at + offset;
        at = start + 1;
        let next = text.as_bytes().get(at).copied().unwrap_or_default();
        let after = masks[..known].partition_point(|mask| mask.end <= start);
        let is_masked = masks[..known].get(after).is_some_and(|mask| mask.start <= start);
        if !is_masked && (next == b'$' || next == b'_' || next.is_ascii_alphabetic()) {
            at += usize::from(next == b'$');
            masks.push(Mask { start, end: at, role: Role::Value, controls: false });
        }
    }
    masks.sort_unstable_by_key(|mask| mask.start);
}
