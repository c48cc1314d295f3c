//! YAML, and what Nix defines: keys of any depth, and environments in their three forms (`NAME: value`, `- NAME=value`, `name` and
//! `value`), of which Kubernetes keeps values elsewhere, too (`valueFrom`).

use crate::document::{Kind, NodeId, Tree};

use super::super::compose::ComposeVariables;
use super::super::objects::ObjectKey;
use super::{SettingEntry, ValueForm, is_encrypted, name_below};

/// How deep values are looked at.
const MAX_DEPTH: usize = 16;

/// The most nodes that are looked at: those that aliases stand for are counted each time.
const MAX_NODES: usize = 20_000;

/// Reads the settings below a node. `variables` are those that it takes in, if it is in a Compose file.
pub(in super::super) fn below(tree: &Tree, node: NodeId, variables: Option<&ComposeVariables>) -> Vec<SettingEntry> {
    let mut walk = EntryWalk { tree, variables, left: MAX_NODES, entries: Vec::new() };
    walk.node("", node, 0);
    walk.entries
}

/// The files that a service of a Compose file takes variables from, as they are written.
pub(in super::super) fn env_files(tree: &Tree, service: NodeId) -> Vec<String> {
    let Some(entry) = tree.get(service, "env_file") else { return Vec::new() };
    let items = match &tree[tree.resolve(entry.value)].kind {
        Kind::Sequence { items, .. } => items.clone(),
        _ => vec![entry.value],
    };
    let path = |item: NodeId| known(tree, tree.get(item, "path").map_or(item, |path| path.value));
    items.into_iter().filter_map(path).collect()
}

/// A scalar as a text. Returns `None` if it takes a variable in, is encrypted, or cannot be known otherwise.
pub(in super::super) fn known(tree: &Tree, node: NodeId) -> Option<String> {
    let node = &tree[tree.resolve(node)];
    match &node.kind {
        _ if node.unknown => None,
        Kind::Text(text) => literal(text),
        Kind::Bool(value) => Some(value.to_string()),
        Kind::Int(value) => Some(value.to_string()),
        Kind::Null => Some(String::new()),
        _ => None,
    }
}

/// A text that is not encrypted, and in which Compose replaces nothing: it reads `$$` as `$`.
fn literal(text: &str) -> Option<String> {
    let plain = text.replace("$$", "\u{0}");
    (!plain.contains('$') && !is_encrypted(text)).then(|| plain.replace('\u{0}', "$"))
}

struct EntryWalk<'t> {
    tree: &'t Tree,
    variables: Option<&'t ComposeVariables>,
    /// How many more nodes are looked at.
    left: usize,
    entries: Vec<SettingEntry>,
}

impl EntryWalk<'_> {
    fn node(&mut self, prefix: &str, node: NodeId, depth: usize) {
        let tree = self.tree;
        let resolved = tree.resolve(node);
        if depth > MAX_DEPTH || self.left == 0 {
            return;
        }
        self.left -= 1;
        match &tree[resolved].kind {
            Kind::Mapping { .. } if tree.get(resolved, "valueFrom").is_some() => {
                self.elsewhere(prefix.rsplit('.').next().unwrap_or_default(), resolved);
            }
            Kind::Mapping { entries, .. } => {
                for entry in entries {
                    let name = name_below(prefix, tree.key_text(entry.key));
                    self.node(&name, entry.value, depth + 1);
                }
            }
            Kind::Sequence { items, .. } => {
                let texts =
                    items.iter().filter_map(|item| Some((self.text(*item)?, tree[*item].span.range()))).collect();
                let (range, empty) = (tree[resolved].span.range(), items.is_empty());
                self.entries.push(SettingEntry {
                    items: texts,
                    form: ValueForm::List,
                    empty,
                    ..SettingEntry::scalar(prefix.to_owned(), None, range)
                });
                for (index, item) in items.iter().enumerate() {
                    self.item(&format!("{prefix}.{index}"), *item, depth + 1);
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

    /// An item that is a variable, or that holds settings.
    fn item(&mut self, prefix: &str, item: NodeId, depth: usize) {
        let tree = self.tree;
        let range = tree[item].span.range();
        if let Kind::Text(text) = &tree[tree.resolve(item)].kind {
            if let Some((name, value)) = text.split_once('=') {
                self.entries.push(SettingEntry::scalar(name.to_owned(), self.filled(value), range));
            }
            return;
        }
        let name = tree.get(item, "name").and_then(|entry| known(tree, entry.value));
        match (name, tree.get(item, "value")) {
            (Some(name), Some(value)) => {
                let range = tree[tree.resolve(value.value)].span.range();
                self.entries.push(SettingEntry::scalar(name, self.text(value.value), range));
            }
            (Some(name), None) if tree.get(item, "valueFrom").is_some() => self.elsewhere(&name, item),
            _ => self.node(prefix, item, depth),
        }
    }

    /// A variable whose value Kubernetes takes from elsewhere.
    fn elsewhere(&mut self, name: &str, variable: NodeId) {
        let Some(from) = self.tree.get(variable, "valueFrom") else { return };
        let elsewhere = ObjectKey::of(self.tree, from.value);
        let range = self.tree[from.value].span.range();
        self.entries.push(SettingEntry { elsewhere, ..SettingEntry::scalar(name.to_owned(), None, range) });
    }

    fn text(&self, node: NodeId) -> Option<String> {
        match (&self.tree[self.tree.resolve(node)].kind, self.variables) {
            (Kind::Text(text), Some(variables)) => variables.fill(text),
            _ => known(self.tree, node),
        }
    }

    fn filled(&self, text: &str) -> Option<String> {
        self.variables.map_or_else(|| literal(text), |variables| variables.fill(text))
    }
}
