//! What is kept while the configuration is read from the tree: paths, problems, and where the reading is.

use crate::document::{Node, NodeId, Tree};
use crate::span::Span;

use super::path::{PathId, Paths};
use super::section::{Field, Slot};
use super::value::Place;

/// Something that is wrong with the configuration's form. The rules make findings of it.
#[derive(Debug, Clone)]
pub enum Problem {
    /// A value that cannot be read as what the option needs.
    WrongType {
        /// The value.
        place: Place,
        /// What is expected, to end the sentence "this must be …".
        expects: &'static str,
        /// Why it is refused, where there is more to say.
        reason: Option<String>,
    },
    /// A key that Authelia does not know at this place.
    UnknownKey {
        /// The key's value.
        place: Place,
        /// The key.
        name: String,
        /// The section that it stands in.
        section: PathId,
        /// The keys that are known there.
        known: &'static [Field],
        /// Whether Authelia's own check of keys passes over this place.
        overlooked: bool,
    },
    /// A section with nothing in it, which Authelia's check of keys takes for an unknown option.
    EmptySection {
        /// The section.
        place: Place,
    },
}

/// Reads the configuration from a tree.
#[derive(Debug)]
pub struct Decoder<'tree> {
    /// The tree that is read.
    pub tree: &'tree Tree,
    /// The paths that were passed.
    pub paths: Paths,
    /// What was wrong.
    pub problems: Vec<Problem>,
    /// The values that must never be shown.
    pub secrets: Vec<Span>,
    lists: u32,
}

impl<'tree> Decoder<'tree> {
    /// A decoder for a tree.
    #[must_use]
    pub fn new(tree: &'tree Tree) -> Self {
        Self { tree, paths: Paths::default(), problems: Vec::new(), secrets: Vec::new(), lists: 0 }
    }

    /// The node of a slot, aliases followed.
    #[must_use]
    pub fn node(&self, slot: &Slot) -> Option<&'tree Node> {
        slot.node.map(|id| &self.tree[self.tree.resolve(id)])
    }

    /// Where a slot's value stands; an alias stands where it is written.
    #[must_use]
    pub fn place(&self, slot: &Slot) -> Place {
        Place {
            span: slot.node.map_or(slot.around, |id| self.tree[id].span),
            key: slot.key.map(|id| self.tree[id].span),
            path: slot.path,
            given: slot.node.is_some(),
        }
    }

    /// Keeps what is wrong.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn unknown_key(&mut self, section: PathId, name: NodeId, value: NodeId, known: &'static [Field]) {
        let text = self.tree.key_text(name).to_owned();
        let path = self.paths.name(section, &text);
        let place = Place { span: self.tree[value].span, key: Some(self.tree[name].span), path, given: true };
        let overlooked = self.lists > 1;
        self.problem(Problem::UnknownKey { place, name: text, section, known, overlooked });
    }

    pub(super) fn empty_section(&mut self, slot: &Slot, place: Place) {
        if self.lists == 0 && slot.node.is_some() {
            self.problem(Problem::EmptySection { place });
        }
    }

    pub(super) const fn enter_list(&mut self) {
        self.lists += 1;
    }

    pub(super) const fn leave_list(&mut self) {
        self.lists = self.lists.saturating_sub(1);
    }

    /// The source span of a node.
    #[must_use]
    pub fn span(&self, node: NodeId) -> Span {
        self.tree[node].span
    }
}
