//! `definitions` (`internal/configuration/schema/definitions.go`, 4.39.20), and the names that it gives to networks.

use std::collections::HashSet;

use crate::document::{Kind, NodeId, Tree};

use super::scalars::Cidr;
use super::section::{List, Map, section};
use super::value::Value;

section! {
    /// `definitions`.
    pub struct Definitions {
        network: Map<List<Value<Cidr>>>,
        user_attributes: Map<UserAttribute>,
    }
}

section! {
    /// One of `definitions.user_attributes`.
    pub struct UserAttribute {
        /// How the attribute is made of others, in the Common Expression Language.
        expression: Value<String>,
    }
}

/// The names that stand for networks: Authelia reads them before it reads the rest (`LoadDefinitions` in
/// `internal/configuration/provider.go`), so that rules may use them.
pub(super) fn network_names(tree: &Tree, root: NodeId) -> HashSet<String> {
    let below = |node: NodeId, key: &str| tree.get(tree.resolve(node), key).map(|entry| tree.resolve(entry.value));
    let definitions = below(root, "definitions").and_then(|node| below(node, "network"));
    let mut names: HashSet<String> = definitions
        .into_iter()
        .flat_map(|node| match &tree[node].kind {
            Kind::Mapping { entries, .. } => entries.as_slice(),
            _ => &[],
        })
        .map(|entry| tree.key_text(entry.key).to_owned())
        .collect();
    let older = below(root, "access_control").and_then(|node| below(node, "networks"));
    if let Some(Kind::Sequence { items, .. }) = older.map(|node| &tree[node].kind) {
        let items = items.iter().filter_map(|item| below(*item, "name"));
        names.extend(items.filter_map(|name| match &tree[name].kind {
            Kind::Text(text) => Some(text.clone()),
            _ => None,
        }));
    }
    names
}
