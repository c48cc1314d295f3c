//! Variables that Authelia reads its options from (`internal/configuration/koanf_callbacks.go`, v4.39.20), as they stand
//! in a file of variables (`KEY=value`), in a Compose file (`KEY: value` or `- KEY=value`) and in a Kubernetes container
//! (`- name: KEY`, `value: …`).

use std::ops::Range;

use crate::config::{EditedTree, VARIABLE_PREFIX, is_meant_for_authelia, option_of_secret_file, option_of_variable};
use crate::document::{Document, Filters, Kind, NodeId, Origin, Reading, Tree, VariableName, no_variable};
use crate::text::{SourceId, Span};

use super::detect;
use super::dotenv::{self, Variable};

/// The variable that says which configuration filters run (`internal/commands/root.go`, v4.39.20).
const FILTERS: &str = "X_AUTHELIA_CONFIG_FILTERS";

/// A variable and where its name and its value stand.
struct PlacedVariable {
    name: VariableName,
    /// The value as the text that it always is; `None` if it comes from elsewhere.
    value: Option<String>,
    value_span: Span,
}

/// Whether a node holds variables of which one is certainly meant for Authelia: an application may have an
/// `AUTHELIA_HOST` of its own.
pub(super) fn is_environment(tree: &Tree, node: NodeId) -> bool {
    has_variable(tree, node, is_meant_for_authelia)
}

/// Whether a node holds a variable with a name of some kind.
pub(super) fn has_variable(tree: &Tree, node: NodeId, is_meant: fn(&str) -> bool) -> bool {
    match &tree[node].kind {
        Kind::Mapping { entries, .. } => entries.iter().any(|entry| is_meant(tree.key_text(entry.key))),
        Kind::Sequence { items, .. } => {
            items.iter().filter_map(|item| variable_in_list(tree, *item)).any(|it| is_meant(&it.name.text))
        }
        _ => false,
    }
}

/// Whether the name of a variable begins like those of Authelia.
pub(super) fn begins_like_authelias(name: &str) -> bool {
    name.starts_with(VARIABLE_PREFIX)
}

/// Whether a text is a file of variables, of which one is meant for Authelia.
pub(super) fn is_file(text: &str) -> bool {
    let is_its = |variable: &Variable<'_>| is_meant_for_authelia(variable.name) || variable.name == FILTERS;
    detect::is_environment(text) && dotenv::parse(text).is_ok_and(|all| all.iter().any(is_its) || are_all_options(&all))
}

/// Variables that images of all kinds read.
const OF_ANY_IMAGE: [&str; 4] = ["PGID", "PUID", "TZ", "UMASK"];

