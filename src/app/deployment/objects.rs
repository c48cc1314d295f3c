//! `ConfigMap`s and Secrets of Kubernetes, from which containers take variables and files.

use std::ops::Range;

use crate::document::{Entry, Kind, NodeId, Tree};
use crate::embedded;

use super::entries::{self, SettingEntry};

/// What keeps values for containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ObjectKind {
    ConfigMap,
    Secret,
}

/// An object that a container refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ObjectName {
    pub(super) kind: ObjectKind,
    pub(super) name: String,
}

/// One value of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ObjectKey {
    pub(super) object: ObjectName,
    pub(super) key: String,
}

impl ObjectKey {
    /// What `valueFrom` refers to.
    pub(super) fn of(tree: &Tree, from: NodeId) -> Option<Self> {
        let refer = |kind, key: &str| {
            let reference = tree.get(from, key)?.value;
            let text = |key: &str| entries::known(tree, tree.get(reference, key)?.value);
            Some(Self { object: ObjectName { kind, name: text("name")? }, key: text("key")? })
        };
        refer(ObjectKind::ConfigMap, "configMapKeyRef").or_else(|| refer(ObjectKind::Secret, "secretKeyRef"))
    }
}

/// Where a reference to a value of an object writes `key`.
pub(super) fn key_of_reference(tree: &Tree, from: NodeId) -> Option<Range<usize>> {
    let reference = tree.get(from, "configMapKeyRef").or_else(|| tree.get(from, "secretKeyRef"))?;
    Some(tree[tree.get(tree.resolve(reference.value), "key")?.key].span.range())
}

/// The objects of which a container takes all values as variables, each with what is put before their names.
pub(super) fn all_variables_of(tree: &Tree, container: NodeId) -> Vec<(ObjectName, String)> {
    let items = items(tree, container, "envFrom");
    let of_item = |item: NodeId| {
        let prefix = tree.get(item, "prefix").and_then(|prefix| entries::known(tree, prefix.value));
        Some((reference(tree, item, "configMapRef", "secretRef", "name")?, prefix.unwrap_or_default()))
    };
    items.into_iter().filter_map(of_item).collect()
}

/// The objects that a container mounts as files: its `volumeMounts` name `volumes` of the pod.
pub(super) fn mounted_in(tree: &Tree, container: NodeId, pod: NodeId) -> Vec<ObjectName> {
    let name = |item: NodeId| entries::known(tree, tree.get(item, "name")?.value);
    let mounts: Vec<String> = items(tree, container, "volumeMounts").into_iter().filter_map(name).collect();
    let is_mounted = |volume: &NodeId| name(*volume).is_some_and(|name| mounts.contains(&name));
    let volumes = items(tree, pod, "volumes").into_iter().filter(is_mounted);
    let objects = volumes.flat_map(|volume| {
        let projected = tree.get(volume, "projected").map(|projected| items(tree, projected.value, "sources"));
        let own = reference(tree, volume, "configMap", "secret", "secretName");
        let of_sources = projected.into_iter().flatten();
        own.into_iter().chain(of_sources.filter_map(|source| reference(tree, source, "configMap", "secret", "name")))
    });
    objects.collect()
}

/// The object that a mapping names below one of two keys; `name_of_secret` is what the name of a Secret is called there.
fn reference(tree: &Tree, node: NodeId, config_map: &str, secret: &str, name_of_secret: &str) -> Option<ObjectName> {
    let refer = |kind, key: &str, name: &str| {
        let name = entries::known(tree, tree.get(tree.get(node, key)?.value, name)?.value)?;
        Some(ObjectName { kind, name })
    };
    refer(ObjectKind::ConfigMap, config_map, "name").or_else(|| refer(ObjectKind::Secret, secret, name_of_secret))
}

/// The items of a list below a key.
pub(super) fn items(tree: &Tree, node: NodeId, key: &str) -> Vec<NodeId> {
    match tree.get(node, key).map(|entry| &tree[tree.resolve(entry.value)].kind) {
        Some(Kind::Sequence { items, .. }) => items.clone(),
        _ => Vec::new(),
    }
}

