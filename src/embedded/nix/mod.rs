//! Nix files: what they give Authelia, as far as their text alone tells it.
//!
//! ```text
//! text -- depth, rnix --> syntax -- value (scopes, functions, draft) --> tree -- instances, search --> places
//! ```
//!
//! `services.authelia.instances.<name>.settings` of NixOS, its `settingsFiles`, and whatever looks like Authelia's
//! configuration anywhere in the file. Other modules may add to it, and the module for Authelia sets secrets by variables
//! (`nixos/modules/services/security/authelia.nix` of nixpkgs): so it is never the whole configuration.

mod depth;
mod draft;
mod functions;
mod scopes;
mod value;

use std::collections::{HashMap, HashSet};

use rnix::ast::Expr;
use rnix::{ParseError, SyntaxKind, SyntaxNode};
use rowan::ast::AstNode as _;

use crate::config::LoadOptions;
use crate::document::{Filters, Kind, Mask, NodeId, Origin, Role, SyntaxError, Tree, mask};
use crate::text::{SourceId, Span};

use super::search::{self, ConfigurationPart};
use super::{Found, MaskedSource, root};
use value::NixReader;

/// Finds the configurations in a Nix file.
pub(super) fn read(tree: &mut Tree, id: SourceId, text: &str, options: &LoadOptions) -> Found {
    if depth::is_excessive(text) {
        return Found::plain(Err(vec![limit(Span::new(id, 0, 0), DEEP)]));
    }
    let parsed = rnix::Root::parse(text);
    if let Some(error) = parsed.errors().first() {
        return Found::plain(Err(vec![not_nix(id, text, error)]));
    }
    let syntax = parsed.syntax();
    let masks = masks(text, &syntax, options);
    let file = MaskedSource { id, text, masks: &masks, options };
    let mut found = Found { comments: Some(comments(id, &syntax)), ..Found::default() };
    let first = tree.len();
    let roots = roots(tree, id, syntax, options.filters);
    if let Some(path) = &options.root {
        if let Some(node) = roots.first().and_then(|root| root::find(tree, *root, path)) {
            file.open(tree, root::part(tree, node, path), false, &mut found);
        }
    } else {
        let Places { instances, others } = places(tree, &roots);
        for node in instances {
            found.add(Ok(file.document(node, Origin::File)));
        }
        for place in others {
            let before = found.configurations.len();
            file.open(tree, place, false, &mut found);
            // YAML within a string of Nix: neither's quotes are right there.
            let is_text = matches!(place, ConfigurationPart::Text(_));
            for document in found.configurations[before..].iter_mut().flatten().flatten() {
                document.verbatim &= !is_text;
            }
        }
        found.unite(0);
    }
    if let Some(comments) = &mut found.comments {
        comments.sort_unstable();
    }
    let sizes = sizes(tree, first);
    for reading in found.configurations.iter_mut().flatten() {
        let Ok(document) = reading else { continue };
        if document.origin == Origin::File {
            document.origin = Origin::Module;
        }
        let Some(root) = document.root else { continue };
        if sizes.get(&root).is_some_and(|size| *size > MAX_VALUES) {
            *reading = Err(vec![limit(tree[root].span, MANY)]);
        }
    }
    found
}

/// What a file defines: its own value, and those that are bound to names or given to something unknown. Returns `None` if it is
/// not Nix.
pub(crate) fn values(tree: &mut Tree, id: SourceId, text: &str) -> Option<Vec<NodeId>> {
    if depth::is_excessive(text) {
        return None;
    }
    let parsed = rnix::Root::parse(text);
    parsed.errors().is_empty().then(|| roots(tree, id, parsed.syntax(), Filters::None))
}

fn roots(tree: &mut Tree, id: SourceId, syntax: SyntaxNode, filters: Filters) -> Vec<NodeId> {
    let mut reader = NixReader::new(tree, id, filters);
    let root = Expr::cast(syntax).map(|root| reader.value(&root));
    root.into_iter().chain(std::mem::take(&mut reader.beside)).collect()
}

/// Where configurations stand in a file.
struct Places {
    /// The settings of instances.
    instances: Vec<NodeId>,
    /// What looks like a configuration, and is not part of another one.
    others: Vec<ConfigurationPart>,
}

fn places(tree: &Tree, roots: &[NodeId]) -> Places {
    let mut instances: Vec<NodeId> = roots.iter().flat_map(|root| of_instances(tree, *root)).collect();
    instances.sort_unstable();
    instances.dedup();
    let mut others: Vec<ConfigurationPart> = roots.iter().flat_map(|root| search::search(tree, *root)).collect();
    let whole = others.iter().filter_map(|place| options(*place)).chain(instances.iter().copied());
    let parts = parts(tree, whole);
    let is_known = |node: NodeId| parts.contains(&node) || instances.contains(&node);
    others.retain(|place| !node_of(*place).is_some_and(is_known));
    Places { instances, others }
}

/// What is said about a text that is nested too deeply.
const DEEP: (&str, &str) = ("its expressions are nested too deeply", "move parts of it into files of their own");

/// What is said about names that stand for too much.
const MANY: (&str, &str) = ("its names stand for more than 1,000,000 values", "write fewer names of sets within sets");

/// That a text is not checked, which Authelia never sees.
fn limit(span: Span, (message, help): (&str, &str)) -> SyntaxError {
    SyntaxError::unchecked(span, message, help)
}

