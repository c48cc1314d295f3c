//! The values of the Authelia chart, from which it makes the configuration: what of it can be told from the values
//! (`charts/authelia/templates/configMap.yaml` and `files/configuration.oidc.client.yaml` of `authelia/chartrepo`).
//!
//! The chart writes options of its own making beside those that it copies, and drops what it does not know. So only what
//! it copies is read, and what is absent is known only in a client, where the chart's defaults are Authelia's.

mod sections;

use crate::config::EditedTree;
use crate::document::{Entry, Kind, NodeId, Tree};

use sections::{CONFIG_MAP, ChartSection, ChartUse};

/// Values are not nested deeper than this.
const MAX_DEPTH: usize = 16;

/// What the chart copies from `identity_providers.oidc` as it is.
const OF_THE_PROVIDER: [&str; 13] = [
    "authorization_policies",
    "claims_policies",
    "cors",
    "discovery_signed_response_alg",
    "discovery_signed_response_key_id",
    "enable_client_debug_messages",
    "enable_jwt_access_token_stateless_introspection",
    "enable_pkce_plain_challenge",
    "enforce_pkce",
    "lifespans",
    "minimum_parameter_entropy",
    "require_pushed_authorization_requests",
    "scopes",
];

/// What earlier versions of the chart copied from there, before Authelia renamed it.
const FORMER_OF_THE_PROVIDER: [&str; 4] =
    ["access_token_lifespan", "authorize_code_lifespan", "id_token_lifespan", "refresh_token_lifespan"];

/// The configuration that the chart makes of its `configMap`.
pub(super) fn options(tree: &mut Tree, values: NodeId) -> NodeId {
    let mut edit = EditedTree::new(tree, values);
    let mut options = edit.parts(values, CONFIG_MAP);
    let providers = edit.get(values, "identity_providers").and_then(|providers| {
        let oidc = edit.get(providers.value, "oidc").filter(|oidc| !edit.is_enabled(oidc.value, false))?;
        let oidc = Entry { value: edit.provider(oidc.value), ..oidc };
        Some(Entry { value: edit.open(providers.value, vec![oidc]), ..providers })
    });
    options.extend(providers);
    options.sort_by_key(|entry| edit.tree[entry.key].span);
    edit.open(values, options)
}

