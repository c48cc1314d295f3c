//! `ConfigMap`s and Secrets that Kustomize makes (`configMapGenerator`, `secretGenerator`). It adds a hash to their names, and to
//! the names in all that refers to them, so that both are written without it.

use crate::document::{NodeId, Tree};

use super::compose::EnvFile;
use super::entries::{self, SettingEntry};
use super::objects::{Object, ObjectKind, ObjectName, ObjectValue, items};

const GENERATORS: [(&str, ObjectKind); 2] =
    [("configMapGenerator", ObjectKind::ConfigMap), ("secretGenerator", ObjectKind::Secret)];

/// The objects that a kustomization makes.
pub(super) fn objects(tree: &Tree, kustomization: NodeId) -> Vec<Object> {
    let text = |node, key: &str| entries::known(tree, tree.get(node, key)?.value);
    let of_kind = |(key, kind)| {
        let items = items(tree, kustomization, key).into_iter();
        items.filter_map(move |node| {
            let namespace = text(node, "namespace").or_else(|| text(kustomization, "namespace"));
            Some(Object { name: ObjectName { kind, name: text(node, "name")? }, namespace, node, is_generated: true })
        })
    };
    GENERATORS.into_iter().flat_map(of_kind).collect()
}

/// The files that a generator reads, as they are written.
pub(super) fn files(tree: &Tree, generator: NodeId) -> impl Iterator<Item = String> {
    variable_files(tree, generator).chain(whole_files(tree, generator).map(|(_, path)| path))
}

/// The values of an object that a generator makes. `files` are those that were read for it.
pub(super) fn values(tree: &Tree, object: &Object, files: &[EnvFile]) -> Vec<ObjectValue> {
    let secret = object.name.kind == ObjectKind::Secret;
    let value = |entry: SettingEntry, file| ObjectValue {
        text: entry.value.clone().unwrap_or_default(),
        entry: SettingEntry { secret, ..entry },
        node: None,
        file,
    };
    let read = |written: &str| files.iter().enumerate().find(|(_, file)| file.written == written);
    let literals = items(tree, object.node, "literals").into_iter().filter_map(|item| {
        let text = entries::known(tree, item)?;
        let (name, text) = text.split_once('=')?;
        let text = text.trim_matches(['"', '\'']).to_owned();
        Some(value(SettingEntry::scalar(name.to_owned(), Some(text), tree[item].span.range()), None))
    });
    let variables = variable_files(tree, object.node).filter_map(|written| read(&written)).flat_map(|(file, read)| {
        let found = entries::of_text(&read.decoded.text).unwrap_or_default().into_iter();
        found.map(move |entry| value(entry, Some(file)))
    });
    let whole = whole_files(tree, object.node).filter_map(|(name, written)| {
        let (file, EnvFile { decoded, .. }) = read(&written)?;
        let entry = SettingEntry::scalar(name, Some(decoded.text.clone()), 0..decoded.text.len());
        Some(value(entry, Some(file)))
    });
    literals.chain(variables).chain(whole).collect()
}

/// The files of variables.
fn variable_files(tree: &Tree, generator: NodeId) -> impl Iterator<Item = String> {
    let one = tree.get(generator, "env").map(|env| env.value);
    let all = one.into_iter().chain(items(tree, generator, "envs"));
    all.filter_map(|item| entries::known(tree, item)).collect::<Vec<_>>().into_iter()
}

/// The files that become a value each, with its name.
fn whole_files(tree: &Tree, generator: NodeId) -> impl Iterator<Item = (String, String)> {
    let paths = items(tree, generator, "files").into_iter().filter_map(|item| entries::known(tree, item));
    let named = paths.map(|path| match path.split_once('=') {
        Some((name, path)) => (name.to_owned(), path.to_owned()),
        None => (path.rsplit('/').next().unwrap_or_default().to_owned(), path),
    });
    named.collect::<Vec<_>>().into_iter()
}
