//! YAML: keys of any depth, and environments in their three forms (`NAME: value`, `- NAME=value`, `name` and `value`).

use crate::document::{self, Kind, NodeId, Tree};
use crate::text::SourceId;

use super::super::compose::ComposeVariables;

use super::SettingEntry;

/// How deep values are looked at.
const MAX_DEPTH: usize = 16;

/// Reads the settings of a text: those of the services or containers with one of the images, if there are any, else all, unless
/// `variables` say that the text was found and not named. A text that is not YAML has none.
pub(super) fn read(text: &str, images: &[String], variables: Option<&ComposeVariables>) -> Vec<SettingEntry> {
    let mut tree = Tree::default();
    let Ok(stream) = document::read_stream(&mut tree, SourceId(0), text, &[]) else { return Vec::new() };
    let mut found = EntryWalk { tree: &tree, variables, entries: Vec::new() };
    for root in &stream.roots {
        let containers = containers(&tree, *root, images);
        let is_compose = tree.get(*root, "services").is_some();
        for container in &containers {
            found.node("", *container, 0);
        }
        if containers.is_empty() && !is_compose && variables.is_none() {
            found.node("", *root, 0);
        }
    }
    found.entries
}

/// The services of a Compose file, the containers of a manifest, and the values from which a chart makes one, that run one of
/// the images.
fn containers(tree: &Tree, root: NodeId, images: &[String]) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        // What an alias stands for is found where it is written.
        match &tree[node].kind {
            Kind::Mapping { .. } if is_of(tree, node, images) => found.push(node),
            Kind::Mapping { entries, .. } => waiting.extend(entries.iter().rev().map(|entry| entry.value)),
            Kind::Sequence { items, .. } => waiting.extend(items.iter().rev()),
            _ => {}
        }
    }
    found
}

/// The files that the services of a Compose file take variables from, as they are written: of those with one of the images, or
/// of all services.
pub(in super::super) fn env_files(compose: &str, images: Option<&[String]>) -> Vec<String> {
    let mut tree = Tree::default();
    let Ok(read) = document::read(&mut tree, SourceId(0), compose, &[]) else { return Vec::new() };
    let services = read.root.and_then(|root| tree.get(root, "services")).map(|entry| entry.value);
    let mut files = Vec::new();
    for service in services.into_iter().flat_map(|services| values(&tree, services)) {
        if images.is_some_and(|images| !is_of(&tree, service, images)) {
            continue;
        }
        let Some(entry) = tree.get(service, "env_file") else { continue };
        let items = match &tree[tree.resolve(entry.value)].kind {
            Kind::Sequence { items, .. } => items.clone(),
            _ => vec![entry.value],
        };
        files.extend(items.into_iter().filter_map(|item| match tree.get(item, "path") {
            Some(path) => text(&tree, path.value),
            None => text(&tree, item),
        }));
    }
    files
}

fn values(tree: &Tree, node: NodeId) -> Vec<NodeId> {
    match &tree[tree.resolve(node)].kind {
        Kind::Mapping { entries, .. } => entries.iter().map(|entry| entry.value).collect(),
        _ => Vec::new(),
    }
}

/// Whether a service runs one of the images, which charts write as a mapping.
fn is_of(tree: &Tree, service: NodeId, images: &[String]) -> bool {
    let Some(entry) = tree.get(service, "image") else { return false };
    let repository = tree.get(tree.resolve(entry.value), "repository").map(|entry| entry.value);
    text(tree, repository.unwrap_or(entry.value)).is_some_and(|image| {
        let name = image.split('@').next().unwrap_or_default();
        let name = match name.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => name,
            _ => name,
        };
        images.iter().any(|known| name == known || name.ends_with(&format!("/{known}")))
    })
}

struct EntryWalk<'t> {
    tree: &'t Tree,
    variables: Option<&'t ComposeVariables>,
    entries: Vec<SettingEntry>,
}

impl EntryWalk<'_> {
    fn node(&mut self, prefix: &str, node: NodeId, depth: usize) {
        let tree = self.tree;
        let resolved = tree.resolve(node);
        match &tree[resolved].kind {
            _ if depth > MAX_DEPTH => {}
            Kind::Mapping { entries, .. } => {
                for entry in entries {
                    let key = tree.key_text(entry.key);
                    let name = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
                    self.node(&name, entry.value, depth + 1);
                }
            }
            Kind::Sequence { items, .. } => {
                let texts =
                    items.iter().filter_map(|item| Some((self.text(*item)?, tree[*item].span.range()))).collect();
                let (range, empty) = (tree[resolved].span.range(), items.is_empty());
                self.entries.push(SettingEntry {
                    items: texts,
                    empty,
                    ..SettingEntry::scalar(prefix.to_owned(), None, range)
                });
                for item in items {
                    self.item(*item, depth + 1);
                }
            }
            _ => {
                self.entries.push(SettingEntry::scalar(
                    prefix.to_owned(),
                    self.text(node),
                    tree[resolved].span.range(),
                ));
            }
        }
    }

    /// An item that is a variable, or that holds variables.
    fn item(&mut self, item: NodeId, depth: usize) {
        let tree = self.tree;
        let range = tree[item].span.range();
        if let Kind::Text(text) = &tree[tree.resolve(item)].kind {
            if let Some((name, value)) = text.split_once('=') {
                self.entries.push(SettingEntry::scalar(name.to_owned(), self.filled(value), range));
            }
            return;
        }
        let name = tree.get(item, "name").and_then(|entry| text(tree, entry.value));
        match (name, tree.get(item, "value")) {
            (Some(name), Some(value)) => {
                let range = tree[tree.resolve(value.value)].span.range();
                self.entries.push(SettingEntry::scalar(name, self.text(value.value), range));
            }
            _ => self.node("", item, depth),
        }
    }

    fn text(&self, node: NodeId) -> Option<String> {
        match &self.tree[self.tree.resolve(node)].kind {
            Kind::Text(text) => self.filled(text),
            _ => text(self.tree, node),
        }
    }

    fn filled(&self, text: &str) -> Option<String> {
        self.variables.map_or_else(|| literal(text), |variables| variables.fill(text))
    }
}

/// A scalar as a text. Returns `None` if it takes a variable in.
fn text(tree: &Tree, node: NodeId) -> Option<String> {
    let node = &tree[tree.resolve(node)];
    match &node.kind {
        Kind::Text(text) => literal(text),
        Kind::Bool(value) => Some(value.to_string()),
        Kind::Int(value) => Some(value.to_string()),
        Kind::Null => Some(String::new()),
        _ => None,
    }
}

/// A text in which Compose replaces nothing: it reads `$$` as `$`.
fn literal(text: &str) -> Option<String> {
    let plain = text.replace("$$", "\u{0}");
    (!plain.contains('$')).then(|| plain.replace('\u{0}', "$"))
}