impl EditedTree<'_> {
    fn get(&self, mapping: NodeId, key: &str) -> Option<Entry> {
        self.tree.get(mapping, key)
    }

    /// The entries of a section that the chart copies.
    fn parts(&mut self, values: NodeId, section: ChartSection) -> Vec<Entry> {
        let mut parts = Vec::new();
        for (key, usage) in section {
            let Some(entry) = self.get(values, key).filter(|entry| !self.is_left_out(entry.value)) else { continue };
            parts.extend(match usage {
                _ if self.tree[self.tree.resolve(entry.value)].unknown => Some(entry),
                ChartUse::Copied | ChartUse::Former => Some(Entry { value: self.copied(entry.value, 0), ..entry }),
                ChartUse::As(name) => {
                    let span = self.tree[entry.key].span;
                    Some(Entry { key: self.push_text(name, span), ..entry })
                }
                ChartUse::Parts(section) => Some(Entry { value: self.section(entry.value, section), ..entry }),
                ChartUse::IfEnabled(section) => {
                    let is_enabled = self.is_enabled(entry.value, true);
                    is_enabled.then(|| Entry { value: self.section(entry.value, section), ..entry })
                }
                ChartUse::Each(section) => {
                    let value = self.each(entry.value, |edit, item| edit.item(item, section));
                    Some(Entry { value, ..entry })
                }
            });
        }
        parts
    }

    /// A section; what is absent from it is absent from a part of the configuration only, and so not missed.
    fn section(&mut self, values: NodeId, section: ChartSection) -> NodeId {
        match self.tree[self.tree.resolve(values)].kind {
            Kind::Mapping { .. } => {
                let parts = self.parts(values, section);
                self.push_mapping(values, parts)
            }
            _ => values,
        }
    }

    /// An item of a list, to which the chart adds.
    fn item(&mut self, values: NodeId, section: ChartSection) -> NodeId {
        let item = self.section(values, section);
        self.tree.node_mut(item).open = true;
        item
    }

    /// A value without what the chart replaces by a default.
    fn copied(&mut self, value: NodeId, depth: usize) -> NodeId {
        let is_mapping = matches!(self.tree[self.tree.resolve(value)].kind, Kind::Mapping { .. });
        if depth > MAX_DEPTH || !is_mapping {
            self.tree.open_all(value);
            return value;
        }
        let mut entries = self.entries(value).to_vec();
        entries.retain(|entry| !self.is_left_out(entry.value));
        for entry in &mut entries {
            entry.value = self.copied(entry.value, depth + 1);
        }
        self.open(value, entries)
    }

    /// Whether Helm takes a value for empty, so that the chart writes a default or nothing at all. `false` is written, or is
    /// the default.
    fn is_left_out(&self, value: NodeId) -> bool {
        let node = &self.tree[self.tree.resolve(value)];
        !node.unknown
            && match &node.kind {
                Kind::Null | Kind::Int(0) => true,
                Kind::Text(text) => text.is_empty(),
                Kind::Sequence { items, .. } => items.is_empty() && !node.open,
                Kind::Mapping { entries, .. } => entries.is_empty() && !node.open,
                _ => false,
            }
    }

    /// The entries of a mapping whose keys are among `keys`, as far as the chart copies them.
    fn kept(&mut self, mapping: NodeId, keys: &[&str]) -> Vec<Entry> {
        let mut entries = self.entries(mapping).to_vec();
        entries.retain(|entry| keys.contains(&self.tree.key_text(entry.key)) && !self.is_left_out(entry.value));
        for entry in &mut entries {
            entry.value = self.copied(entry.value, 0);
        }
        entries
    }

    /// A mapping in which something else may stand, too.
    fn open(&mut self, like: NodeId, entries: Vec<Entry>) -> NodeId {
        let mapping = self.push_mapping(like, entries);
        self.tree.node_mut(mapping).open = true;
        mapping
    }

    /// Whether it is written in a section that it is enabled, or that it is not.
    fn is_enabled(&self, section: NodeId, expected: bool) -> bool {
        let enabled = self.get(section, "enabled").map(|entry| self.tree.resolve(entry.value));
        enabled.is_some_and(|enabled| self.tree[enabled].kind == Kind::Bool(expected))
    }

    fn provider(&mut self, oidc: NodeId) -> NodeId {
        let mut entries = self.kept(oidc, &OF_THE_PROVIDER);
        entries.extend(self.kept(oidc, &FORMER_OF_THE_PROVIDER));
        for (key, shape) in [("jwks", Self::key_of_a_set as fn(&mut Self, NodeId) -> NodeId), ("clients", Self::client)]
        {
            if let Some(entry) = self.get(oidc, key) {
                entries.push(Entry { value: self.each(entry.value, shape), ..entry });
            }
        }
        self.open(oidc, entries)
    }

    /// A list with another item in place of each.
    fn each(&mut self, list: NodeId, shape: impl Fn(&mut Self, NodeId) -> NodeId) -> NodeId {
        let list = self.tree.resolve(list);
        let Kind::Sequence { items, .. } = &self.tree[list].kind else { return list };
        let items = items.clone().into_iter().map(|item| shape(self, item)).collect();
        self.push_sequence(list, items)
    }

    fn client(&mut self, client: NodeId) -> NodeId {
        let jwks = self.get(client, "jwks").map(|jwks| (jwks.key, self.each(jwks.value, Self::key_of_a_set)));
        self.rewritten(client, |edit, entry| match edit.tree.key_text(entry.key) {
            "client_secret" => edit.secret(entry.value),
            _ => jwks.filter(|(key, _)| *key == entry.key).map_or(entry.value, |(_, jwks)| jwks),
        })
    }

    fn key_of_a_set(&mut self, key: NodeId) -> NodeId {
        self.rewritten(key, |edit, entry| match edit.tree.key_text(entry.key) {
            "key" | "certificate_chain" => edit.secret(entry.value),
            _ => entry.value,
        })
    }

    /// A mapping with another value for each of its keys.
    fn rewritten(&mut self, mapping: NodeId, value: impl Fn(&mut Self, Entry) -> NodeId) -> NodeId {
        let mut entries = self.entries(mapping).to_vec();
        if entries.is_empty() {
            return mapping;
        }
        for entry in &mut entries {
            entry.value = value(self, *entry);
        }
        let like = self.tree.resolve(mapping);
        self.push_mapping(like, entries)
    }

    /// A secret: a text, `{value: …}`, or something that is read from elsewhere and so not known.
    fn secret(&mut self, secret: NodeId) -> NodeId {
        if !matches!(self.tree[self.tree.resolve(secret)].kind, Kind::Mapping { .. }) {
            return secret;
        }
        match self.get(secret, "value") {
            Some(value) if self.get(secret, "path").is_none() => value.value,
            _ => {
                let span = self.tree[secret].span;
                self.push_value("", span, true)
            }
        }
    }
}