/// The namespace of what a document with a `kind` defines. Returns `None` if it does not say.
pub(super) fn namespace(tree: &Tree, document: NodeId) -> Option<String> {
    let text = |path: &[&str]| {
        let node = path.iter().try_fold(document, |node, key| Some(tree.resolve(tree.get(node, key)?.value)))?;
        entries::known(tree, node)
    };
    let own = || text(&["metadata", "namespace"]);
    match text(&["kind"])?.as_str() {
        // Where Argo CD and Flux deploy it.
        "Application" => text(&["spec", "destination", "namespace"]),
        "HelmRelease" => text(&["spec", "targetNamespace"]).or_else(own),
        _ => own(),
    }
}

/// A `ConfigMap` or a Secret that is written in a file, or that Kustomize makes.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) name: ObjectName,
    /// `None` if the file does not say it.
    pub(super) namespace: Option<String>,
    pub(super) node: NodeId,
    pub(super) is_generated: bool,
}

/// One value of an object as it is written.
pub(super) struct ObjectValue {
    /// Its name and value as a variable, with its place.
    pub(super) entry: SettingEntry,
    /// Its text as a file.
    pub(super) text: String,
    /// The scalar, unless it is in base64.
    pub(super) node: Option<NodeId>,
    /// Which of the files that are read with that of the object it is in, unless it is in that one itself.
    pub(super) file: Option<usize>,
}

impl Object {
    /// What a document is, if it is one.
    pub(super) fn of(tree: &Tree, document: NodeId) -> Option<Self> {
        let text = |node, key: &str| entries::known(tree, tree.get(node, key)?.value);
        let kind = match text(document, "kind")?.as_str() {
            "ConfigMap" => ObjectKind::ConfigMap,
            "Secret" => ObjectKind::Secret,
            _ => return None,
        };
        let name = text(tree.get(document, "metadata")?.value, "name")?;
        let namespace = namespace(tree, document);
        Some(Self { name: ObjectName { kind, name }, namespace, node: document, is_generated: false })
    }

    /// Whether it may be the object that something in a namespace refers to by this name.
    pub(super) fn may_be(&self, name: &ObjectName, namespace: Option<&str>) -> bool {
        let is_elsewhere = self.namespace.as_deref().zip(namespace).is_some_and(|(one, other)| one != other);
        self.name == *name && !is_elsewhere
    }

    /// Its values; what cannot be read as one is left out.
    pub(super) fn values(&self, tree: &Tree, written: &str) -> Vec<ObjectValue> {
        let of_key = |key: &str| tree.get(self.node, key).map_or(&[][..], |entry| tree.own(tree.resolve(entry.value)));
        let plain = |entry: &Entry| {
            let node = tree.resolve(entry.value);
            let Kind::Text(text) = &tree[node].kind else { return None };
            Some(self.value(tree, entry, text.clone(), entries::known(tree, node), Some(node)))
        };
        let encoded = |entry: &Entry| {
            let range = tree[tree.resolve(entry.value)].span.range();
            let (text, _) = embedded::base64::decode(written.get(range.clone())?, range.start)?;
            // A line break behind a value is hardly ever meant.
            let known = Some(text.trim_end_matches('\n').to_owned());
            Some(self.value(tree, entry, text, known, None))
        };
        match self.name.kind {
            ObjectKind::ConfigMap => of_key("data").iter().filter_map(plain).collect(),
            // `stringData` replaces `data`.
            ObjectKind::Secret => {
                let data = of_key("data").iter().filter_map(encoded);
                data.chain(of_key("stringData").iter().filter_map(plain)).collect()
            }
        }
    }

    fn value(
        &self,
        tree: &Tree,
        entry: &Entry,
        text: String,
        known: Option<String>,
        node: Option<NodeId>,
    ) -> ObjectValue {
        let range = tree[tree.resolve(entry.value)].span.range();
        let secret = self.name.kind == ObjectKind::Secret;
        let name = tree.key_text(entry.key).to_owned();
        let entry = SettingEntry { secret, ..SettingEntry::scalar(name, known, range) };
        ObjectValue { entry, text, node, file: None }
    }
}