/// Whether variables set nothing but options of Authelia, also former ones with short names: another application that has an
/// `AUTHELIA_HOST` has variables of its own, too.
fn are_all_options(variables: &[Variable<'_>]) -> bool {
    let mut names =
        variables.iter().map(|variable| variable.name).filter(|name| !OF_ANY_IMAGE.contains(name)).peekable();
    names.peek().is_some() && names.all(|name| option_of_variable(name).is_some())
}

/// The options that the variables in `node` set, as a document of `source`; `None` if they set none.
pub(super) fn document(tree: &mut Tree, source: SourceId, node: NodeId) -> Option<Document> {
    let at = tree[node].span;
    of(tree, source, at, variables(tree, node))
}

/// A file of variables, as a document.
pub(super) fn file(tree: &mut Tree, source: SourceId, text: &str) -> Reading {
    let span = |range: Range<usize>| Span::of(source, range);
    let variables = dotenv::parse(text).map_err(|at| vec![no_variable(span(at..at))])?;
    let variables = variables.into_iter().map(|variable| PlacedVariable {
        name: VariableName {
            text: variable.name.to_owned(),
            span: span(variable.name_at..variable.name_at + variable.name.len()),
        },
        value: (!variable.unknown).then_some(variable.value),
        value_span: span(variable.value_at),
    });
    let at = span(0..0);
    let variables: Vec<PlacedVariable> = variables.collect();
    Ok(of(tree, source, at, variables).unwrap_or_else(|| empty(source)))
}

/// The configuration filters that a file of variables makes Authelia run. Returns `None` if it does not name any.
#[must_use]
pub fn filters(text: &str) -> Option<Filters> {
    let variables = dotenv::parse(text).ok()?;
    let variable = variables.iter().rfind(|variable| variable.name == FILTERS)?;
    Some(if variable.unknown { Filters::Auto } else { variable.value.parse().unwrap_or_default() })
}

/// An environment that sets nothing.
const fn empty(source: SourceId) -> Document {
    let origin = Origin::Variables(Vec::new());
    Document { source, root: None, comments: Vec::new(), dropped: None, verbatim: false, origin }
}

/// The options that variables set. A variable that stands for none of Authelia's options sets nothing.
fn of(tree: &mut Tree, source: SourceId, at: Span, variables: Vec<PlacedVariable>) -> Option<Document> {
    let mut edit = EditedTree::begin(tree, at);
    let mut names = Vec::new();
    for PlacedVariable { name, value, value_span } in variables {
        let in_file = option_of_secret_file(&name.text);
        if let Some(option) = option_of_variable(&name.text).or(in_file) {
            let unknown = value.is_none() || in_file.is_some();
            let value = edit.push_value(&value.unwrap_or_default(), value_span, unknown);
            edit.insert(option, name.span, value);
        }
        if name.text.starts_with(VARIABLE_PREFIX) {
            names.push(name);
        }
    }
    let root = (!edit.entries(edit.root).is_empty()).then_some(edit.root);
    (!names.is_empty()).then(|| Document { root, origin: Origin::Variables(names), ..empty(source) })
}

fn variables(tree: &Tree, node: NodeId) -> Vec<PlacedVariable> {
    match &tree[node].kind {
        Kind::Mapping { entries, .. } => {
            entries.iter().map(|entry| variable(tree, entry.key, tree.key_text(entry.key), Some(entry.value))).collect()
        }
        Kind::Sequence { items, .. } => items.iter().filter_map(|item| variable_in_list(tree, *item)).collect(),
        _ => Vec::new(),
    }
}

/// `KEY=value` as one text, `KEY` alone, or `name: KEY` and `value: …`.
fn variable_in_list(tree: &Tree, item: NodeId) -> Option<PlacedVariable> {
    let node = &tree[item];
    match &node.kind {
        Kind::Text(text) => {
            let (name, value) = text.split_once('=').map_or((text.as_str(), None), |(name, value)| (name, Some(value)));
            let name = VariableName { text: name.to_owned(), span: node.span };
            let value = value.filter(|value| !node.unknown && is_literal(value)).map(str::to_owned);
            Some(PlacedVariable { name, value, value_span: node.span })
        }
        Kind::Mapping { .. } => {
            let name = tree.resolve(tree.get(item, "name")?.value);
            let Kind::Text(text) = &tree[name].kind else { return None };
            Some(variable(tree, name, text, tree.get(item, "value").map(|entry| entry.value)))
        }
        _ => None,
    }
}

/// A variable whose value is a node of its own.
fn variable(tree: &Tree, name_at: NodeId, name: &str, value: Option<NodeId>) -> PlacedVariable {
    let name = VariableName { text: name.to_owned(), span: tree[name_at].span };
    let value_span = value.map_or(name.span, |value| tree[value].span);
    PlacedVariable { value: value.and_then(|value| scalar(tree, value)), name, value_span }
}

/// A value as the text that a variable always is; `None` if it comes from elsewhere.
fn scalar(tree: &Tree, node: NodeId) -> Option<String> {
    let node = &tree[tree.resolve(node)];
    let text = match &node.kind {
        Kind::Text(text) => text.clone(),
        Kind::Bool(value) => value.to_string(),
        Kind::Int(value) => value.to_string(),
        Kind::Uint(value) => value.to_string(),
        _ => return None,
    };
    (!node.unknown && is_literal(&text)).then_some(text)
}

/// Compose and Kubernetes put other variables in place of what begins with `$`.
fn is_literal(text: &str) -> bool {
    !text.contains('$')
}
