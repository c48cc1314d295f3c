//! All values of a configuration with their paths.

use crate::config::Config;
use crate::document::{Kind, NodeId, Tree};
use crate::text::Span;

use super::path::Step;

/// Paths of more steps are not walked; no option of Authelia is that deep.
const MAX_DEPTH: usize = 16;

/// A key or a value.
pub(super) struct Visited<'a> {
    pub(super) path: &'a [Step],
    /// The key, unless it is an item of a list.
    pub(super) key: Option<NodeId>,
    pub(super) value: NodeId,
}

/// Visits each value of a configuration, the outer ones first.
pub(super) fn walk(config: &Config, mut visit: impl FnMut(&Visited<'_>)) {
    if let Some(root) = config.node {
        below(&config.tree, root, &mut Vec::new(), &mut visit);
    }
}

fn below(tree: &Tree, node: NodeId, path: &mut Vec<Step>, visit: &mut impl FnMut(&Visited<'_>)) {
    if path.len() >= MAX_DEPTH {
        return;
    }
    let mut enter = |step: Step, key: Option<NodeId>, value: NodeId| {
        path.push(step);
        visit(&Visited { path, key, value });
        below(tree, value, path, visit);
        path.pop();
    };
    match &tree[tree.resolve(node)].kind {
        Kind::Mapping { entries, .. } => {
            for entry in entries {
                enter(Step::Key(tree.key_text(entry.key).to_owned()), Some(entry.key), entry.value);
            }
        }
        Kind::Sequence { items, .. } => {
            for (index, item) in items.iter().enumerate() {
                enter(Step::Index(index), None, *item);
            }
        }
        _ => {}
    }
}

/// The text of a node, and where it is between its quotes. Returns `None` if it is not written as it is read.
pub(super) fn text<'a>(tree: &'a Tree, node: NodeId, written: &str) -> Option<(&'a str, Span)> {
    let node = &tree[node];
    let Kind::Text(text) = &node.kind else { return None };
    let quote = u32::from(written.starts_with(['\'', '"']));
    let span = Span::new(node.span.source, node.span.start + quote, node.span.end - quote);
    let inner = written.get(quote as usize..written.len().checked_sub(quote as usize)?)?;
    (!node.unknown && inner == text).then_some((text.as_str(), span))
}
