//! Variables that Authelia reads its options from (`internal/configuration/koanf_callbacks.go`, v4.39.20), as they stand
//! in a Compose file (`KEY: value` or `- KEY=value`) and in a Kubernetes container (`- name: KEY`, `value: …`).

use std::ops::Range;

use crate::config::{Edit, VARIABLE_PREFIX, option_of_secret_file, option_of_variable};
use crate::document::{Document, Kind, Node, NodeId, Reading, Style, Tree, no_variable};
use crate::dotenv;
use crate::span::{SourceId, Span};

/// A variable and where its name and its value stand.
struct Variable {
    name: String,
    name_span: Span,
    value: Node,
}

/// Whether a node holds variables of which one is Authelia's.
pub(super) fn is_environment(tree: &Tree, node: NodeId) -> bool {
    match &tree[node].kind {
        Kind::Mapping { entries, .. } => {
            entries.iter().any(|entry| tree.key_text(entry.key).starts_with(VARIABLE_PREFIX))
        }
        Kind::Sequence { items, .. } => items.iter().any(|item| match &tree[*item].kind {
            Kind::Text(text) => text.starts_with(VARIABLE_PREFIX),
            Kind::Mapping { .. } => named(tree, *item).is_some_and(|(_, name)| name.starts_with(VARIABLE_PREFIX)),
            _ => false,
        }),
        _ => false,
    }
}

/// The name of a container's variable, and where it stands.
fn named(tree: &Tree, item: NodeId) -> Option<(NodeId, &str)> {
    let name = tree.resolve(tree.get(item, "name")?.value);
    match &tree[name].kind {
        Kind::Text(text) => Some((name, text)),
        _ => None,
    }
}

/// The options that some variables set, as a mapping; nothing where they set none. A variable that is none of Authelia's
/// options means nothing.
pub(super) fn options(tree: &mut Tree, node: NodeId) -> Option<NodeId> {
    let variables = variables(tree, node);
    let mut edit = Edit::new(tree, node);
    edit.root = edit.push_mapping(node, Vec::new());
    for Variable { name, name_span, value } in variables {
        if let Some(option) = option_of_variable(&name) {
            let value = edit.tree.push(value);
            edit.insert(option, name_span, value);
        }
    }
    (!edit.entries(edit.root).is_empty()).then_some(edit.root)
}

/// A file of variables, as a document.
pub(super) fn file(tree: &mut Tree, source: SourceId, text: &str) -> Reading {
    let span = |range: Range<usize>| Span::of(source, range);
    let variables = dotenv::parse(text).map_err(|at| vec![no_variable(span(at..at))])?;
    let mut edit = Edit::begin(tree, span(0..0));
    for variable in variables {
        let name = span(variable.name_at..variable.name_at + variable.name.len());
        let in_file = option_of_secret_file(variable.name);
        if let Some(option) = option_of_variable(variable.name).or(in_file) {
            let unknown = variable.unknown || in_file.is_some();
            let value = edit.push_value(&variable.value, span(variable.value_at), unknown);
            edit.insert(option, name, value);
        }
    }
    let root = Some(edit.root);
    Ok(Document { source, root, comments: Vec::new(), dropped: None, verbatim: false, loose: false })
}

fn variables(tree: &Tree, node: NodeId) -> Vec<Variable> {
    match &tree[node].kind {
        Kind::Mapping { entries, .. } => entries
            .iter()
            .filter_map(|entry| {
                let name = tree.key_text(entry.key).to_owned();
                Some(Variable { name, name_span: tree[entry.key].span, value: scalar(tree, entry.value)? })
            })
            .collect(),
        Kind::Sequence { items, .. } => {
            items.iter().filter_map(|item| assigned(tree, *item).or_else(|| described(tree, *item))).collect()
        }
        _ => Vec::new(),
    }
}

/// `KEY=value` as one text.
fn assigned(tree: &Tree, item: NodeId) -> Option<Variable> {
    let node = &tree[item];
    let Kind::Text(text) = &node.kind else { return None };
    let (name, value) = text.split_once('=')?;
    Some(Variable { name: name.to_owned(), name_span: node.span, value: text_node(node, value.to_owned()) })
}

/// `name: KEY` and `value: …`.
fn described(tree: &Tree, item: NodeId) -> Option<Variable> {
    let (name, text) = named(tree, item)?;
    let value = scalar(tree, tree.get(item, "value")?.value)?;
    Some(Variable { name: text.to_owned(), name_span: tree[name].span, value })
}

/// A value as the text that a variable always is.
fn scalar(tree: &Tree, node: NodeId) -> Option<Node> {
    let node = &tree[tree.resolve(node)];
    let text = match &node.kind {
        Kind::Text(text) => text.clone(),
        Kind::Bool(value) => value.to_string(),
        Kind::Int(value) => value.to_string(),
        Kind::Uint(value) => value.to_string(),
        _ => return None,
    };
    Some(text_node(node, text))
}

/// A text that stands where `node` does. Compose and Kubernetes put other variables in place of what begins with `$`.
fn text_node(node: &Node, text: String) -> Node {
    let unknown = node.unknown || text.contains('$');
    Node { kind: Kind::Text(text), style: Style::SingleQuoted, unknown, ..node.clone() }
}
