//! The values of the Authelia chart, from which it makes the configuration: what of it can be told from the values
//! (`charts/authelia/templates/configMap.yaml` and `files/configuration.oidc.client.yaml` of `authelia/chartrepo`).
//!
//! The chart writes options of its own making beside those that it copies, and drops what it does not know. So only what
//! it copies is read, and what is absent is known only in a client, where the chart's defaults are Authelia's.

use crate::config::Edit;
use crate::document::{Entry, Kind, NodeId, Tree};

/// What the chart copies from `identity_providers.oidc` as it is.
const OF_THE_PROVIDER: [&str; 11] = [
    "authorization_policies",
    "claims_policies",
    "cors",
    "discovery_signed_response_alg",
    "discovery_signed_response_key_id",
    "enable_client_debug_messages",
    "enable_pkce_plain_challenge",
    "enforce_pkce",
    "lifespans",
    "minimum_parameter_entropy",
    "scopes",
];

/// What the chart copies from `access_control`.
const OF_ACCESS_CONTROL: [&str; 2] = ["default_policy", "rules"];

/// The configuration that the chart makes of its `configMap`.
pub(super) fn options(tree: &mut Tree, values: NodeId) -> NodeId {
    let mut edit = Edit::new(tree, values);
    let access_control = edit.get(values, "access_control").map(|entry| {
        let kept = edit.kept(entry.value, &OF_ACCESS_CONTROL);
        Entry { value: edit.open(entry.value, kept), ..entry }
    });
    let providers = edit.get(values, "identity_providers").and_then(|providers| {
        let oidc = edit.get(providers.value, "oidc").filter(|oidc| !edit.is_disabled(oidc.value))?;
        let oidc = Entry { value: edit.provider(oidc.value), ..oidc };
        Some(Entry { value: edit.open(providers.value, vec![oidc]), ..providers })
    });
    edit.open(values, access_control.into_iter().chain(providers).collect())
}

impl Edit<'_> {
    fn get(&self, mapping: NodeId, key: &str) -> Option<Entry> {
        self.tree.get(mapping, key)
    }

    /// The entries of a mapping whose keys are among `keys`, with all below them open.
    fn kept(&mut self, mapping: NodeId, keys: &[&str]) -> Vec<Entry> {
        let entries: Vec<Entry> = self
            .entries(mapping)
            .iter()
            .filter(|entry| keys.contains(&self.tree.key_text(entry.key)))
            .copied()
            .collect();
        for entry in &entries {
            self.tree.open_all(entry.value);
        }
        entries
    }

    /// A mapping in which something else may stand, too.
    fn open(&mut self, like: NodeId, entries: Vec<Entry>) -> NodeId {
        let mapping = self.push_mapping(like, entries);
        self.tree.node_mut(mapping).open = true;
        mapping
    }

    /// Whether `enabled: false` stands in a section, so that the chart leaves it out.
    fn is_disabled(&self, section: NodeId) -> bool {
        let enabled = self.get(section, "enabled").map(|entry| self.tree.resolve(entry.value));
        enabled.is_some_and(|enabled| self.tree[enabled].kind == Kind::Bool(false))
    }

    fn provider(&mut self, oidc: NodeId) -> NodeId {
        let mut entries = self.kept(oidc, &OF_THE_PROVIDER);
        for (key, shape) in [("jwks", Self::key_of_a_set as fn(&mut Self, NodeId) -> NodeId), ("clients", Self::client)]
        {
            if let Some(entry) = self.get(oidc, key) {
                entries.push(Entry { value: self.each(entry.value, shape), ..entry });
            }
        }
        self.open(oidc, entries)
    }

    /// A list with another item in place of each.
    fn each(&mut self, list: NodeId, shape: fn(&mut Self, NodeId) -> NodeId) -> NodeId {
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
