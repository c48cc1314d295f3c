//! The state while a configuration is read from the tree: paths, problems and templates.

use std::collections::HashSet;

use crate::document::{Filters, Kind, Node, NodeId, Style, Tree, mask};
use crate::golang::regexp;
use crate::text::{Secret, Sources, Span};

use super::definitions::Networks;
use super::keys::{Leaf, is_name};
use super::path::{PathId, Paths};
use super::problem::{Expected, Problem};
use super::scalars::Regexp;
use super::secret_path::is_path;
use super::section::{Field, Scalar, Slot, keys};
use super::templates::Templates;
use super::value::Place;
use super::version::Version;

/// At most this many problems of a configuration are recorded: nobody reads more, and each takes memory.
const MAX_PROBLEMS: usize = 20_000;

/// The first version that takes a dot in a custom name.
const DOTTED_NAMES: Version = Version::literal("4.39.20");

/// The results of reading besides the configuration itself.
#[derive(Debug)]
pub(super) struct Form {
    /// The paths that were passed.
    pub(super) paths: Paths,
    /// What was wrong.
    pub(super) problems: Vec<Problem>,
    /// The values that hold templates.
    pub(super) templates: Templates,
    /// The values that must never be shown.
    pub(super) secrets: Vec<Span>,
    /// The same as they were read, which may not be as they are written.
    pub(super) secret_texts: Vec<Secret>,
    pub(super) unknown_sections: HashSet<PathId>,
}

/// Reads the configuration from a tree.
#[derive(Debug)]
pub struct Decoder<'tree> {
    /// The tree that is read.
    pub tree: &'tree Tree,
    /// The texts that the tree was made from.
    pub sources: &'tree Sources,
    /// The paths that were passed.
    pub paths: Paths,
    /// What was wrong.
    pub problems: Vec<Problem>,
    /// The values that hold templates.
    pub templates: Templates,
    /// The values that must never be shown.
    pub secrets: Vec<Span>,
    /// The same as they were read.
    pub secret_texts: Vec<Secret>,
    /// The sections that cannot be known.
    pub unknown_sections: HashSet<PathId>,
    /// The names of networks that rules may use instead of addresses.
    pub networks: Networks,
    /// Whether templates are literal text.
    pub literal_templates: bool,
    /// The version of Authelia that is to read the configuration.
    pub version: Version,
    /// The leaves that Authelia's check of keys refuses.
    refused: Vec<Leaf>,
    /// The keys of `refused`, and of the sections that contain them.
    refused_keys: HashSet<NodeId>,
    /// The keys and items that a problem already reports.
    reported: HashSet<NodeId>,
}

impl<'tree> Decoder<'tree> {
    /// A decoder for a tree.
    #[must_use]
    pub fn new(tree: &'tree Tree, sources: &'tree Sources, paths: Paths) -> Self {
        Self {
            tree,
            sources,
            paths,
            problems: Vec::new(),
            templates: Templates::default(),
            secrets: Vec::new(),
            secret_texts: Vec::new(),
            unknown_sections: HashSet::new(),
            networks: Networks::default(),
            literal_templates: false,
            version: Version::NEWEST,
            refused: Vec::new(),
            refused_keys: HashSet::new(),
            reported: HashSet::new(),
        }
    }

    /// Sets the leaves that Authelia's check of keys refuses, and the keys that are already reported.
    pub(super) fn expect(&mut self, refused: Vec<Leaf>, reported: Vec<NodeId>) {
        self.refused_keys = refused.iter().flat_map(|leaf| leaf.passed.iter().copied()).collect();
        self.refused = refused;
        self.reported = reported.into_iter().collect();
    }

