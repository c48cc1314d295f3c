//! Where `--root PATH` leads to in a document, and what is there.

use crate::document::{Kind, NodeId, Tree};

use super::search::ConfigurationPart;

/// The node at a path such as `spec.values.configMap`, `data.configuration.yml` or `tasks[0].vars`. Returns `None` if the
/// path leads nowhere.
pub(super) fn find(tree: &Tree, root: NodeId, path: &str) -> Option<NodeId> {
    let mut node = tree.resolve(root);
    let mut rest = path;
    while !rest.is_empty() {
        (node, rest) = step(tree, node, rest.strip_prefix('.').unwrap_or(rest))?;
        node = tree.resolve(node);
    }
    Some(node)
}

/// The node one step down, and what is left of the path. A key may hold dots itself: the longest that fits is meant.
fn step<'p>(tree: &Tree, node: NodeId, path: &'p str) -> Option<(NodeId, &'p str)> {
    match &tree[node].kind {
        Kind::Mapping { entries, .. } => {
            let fitting = entries.iter().filter_map(|entry| {
                let rest = path.strip_prefix(tree.key_text(entry.key))?;
                (rest.is_empty() || rest.starts_with(['.', '['])).then_some((entry.value, rest))
            });
            fitting.min_by_key(|(_, rest)| rest.len())
        }
        Kind::Sequence { items, .. } => {
            let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
            Some((*items.get(index.parse::<usize>().ok()?)?, rest))
        }
        _ => None,
    }
}

/// What a node is that `--root` leads to.
pub(super) fn part(tree: &Tree, node: NodeId, path: &str) -> ConfigurationPart {
    match &tree[node].kind {
        Kind::Text(text) if !text.contains('\n') && text.len() > 100 => ConfigurationPart::Encoded(node),
        Kind::Text(_) => ConfigurationPart::Text(node),
        Kind::Sequence { .. } => ConfigurationPart::Clients(node),
        _ if path == "configMap" || path.ends_with(".configMap") => ConfigurationPart::Chart(node),
        _ => ConfigurationPart::Options(node),
    }
}
