//! What is known at a place of a text: what an editor shows where the cursor is.

use serde::Serialize;

use crate::app::told;
use crate::check::mask::Masks;
use crate::config::Config;
use crate::config::view::{Look, View};
use crate::document::{Kind, NodeId, Tree};
use crate::lint::{ClientEntry, Finding};
use crate::text::{SourceId, Span, sanitize};

use super::access_rule::AccessRule;
use super::allowed::{allowed, default};
use super::description::description;
use super::path::{Step, is_secret, kind, shape, since, spell};
use super::policy::who_gets_in;
use super::report::Place;
use super::secret;
use super::{Analysis, LintOptions, Text, UnknownRule};

/// The rule that reports deprecated keys.
const DEPRECATED_KEY: &str = "deprecated-key";

/// What is known at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// The configuration path of what is there, as `identity_providers.oidc.clients[0].scopes`.
    pub path: String,
    /// The value, or the key where the place is in a key.
    pub place: Place,
    /// Whether Authelia has an option of this path.
    pub is_option: bool,
    /// The type of the option, in words.
    pub kind: Option<String>,
    /// What the option does, in one or two sentences.
    pub description: Option<String>,
    /// The first version of Authelia that has the option, unless all do.
    pub since: Option<String>,
    /// What to write instead, if the option is deprecated.
    pub deprecated: Option<String>,
    /// What Authelia uses if the option is not set, as it would be written.
    pub default: Option<String>,
    /// The values that the option allows without any definition, if they are a short list.
    pub allowed: Vec<String>,
    /// The key that is written, if it is an older name of the option.
    pub older_key: Option<String>,
    /// What kind of secret is written, such as `plaintext` or `pbkdf2-sha512`, and how strong it is; never the secret.
    pub secret: Option<String>,
    /// Who gets in, where a policy is named or defined: by its first rule first.
    pub who_gets_in: Vec<String>,
    /// The rule of access control around it.
    pub rule: Option<AccessRule>,
    /// The id of the client around it.
    pub client_id: Option<String>,
    /// The name of the application that this client was recognised as.
    pub app: Option<String>,
    /// Why it was recognised, in words; empty if it was not.
    pub recognised_by: String,
    /// What is known about the application.
    pub facts: Vec<Fact>,
}

/// What is known about an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is about.
    pub what: String,
    /// What it says.
    pub is: String,
    /// How it is known.
    pub proof: String,
}

/// What is known at an offset (in bytes) of one of the texts (its index). Returns `None` if there is no part of a
/// configuration.
///
/// # Errors
/// If a selector in `options` names no rule.
pub fn known_at(texts: &[Text], options: &LintOptions, text: usize, byte: usize) -> Result<Option<Known>, UnknownRule> {
    Ok(Analysis::new(texts, options)?.known_at(text, byte))
}

impl Analysis {
    /// What is known at an offset (in bytes) of one of the texts (its index). Returns `None` if there is no part of a
    /// configuration.
    #[must_use]
    pub fn known_at(&self, text: usize, byte: usize) -> Option<Known> {
        let at = place(text, byte)?;
        let mut known = None;
        self.configurations(|config| {
            if known.is_none() {
                known = found(config, at).map(|found| self.known(config, &found, at));
            }
        });
        known
    }

    fn known(&self, config: &Config, found: &NodeAt, at: Span) -> Known {
        let NodeAt { path, node, span, key } = found;
        let client = self.outcome.clients.iter().find(|client| client.span.contains(at));
        let masks = self.masks();
        let shown = |text: &str| masks.text(text).line().into_owned();
        let written = key.map(|key| self.sources.slice(key).trim_matches(['\'', '"']));
        let is_older = |key: &&str| matches!(path.last(), Some(Step::Key(today)) if !today.eq_ignore_ascii_case(key));
        Known {
            is_option: shape(path).is_some(),
            kind: kind(path).map(str::to_owned),
            description: description(path).map(str::to_owned),
            since: since(path).map(|since| since.to_string()),
            deprecated: self.deprecated(at, masks),
            // The default is one of the whole list.
            default: if matches!(path.last(), Some(Step::Index(_))) { None } else { default(path) },
            allowed: allowed(path).iter().map(|value| (*value).to_owned()).collect(),
            older_key: written.filter(is_older).map(shown),
            secret: if is_secret(path) { self.secret(config, path, *node) } else { None },
            who_gets_in: who_gets_in(config, path, masks),
            rule: self.access_rule(config, path, masks),
            path: shown(&spell(path)),
            place: Place::new(*span, &self.sources),
            client_id: client.and_then(|client| client.client_id.as_ref()).map(|id| shown(id.expose())),
            app: client.and_then(|client: &ClientEntry| client.app_name.as_deref()).map(shown),
            recognised_by: client.map(|client| shown(client.why.expose())).unwrap_or_default(),
            facts: client.and_then(|client| client.app.as_deref()).map(|app| self.facts(app)).unwrap_or_default(),
        }
    }

