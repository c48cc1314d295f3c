//! Traefik, ingress-nginx and Envoy in YAML, recognised by what it looks like, wherever it is: the labels of a Compose file, a
//! dynamic configuration, the manifest of a `Middleware`, an `IngressRoute` or an `Ingress`, the values of a chart with these, and
//! the filters of Envoy.

use crate::config::Name;
use crate::config::proxy::{Guard, Headers, Proxy, ProxyKind, Route};
use crate::document::{Entry, Kind, NodeId, Tree};
use crate::text::{Sources, UNKNOWN};

use super::labels::{self, Labels, only, part};

/// What the documents below some roots say.
pub(in crate::embedded) fn read(tree: &Tree, sources: &Sources, roots: &[NodeId]) -> Vec<Proxy> {
    let Some(first) = roots.first() else { return Vec::new() };
    let of = |provider| Proxy { provider, ..Proxy::default() };
    let labels = Labels::default();
    let mut reader = ProxyReader { tree, sources, root: *first, labels, envoy: of("envoy"), others: of("file") };
    for root in roots {
        reader.root = *root;
        reader.document(*root);
    }
    let mut proxies = vec![reader.labels.finish(), reader.envoy, reader.others];
    for proxy in &mut proxies {
        proxy.guards.retain(Guard::asks_authelia);
    }
    proxies.retain(|proxy| !proxy.is_empty());
    proxies
}

pub(super) struct ProxyReader<'a> {
    pub(super) tree: &'a Tree,
    sources: &'a Sources,
    /// The document that is read.
    pub(super) root: NodeId,
    /// What the labels of containers say.
    labels: Labels,
    /// What the filters of Envoy say.
    pub(super) envoy: Proxy,
    /// What all else says.
    pub(super) others: Proxy,
}

impl ProxyReader<'_> {
    fn document(&mut self, root: NodeId) {
        // The name of the manifest is that of its middleware.
        let kind = self.text(root, "kind").map(|kind| kind.text);
        let metadata = self.value(root, "metadata");
        let name =
            metadata.and_then(|metadata| self.text(metadata, "name")).filter(|_| kind.as_deref() == Some("Middleware"));
        let mut waiting = vec![(root, name.map(|name| name.text))];
        while let Some((node, name)) = waiting.pop() {
            match &self.tree[node].kind {
                Kind::Sequence { items, .. } => waiting.extend(items.iter().map(|item| (*item, None))),
                Kind::Mapping { entries, .. } => {
                    self.mapping(node, name.as_deref());
                    for entry in entries.iter().filter(|entry| !entry.merged) {
                        let key = self.tree.key_text(entry.key);
                        let inner = if key == "spec" { name.clone() } else { Some(key.to_owned()) };
                        self.section(key, entry);
                        waiting.push((entry.value, inner));
                    }
                }
                _ => {}
            }
        }
    }

    /// A mapping: a middleware, a router or a route.
    fn mapping(&mut self, node: NodeId, name: Option<&str>) {
        if let Some(guard) = self.value(node, "forwardAuth").and_then(|section| self.guard(section, name)) {
            self.others.guards.push(guard);
        }
        let match_ = self.text(node, "rule").or_else(|| self.text(node, "match"));
        if let Some(rule) = match_.filter(|rule| rule.text.contains("Host")) {
            let middlewares = self.value(node, "middlewares").map(|list| self.names(list)).unwrap_or_default();
            self.others.routes.push(Route { middlewares, ..labels::route(&rule, self.sources) });
        }
        self.ingress(node);
        self.connection_manager(node);
    }

    /// A section that its key identifies.
    fn section(&mut self, key: &str, entry: &Entry) {
        match (key, &self.tree[self.tree.resolve(entry.value)].kind) {
            ("labels", Kind::Sequence { items, .. }) => {
                let labels: Vec<Name> = items.iter().filter_map(|item| self.partly(*item)).collect();
                for label in &labels {
                    if let Some((key, value)) = label.text.split_once('=') {
                        let value = part(label, label.text.len() - value.len(), value, self.sources);
                        self.labels.add(key, &value, self.sources);
                    }
                }
            }
            ("labels", Kind::Mapping { entries, .. }) => {
                for entry in entries {
                    if let Some(value) = self.partly(entry.value) {
                        self.labels.add(self.tree.key_text(entry.key), &value, self.sources);
                    }
                }
            }
            ("annotations", Kind::Mapping { .. }) => {
                let guard = self.annotated(entry.value);
                self.others.guards.extend(guard);
            }
            ("middlewares", Kind::Mapping { entries, .. }) => {
                for entry in entries {
                    let chain = self.value(entry.value, "chain").and_then(|chain| self.value(chain, "middlewares"));
                    let parts = chain.map(|chain| self.names(chain)).unwrap_or_default();
                    let parts = parts.into_iter().map(|part| part.text).collect();
                    self.others.middlewares.push((self.tree.key_text(entry.key).to_owned(), parts));
                }
            }
            _ => {}
        }
    }

    fn guard(&self, section: NodeId, name: Option<&str>) -> Option<Guard> {
        let address = self.address(section, "address")?;
        let headers = match self.value(section, "authRequestHeaders") {
            None => Headers::Automatic,
            Some(list) => only(self.names(list), self.tree[list].span),
        };
        Some(Guard { proxy: ProxyKind::Traefik, name: name.map(str::to_owned), address, headers })
    }

    pub(super) fn value(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        Some(self.tree.resolve(self.tree.get(mapping, key)?.value))
    }

    /// The text behind a key. Returns `None` if it holds a template.
    pub(super) fn text(&self, mapping: NodeId, key: &str) -> Option<Name> {
        self.scalar(self.tree.get(mapping, key)?.value)
    }

    /// The text behind a key, in which templates are unknown.
    pub(super) fn address(&self, mapping: NodeId, key: &str) -> Option<Name> {
        self.partly(self.tree.get(mapping, key)?.value)
    }

    /// A text. Returns `None` if it holds a template.
    pub(super) fn scalar(&self, node: NodeId) -> Option<Name> {
        self.partly(node).filter(|name| !name.text.contains(UNKNOWN))
    }

    /// A text, in which templates are unknown.
    fn partly(&self, node: NodeId) -> Option<Name> {
        let node = &self.tree[self.tree.resolve(node)];
        match &node.kind {
            Kind::Text(text) if !node.unknown || text.contains(UNKNOWN) => {
                Some(Name { text: text.clone(), span: node.span })
            }
            _ => None,
        }
    }

    /// The items of the list behind a key.
    pub(super) fn items(&self, mapping: NodeId, key: &str) -> Vec<NodeId> {
        match self.value(mapping, key).map(|list| &self.tree[list].kind) {
            Some(Kind::Sequence { items, .. }) => items.iter().map(|item| self.tree.resolve(*item)).collect(),
            _ => Vec::new(),
        }
    }

    /// A list of names: texts, or mappings with a `name`.
    fn names(&self, list: NodeId) -> Vec<Name> {
        match &self.tree[list].kind {
            Kind::Sequence { items, .. } => {
                items.iter().filter_map(|item| self.scalar(*item).or_else(|| self.text(*item, "name"))).collect()
            }
            _ => self.scalar(list).map(|names| labels::list(&names, self.sources)).unwrap_or_default(),
        }
    }
}