    /// The node of a slot, aliases followed.
    #[must_use]
    pub fn node(&self, slot: &Slot) -> Option<&'tree Node> {
        slot.node.map(|id| &self.tree[self.tree.resolve(id)])
    }

    /// The place of a slot's value; for an alias, the place of the alias itself.
    #[must_use]
    pub fn place(&self, slot: &Slot) -> Place {
        Place {
            span: slot.node.map_or(slot.around, |id| self.tree[id].span),
            key: slot.key.map(|id| self.tree[id].span),
            path: slot.path,
            given: slot.node.is_some(),
        }
    }

    /// Records the place and the text of a secret, so that it is never shown.
    pub(super) fn keep_secret(&mut self, span: Span, kind: &Kind) {
        self.secrets.push(span);
        if let Kind::Text(text) = kind {
            self.secret_texts.push(Secret::new(text.clone()));
        }
    }

    /// The source span of a node.
    #[must_use]
    pub fn span(&self, node: NodeId) -> Span {
        self.tree[node].span
    }

    /// Records a problem.
    pub fn problem(&mut self, problem: Problem) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// Records that a value has the wrong type or format.
    pub fn wrong_type(&mut self, slot: &Slot, expects: Expected, reason: Option<String>) {
        let place = self.place(slot);
        let Some(node) = self.node(slot) else { return };
        self.reported.extend(slot.key.into_iter().chain(slot.node));
        let meant = if expects == bool::EXPECTS { boolean(&node.kind) } else { None };
        let advice = self.advice(place.path, &node.kind, expects);
        self.problem(Problem::WrongType { place, found: found(&node.kind), expects, reason, advice, meant });
    }

    /// What to write instead of a look-ahead or look-behind. Returns `None` if there is none.
    fn advice(&self, path: PathId, kind: &Kind, expects: Expected) -> Option<String> {
        let Kind::Text(text) = kind else { return None };
        let look_around = regexp::look_around(text).filter(|_| expects == Regexp::EXPECTS)?;
        let option = self.paths.last_key(path).or_else(|| self.paths.last_key(self.paths.parent(path)))?;
        Some(match look_around.as_two_patterns() {
            Some([excluded, rest]) => format!(
                "the first matching rule decides: put a rule for `{option}: ['{excluded}']` above this one, with the policy \
                 for what this pattern excludes, and write `{rest}` in this one"
            ),
            None => "the first matching rule decides: put a rule for the exception above this one, and match the rest \
                     in this one"
                .to_owned(),
        })
    }

    /// Whether Authelia's check of keys refuses a key, or something below it.
    pub(super) fn refuses(&self, key: NodeId) -> bool {
        self.refused_keys.contains(&key)
    }

    pub(super) fn unknown_key(&mut self, section: PathId, name: NodeId, value: NodeId, known: &'static [Field]) {
        if !self.reported.insert(name) {
            return;
        }
        let text = self.tree.key_text(name).to_owned();
        let path = self.paths.name(section, &text);
        let place = Place { span: self.span(value), key: Some(self.span(name)), path, given: true };
        let overlooked = !self.refuses(name);
        let names_item = self.names_item(section, value, known);
        self.problem(Problem::UnknownKey { place, name: text, section, known, overlooked, names_item });
    }

    /// Reports a key that only a later version knows. What is set there cannot be known.
    pub(super) fn newer_key(&mut self, slot: Slot, since: Version) -> Slot {
        let Some(key) = slot.key else { return slot };
        // The value of a former key was put here, or that of a variable.
        if !self.sources.slice(self.span(key)).contains(self.tree.key_text(key)) {
            return slot;
        }
        if self.reported.insert(key) {
            self.problem(Problem::NewerKey { place: self.place(&slot), since });
        }
        Slot { node: None, key: None, unknown: true, ..slot }
    }

    /// Whether the value of an unknown key contains the options of the surrounding list item: the key is then a name for the
    /// item, although list items cannot have names.
    pub(super) fn names_item(&self, section: PathId, value: NodeId, known: &'static [Field]) -> bool {
        let options = keys(known);
        let is_item = self.paths.last_key(section).is_none();
        let Kind::Mapping { entries, .. } = &self.tree[self.tree.resolve(value)].kind else { return false };
        is_item && entries.iter().any(|entry| options.contains(&self.tree.key_text(entry.key)))
    }

    pub(super) fn empty_section(&mut self, slot: &Slot, place: Place) {
        let Some(key) = slot.key.filter(|key| self.refuses(*key)) else { return };
        if self.reported.insert(key) {
            let is_mapping =
                slot.node.is_some_and(|node| matches!(self.tree[self.tree.resolve(node)].kind, Kind::Mapping { .. }));
            self.problem(Problem::EmptySection { place, is_mapping });
        }
    }

    /// Reports a custom name that Authelia's check of keys refuses.
    pub(super) fn check_name(&mut self, slot: &Slot, name: &str) {
        let has_later_form = name.contains('.') && self.version < DOTTED_NAMES;
        let Some(key) = slot.key.filter(|key| has_later_form || self.refuses(*key)) else { return };
        if (has_later_form || !is_name(name)) && self.reported.insert(key) {
            let place = self.place(slot);
            self.problem(Problem::InvalidName { place, name: name.to_owned() });
        }
    }

    /// Reports a secret that is a template that nothing evaluates.
    pub(super) fn check_literal(&mut self, node: &Node, place: Place) {
        /// No secret with a template is longer, in bytes.
        const MAX_LENGTH: usize = 4096;
        if let Kind::Text(text) = &node.kind
            && self.literal_templates
            && text.len() < MAX_LENGTH
            // A `$NAME` may as well be a part of a password.
            && mask(text, Filters::Auto).1.iter().any(|mask| text[..mask.end].ends_with(['}', ']']))
        {
            self.problem(Problem::LiteralTemplate { place });
        }
    }

    /// Reports a secret that is the path of a file that nothing reads.
    pub(super) fn check_path(&mut self, kind: &Kind, place: Place) {
        if matches!(kind, Kind::Text(text) if is_path(text)) {
            self.problem(Problem::PathAsSecret { place });
        }
    }

    /// Reports a string that is written as another type, so that Authelia reads a different string.
    pub(super) fn check_surprise<T: Scalar>(&mut self, node: &Node, place: Place) {
        if !T::TEXT || node.style != Style::Plain || node.tag().is_some() {
            return;
        }
        if !matches!(node.kind, Kind::Bool(_) | Kind::Int(_) | Kind::Uint(_) | Kind::Float(_)) {
            return;
        }
        let written = self.sources.slice(node.span);
        if let Ok(Some(reads)) = String::decode(&node.kind, self)
            && reads != written
        {
            let texts = (!T::SECRET).then(|| (written.to_owned(), reads));
            self.problem(Problem::SurprisingScalar { place, texts });
        }
    }

    /// Reports what Authelia's check of keys refuses and no other problem covers, and returns all results.
    #[must_use]
    pub(super) fn finish(mut self) -> Form {
        for leaf in std::mem::take(&mut self.refused) {
            let Some(name) = leaf.passed.last().copied() else { continue };
            if leaf.passed.iter().any(|node| self.reported.contains(node)) {
                continue;
            }
            let path = self.paths.name(PathId::ROOT, &leaf.path);
            let place = Place { span: self.span(leaf.value), key: Some(self.span(name)), path, given: true };
            self.reported.insert(name);
            let name = self.tree.key_text(name).to_owned();
            self.problem(Problem::UnknownKey {
                place,
                name,
                section: PathId::ROOT,
                known: &[],
                overlooked: false,
                names_item: false,
            });
        }
        Form {
            paths: self.paths,
            problems: self.problems,
            templates: self.templates,
            secrets: self.secrets,
            secret_texts: self.secret_texts,
            unknown_sections: self.unknown_sections,
        }
    }
}

/// The boolean that other YAML parsers read from a word. Returns `None` if the word is not a boolean to any of them.
fn boolean(kind: &Kind) -> Option<bool> {
    let Kind::Text(word) = kind else { return None };
    match word.trim().to_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "enabled" => Some(true),
        "false" | "no" | "n" | "off" | "disabled" => Some(false),
        _ => None,
    }
}

/// Describes a kind of value.
const fn found(kind: &Kind) -> &'static str {
    match kind {
        Kind::Null | Kind::Alias(_) => "nothing",
        Kind::Bool(_) => "a boolean",
        Kind::Int(_) | Kind::Uint(_) | Kind::Float(_) => "a number",
        Kind::Time(_) => "a date",
        Kind::Text(_) => "a string",
        Kind::Sequence { .. } => "a list",
        Kind::Mapping { .. } => "a mapping",
    }
}