    /// What a finding about a deprecated key at a place says to do.
    fn deprecated(&self, at: Span, masks: &Masks) -> Option<String> {
        let is_it = |finding: &&Finding| finding.rule == DEPRECATED_KEY && finding.span.contains(at);
        let finding = self.outcome.findings.iter().find(is_it)?;
        masks.finding(finding, &self.sources).help.map(|help| help.line().into_owned())
    }

    fn facts(&self, app: &str) -> Vec<Fact> {
        let Some(app) = self.options.hints.catalogue.get(app) else { return Vec::new() };
        let facts = told::facts(app.usual_facts()).into_iter();
        facts
            .map(|told| Fact { what: told.what.to_owned(), is: told.is, proof: told.proof.words().to_owned() })
            .collect()
    }

    /// The kind and the strength of the secret at a path.
    fn secret(&self, config: &Config, path: &[Step], node: NodeId) -> Option<String> {
        let look = Look { sources: &self.sources, whole: config.whole, absent_is_absent: config.absent_is_absent() };
        let kind = text_of(super::unset::at(&config.effective(look), path)?.get("kind")?)?;
        match &config.tree[config.tree.resolve(node)].kind {
            Kind::Text(text) => Some(secret::told(&kind, text)),
            _ => Some(kind),
        }
    }
}

fn text_of(view: &View) -> Option<String> {
    match view {
        View::Text(text) if !text.is_empty() => Some(sanitize::line(text).into_owned()),
        _ => None,
    }
}

/// An offset in one of the texts.
pub(super) fn place(text: usize, byte: usize) -> Option<Span> {
    let (source, byte) = (u32::try_from(text).ok()?, u32::try_from(byte).ok()?);
    Some(Span::new(SourceId(source), byte, byte))
}

/// The innermost node at a place.
struct NodeAt {
    path: Vec<Step>,
    node: NodeId,
    span: Span,
    /// Its key, if it has one.
    key: Option<Span>,
}

/// The path to the innermost node at a place. Returns `None` if the configuration does not reach there.
fn found(config: &Config, at: Span) -> Option<NodeAt> {
    let mut node = config.node?;
    let mut found: Option<NodeAt> = None;
    while let Some(Below { step, next, span, key }) = below(&config.tree, node, at) {
        let mut path = found.map(|found| found.path).unwrap_or_default();
        path.push(step);
        node = next;
        found = Some(NodeAt { path, node, span, key });
    }
    found
}

/// The step from a node towards a place, and the child to go on with.
struct Below {
    step: Step,
    next: NodeId,
    span: Span,
    key: Option<Span>,
}

fn below(tree: &Tree, node: NodeId, at: Span) -> Option<Below> {
    match &tree[tree.resolve(node)].kind {
        Kind::Mapping { entries, .. } => entries.iter().find_map(|entry| {
            let (key, value) = (tree[entry.key].span, tree[entry.value].span);
            let step = || Step::Key(tree.key_text(entry.key).to_owned());
            // An older key is read as a path of several, all of which are where it is.
            let span = if key.contains(at) { key } else { value };
            span.contains(at).then(|| Below { step: step(), next: entry.value, span, key: Some(key) })
        }),
        Kind::Sequence { items, .. } => items.iter().enumerate().find_map(|(index, item)| {
            let span = tree[*item].span;
            let below = || Below { step: Step::Index(index), next: *item, span, key: None };
            span.contains(at).then(below)
        }),
        _ => None,
    }
}
