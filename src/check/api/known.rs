//! What is known at a place of a text: what an editor shows where the cursor is.

use serde::Serialize;

use crate::check::mask::Masks;
use crate::config::section::{Section as _, Shape};
use crate::config::{Config, Configuration};
use crate::document::{Kind, NodeId, Tree};
use crate::embedded::Configurations;
use crate::lint::ClientEntry;
use crate::text::{SourceId, Span};

use super::report::Place;
use super::{LintOptions, Text, UnknownRule, run, sources};

/// What is known at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// The configuration path of what is there, as `identity_providers.oidc.clients[0].scopes`.
    pub path: String,
    /// The value, or the key where the place is in a key.
    pub place: Place,
    /// Whether Authelia has an option of this path.
    pub is_option: bool,
    /// The id of the client around it.
    pub client_id: Option<String>,
    /// The name of the application that this client was recognised as.
    pub app: Option<String>,
    /// Why it was recognised, in words; empty if it was not.
    pub recognised_by: String,
}

/// What is known at an offset (in bytes) of one of the texts (its index). Returns `None` if there is no part of a
/// configuration.
///
/// # Errors
/// If a selector in `options` names no rule.
pub fn known_at(texts: &[Text], options: &LintOptions, text: usize, byte: usize) -> Result<Option<Known>, UnknownRule> {
    let (Ok(source), Ok(byte)) = (u32::try_from(text), u32::try_from(byte)) else { return Ok(None) };
    let at = Span::new(SourceId(source), byte, byte);
    let (sources_of_clients, outcome) = run(texts, options)?;
    let options = options.options()?;
    let mut known = None;
    Configurations::all(&sources(texts), &options.load, |config| {
        if known.is_none() {
            known = found(config, at);
        }
    });
    let Some((path, span)) = known else { return Ok(None) };
    let client = outcome.clients.iter().find(|client| client.span.contains(at));
    let masks = Masks::new(&outcome, &sources_of_clients);
    let shown = |text: &str| masks.text(text).line().into_owned();
    Ok(Some(Known {
        is_option: is_option(&path),
        path: shown(&spell(&path)),
        place: Place::new(span, &sources_of_clients),
        client_id: client.and_then(|client| client.client_id.as_ref()).map(|id| shown(id.expose())),
        app: client.and_then(|client: &ClientEntry| client.app_name.as_deref()).map(shown),
        recognised_by: client.map(|client| shown(client.why.expose())).unwrap_or_default(),
    }))
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

/// The path to the innermost node at a place, and its span. Returns `None` if the configuration does not reach there.
fn found(config: &Config, at: Span) -> Option<(Vec<Step>, Span)> {
    let mut node = config.node?;
    let mut path = Vec::new();
    let mut span = None;
    while let Some((step, next, here)) = step(&config.tree, node, at) {
        path.push(step);
        span = Some(here);
        let Some(next) = next else { break };
        node = next;
    }
    Some((path, span?))
}

/// The step from a node towards a place: the child to go on with, unless the place is in its key.
fn step(tree: &Tree, node: NodeId, at: Span) -> Option<(Step, Option<NodeId>, Span)> {
    match &tree[tree.resolve(node)].kind {
        Kind::Mapping { entries, .. } => entries.iter().find_map(|entry| {
            let (key, value) = (tree[entry.key].span, tree[entry.value].span);
            let step = || Step::Key(tree.key_text(entry.key).to_owned());
            if key.contains(at) {
                Some((step(), None, key))
            } else {
                value.contains(at).then(|| (step(), Some(entry.value), value))
            }
        }),
        Kind::Sequence { items, .. } => items.iter().enumerate().find_map(|(index, item)| {
            let span = tree[*item].span;
            span.contains(at).then_some((Step::Index(index), Some(*item), span))
        }),
        _ => None,
    }
}

fn spell(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => text.extend([".", key]),
            Step::Index(index) => text.extend(["[", &index.to_string(), "]"]),
        }
    }
    text
}

static ROOT: Shape = Shape::Section(Configuration::FIELDS);

/// Whether Authelia has an option of a path.
fn is_option(path: &[Step]) -> bool {
    let mut shape = &ROOT;
    for step in path {
        let below = match (shape, step) {
            (Shape::Section(_) | Shape::Map(_), Step::Key(key)) => shape.at_key(key),
            (Shape::List(item), Step::Index(_)) => Some(*item),
            _ => None,
        };
        let Some(below) = below else { return false };
        shape = below;
    }
    true
}
