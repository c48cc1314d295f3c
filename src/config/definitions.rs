//! `definitions` (`internal/configuration/schema/definitions.go`, 4.39.20), and the names that it gives to networks.

use std::collections::HashSet;

use crate::document::{Entry, Kind, NodeId, Tree};
use crate::text::suggestion::nearest;

use super::Configuration;
use super::scalars::Cidr;
use super::section::{Field, List, Map, Section as _, keys, section};
use super::value::Value;

section! {
    /// `definitions`.
    pub struct Definitions {
        [since "4.39.0"] network: Map<List<Value<Cidr>>>,
        [since "4.39.0"] user_attributes: Map<UserAttribute>,
    }
}

section! {
    /// One of `definitions.user_attributes`.
    pub struct UserAttribute {
        /// How the attribute is made of others, in the Common Expression Language.
        expression: Value<String>,
    }
}

impl UserAttribute {
    /// Whether it certainly has no expression.
    #[must_use]
    pub fn lacks_expression(&self) -> bool {
        !self.expression.place.given && self.expression.is_zero()
    }
}

/// The names that stand for networks: Authelia reads them before it reads the rest (`LoadDefinitions` in
/// `internal/configuration/provider.go`), so that rules may use them.
#[derive(Debug, Clone, Default)]
pub struct Networks {
    names: HashSet<String>,
    /// Whether there may be others.
    open: bool,
}

impl Networks {
    /// The names that a configuration gives; `whole` says that there is no other file.
    pub(super) fn named(tree: &Tree, root: NodeId, whole: bool) -> Self {
        let mut networks = Self { names: HashSet::new(), open: !whole };
        if let Some(definitions) = networks.below(tree, root, "definitions", Configuration::FIELDS)
            && let Some(network) = networks.below(tree, definitions, "network", Definitions::FIELDS)
        {
            networks.names.extend(entries(tree, network).iter().map(|entry| tree.key_text(entry.key).to_owned()));
            networks.open |= tree[network].unknown
                || tree[network].open
                || !matches!(tree[network].kind, Kind::Mapping { .. } | Kind::Null);
        }
        networks.add_older_names(tree, root);
        networks
    }

    /// What stands under a key. Where it may be meant, but cannot be read, there may be other names.
    fn below(&mut self, tree: &Tree, mapping: NodeId, key: &str, known: &'static [Field]) -> Option<NodeId> {
        let found = tree.get(tree.resolve(mapping), key).map(|entry| tree.resolve(entry.value));
        let written = || entries(tree, mapping).iter().map(|entry| tree.key_text(entry.key));
        let slip = || written().any(|text| !keys(known).contains(&text) && nearest(text, [key]).is_some());
        self.open |= tree[mapping].unknown
            || tree[mapping].open
            || match found {
                None => !matches!(tree[mapping].kind, Kind::Mapping { .. } | Kind::Null) || slip(),
                Some(_) => false,
            };
        found
    }

    /// The names in `access_control.networks`, the old place.
    fn add_older_names(&mut self, tree: &Tree, root: NodeId) {
        let get = |node, key| tree.get(tree.resolve(node), key).map(|entry| tree.resolve(entry.value));
        let list = get(root, "access_control").and_then(|access_control| get(access_control, "networks"));
        if let Some(Kind::Sequence { items, .. }) = list.map(|list| &tree[list].kind) {
            for name in items.iter().filter_map(|item| get(*item, "name")) {
                match &tree[name].kind {
                    Kind::Text(text) => drop(self.names.insert(text.clone())),
                    // Some name is meant.
                    _ => self.open = true,
                }
            }
        }
    }

    /// Whether a name stands for a network.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether there are certainly no other names.
    #[must_use]
    pub const fn are_all(&self) -> bool {
        !self.open
    }
}

fn entries(tree: &Tree, mapping: NodeId) -> &[Entry] {
    match &tree[tree.resolve(mapping)].kind {
        Kind::Mapping { entries, .. } => entries,
        _ => &[],
    }
}