fn not_nix(id: SourceId, text: &str, error: &ParseError) -> SyntaxError {
    let range = match error {
        ParseError::Unexpected(range)
        | ParseError::UnexpectedExtra(range)
        | ParseError::UnexpectedWanted(_, range, _)
        | ParseError::UnexpectedDoubleBind(range)
        | ParseError::DuplicatedArgs(range, _) => value::span(id, *range),
        _ => Span::of(id, text.trim_end().len().saturating_sub(1)..text.trim_end().len()),
    };
    limit(range, ("it is not valid Nix", "check the brackets, quotes and semicolons up to this place"))
}

/// What is inserted into strings, and the templates in them.
fn masks(text: &str, syntax: &SyntaxNode, options: &LoadOptions) -> Vec<Mask> {
    let is_inserted = |node: &SyntaxNode| node.kind() == SyntaxKind::NODE_INTERPOL;
    let mut masks: Vec<Mask> = Vec::new();
    for node in syntax.descendants().filter(is_inserted) {
        let range = node.text_range();
        let (start, end) = (range.start().into(), range.end().into());
        if masks.last().is_none_or(|last| last.end <= start) {
            masks.push(Mask { start, end, role: Role::Value, controls: false });
        }
    }
    let inserted = masks.len();
    for template in mask(text, options.filters).1 {
        let after = masks[..inserted].partition_point(|mask| mask.end <= template.start);
        if masks[..inserted].get(after).is_none_or(|mask| template.end <= mask.start) {
            masks.push(template);
        }
    }
    masks.sort_unstable_by_key(|mask| mask.start);
    masks
}

fn comments(id: SourceId, syntax: &SyntaxNode) -> Vec<Span> {
    let tokens = syntax.descendants_with_tokens().filter_map(rnix::NodeOrToken::into_token);
    let comments = tokens.filter(|token| token.kind() == SyntaxKind::TOKEN_COMMENT && token.text().starts_with('#'));
    comments.map(|token| value::span(id, token.text_range())).collect()
}

/// What stands around a node on the way to the settings of an instance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InstancePath {
    Nothing,
    Authelia,
    Instances,
    Instance,
}

/// The settings of the instances that a value defines for NixOS, and the sets that its `settingsFiles` are made of.
fn of_instances(tree: &Tree, root: NodeId) -> Vec<NodeId> {
    let mut settings = Vec::new();
    let mut waiting = vec![(root, InstancePath::Nothing)];
    while let Some((node, around)) = waiting.pop() {
        match &tree[node].kind {
            Kind::Mapping { entries, .. } => {
                for entry in entries {
                    let value = tree.resolve(entry.value);
                    let below = match (around, tree.key_text(entry.key)) {
                        (InstancePath::Instance, "settings") if is_mapping(tree, value) => {
                            settings.push(value);
                            continue;
                        }
                        (InstancePath::Instance, "settingsFiles") => {
                            if let Kind::Sequence { items, .. } = &tree[value].kind {
                                let sets = items.iter().map(|item| tree.resolve(*item));
                                settings.extend(sets.filter(|item| is_mapping(tree, *item)));
                            }
                            continue;
                        }
                        (InstancePath::Instances, _) => InstancePath::Instance,
                        (InstancePath::Authelia, "instances") => InstancePath::Instances,
                        (_, "authelia") => InstancePath::Authelia,
                        _ => InstancePath::Nothing,
                    };
                    // What a name stands for was found where it is defined, unless the way to it tells what it is.
                    if value == entry.value || around != InstancePath::Nothing {
                        waiting.push((value, below));
                    }
                }
            }
            Kind::Sequence { items, .. } => waiting.extend(items.iter().map(|item| (*item, InstancePath::Nothing))),
            _ => {}
        }
    }
    settings
}

fn is_mapping(tree: &Tree, node: NodeId) -> bool {
    matches!(tree[node].kind, Kind::Mapping { .. })
}

/// The options that a place is made of.
const fn options(place: ConfigurationPart) -> Option<NodeId> {
    match place {
        ConfigurationPart::Options(node) | ConfigurationPart::Chart(node) => Some(node),
        _ => None,
    }
}

/// The set or list at a place.
const fn node_of(place: ConfigurationPart) -> Option<NodeId> {
    match place {
        ConfigurationPart::Clients(node) => Some(node),
        place => options(place),
    }
}

/// What some sets are made of, themselves left out: also what names in them stand for.
fn parts(tree: &Tree, sets: impl Iterator<Item = NodeId>) -> HashSet<NodeId> {
    let mut parts = HashSet::new();
    let mut waiting: Vec<NodeId> = sets.collect();
    while let Some(node) = waiting.pop() {
        let below: Vec<NodeId> = match &tree[node].kind {
            Kind::Alias(target) => vec![*target],
            Kind::Sequence { items, .. } => items.clone(),
            Kind::Mapping { entries, .. } => entries.iter().map(|entry| entry.value).collect(),
            _ => continue,
        };
        waiting.extend(below.into_iter().filter(|node| parts.insert(*node)));
    }
    parts
}

/// More values than these a configuration does not have. Names that stand for sets of other names multiply.
const MAX_VALUES: usize = 1_000_000;

/// How many values there are in each node, names replaced by what they stand for. What is in a node was added before it.
fn sizes(tree: &Tree, first: usize) -> HashMap<NodeId, usize> {
    let mut sizes: HashMap<NodeId, usize> = HashMap::new();
    for id in tree.ids().skip(first) {
        let size = |node: &NodeId| sizes.get(node).copied().unwrap_or(1);
        let within = match &tree[id].kind {
            Kind::Alias(target) => size(target),
            Kind::Sequence { items, .. } => items.iter().map(size).fold(0, usize::saturating_add),
            Kind::Mapping { entries, .. } => {
                entries.iter().map(|entry| size(&entry.value)).fold(0, usize::saturating_add)
            }
            _ => 0,
        };
        sizes.insert(id, within.saturating_add(1));
    }
    sizes
}
