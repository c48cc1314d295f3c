//! Minimal edits of a YAML text, which preserve comments, quotes, indentation, order, anchors and line endings.
//!
//! An [`Editor`] does not change the text itself: each function returns the [`Edit`]s for a change, or the [`Obstacle`]
//! that prevents it. [`apply`] applies the edits.

mod block;
mod flow;
mod lines;
mod moving;
mod scalar;
mod spelling;
mod wrapping;

use std::ops::Range;

use crate::document::{Comment, Entry, Kind, NodeId, Tree};
use crate::text::{Source, SourceId, Span};

pub use moving::Moved;
pub use spelling::{Literal, NewValue};

use lines::Lines;

/// The replacement of a byte range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; an empty span inserts.
    pub span: Span,
    /// The replacement text.
    pub text: String,
}

/// Why a change must be made by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// The change would affect every place that uses the anchor.
    #[error("the value is shared through an anchor")]
    Shared,
    /// The value is written elsewhere.
    #[error("the value comes from an alias or a merge key")]
    Alias,
    /// The final text is unknown.
    #[error("the value contains a template")]
    Template,
    /// A tag determines the type of the value.
    #[error("the value has a tag")]
    Tag,
    /// The layout of the text is not supported.
    #[error("this layout cannot be edited automatically")]
    Layout,
    /// The collection would become empty, which has a different meaning.
    #[error("it is the only entry")]
    Last,
    /// The new key already exists.
    #[error("the new key already exists")]
    Exists,
    /// The value is written under another key.
    #[error("the value is set by another key")]
    OtherKey,
    /// A change in Nix that does not replace one literal with another.
    #[error("only single literals are edited in Nix")]
    Expression,
    /// The operating system provides no random numbers.
    #[error("a new digest cannot be generated here")]
    NoDigest,
    /// Enough digests were generated in this run.
    #[error("a run generates at most 200 new digests; run it again for the others")]
    ManyDigests,
    /// The value was derived from different text in the file.
    #[error("the file contains a different form of this text")]
    Reshaped,
    /// It does not have a single place in the text.
    #[error("its section is not in the file")]
    Nowhere,
}

/// Creates edits for one text.
#[derive(Debug, Clone, Copy)]
pub struct Editor<'a> {
    source: SourceId,
    tree: &'a Tree,
    lines: Lines<'a>,
    /// Whether the tree leaves out keys of the text, and its sections are open for what another program adds.
    is_excerpt: bool,
}

impl<'a> Editor<'a> {
    /// Creates an editor for a text and its parsed tree.
    #[must_use]
    pub fn new(id: SourceId, source: &'a Source, tree: &'a Tree, comments: &'a [Comment]) -> Self {
        Self { source: id, tree, lines: Lines { text: &source.text, comments }, is_excerpt: false }
    }

    /// The same for a tree that leaves out keys of the text because another program makes something else of them.
    #[must_use]
    pub const fn of_excerpt(self) -> Self {
        Self { is_excerpt: true, ..self }
    }

    /// Renames a key, keeping its quotes.
    ///
    /// # Errors
    /// Returns an obstacle if the key comes from an alias or the new key already exists.
    pub fn rename_key(&self, mapping: NodeId, index: usize, new: &str) -> Result<Vec<Edit>, Obstacle> {
        let entry = self.own_entry(mapping, index)?;
        if self.tree.get(mapping, new).is_some() {
            return Err(Obstacle::Exists);
        }
        self.replace_scalar(entry.key, &NewValue::Scalar(Literal::Text(new.to_owned())))
    }

    /// Inserts a key that the mapping itself does not have after the entry `after`; it overrides a merge key.
    ///
    /// # Errors
    /// Returns an obstacle if the layout of the mapping leaves no place for the key.
    pub fn insert_key(
        &self,
        mapping: NodeId,
        after: usize,
        key: &str,
        value: &NewValue,
    ) -> Result<Vec<Edit>, Obstacle> {
        if self.own(mapping).iter().any(|entry| self.tree.key_text(entry.key) == key) {
            return Err(Obstacle::Exists);
        }
        match self.tree[mapping].kind {
            Kind::Mapping { flow: true, .. } => self.insert_in_flow(mapping, after, key, value),
            _ => self.insert_in_block(mapping, after, key, value),
        }
    }

    /// Appends a text to a non-empty list.
    ///
    /// # Errors
    /// Returns an obstacle if the node is not a list or its layout leaves no place for the item.
    pub fn add_to_list(&self, list: NodeId, item: &str) -> Result<Vec<Edit>, Obstacle> {
        match &self.tree[list].kind {
            Kind::Alias(_) => Err(Obstacle::Alias),
            Kind::Sequence { items, flow: true } => self.add_to_flow(list, items, item),
            Kind::Sequence { items, flow: false } => self.add_to_block(list, items, item),
            Kind::Text(text) if !text.contains(',') => self.make_list(list, item),
            _ => Err(Obstacle::Layout),
        }
    }

    /// Removes an item from a list with several items.
    ///
    /// # Errors
    /// Returns an obstacle if it is the only one or shares a line with something else.
    pub fn remove_item(&self, list: NodeId, index: usize) -> Result<Vec<Edit>, Obstacle> {
        let Kind::Sequence { items, flow } = &self.tree[list].kind else { return Err(Obstacle::Layout) };
        let item = *items.get(index).ok_or(Obstacle::Nowhere)?;
        if items.len() < 2 {
            return Err(Obstacle::Last);
        }
        self.is_bare(item)?;
        let span = self.tree[item].span;
        if *flow {
            return self.remove_from_flow(span.range());
        }
        let dash = self.dash_before(list, item).ok_or(Obstacle::Layout)?;
        self.remove_lines(dash..span.range().end)
    }

    /// Moves an item of a list, with the comments above it, before an earlier item and the comments above that.
    ///
    /// # Errors
    /// Returns an obstacle if the list is not in block style, or one of the items shares a line with something else.
    pub fn move_item(&self, list: NodeId, index: usize, before: usize) -> Result<Vec<Edit>, Obstacle> {
        let Kind::Sequence { items, flow: false } = &self.tree[list].kind else { return Err(Obstacle::Layout) };
        let item = *items.get(index).ok_or(Obstacle::Nowhere)?;
        self.is_bare(item)?;
        if self.tree[list].open {
            return Err(Obstacle::Template);
        }
        let target = self.start_of_item(list, items, before)?;
        let start = self.start_of_item(list, items, index)?;
        self.move_lines(start..self.tree[item].span.range().end, target)
    }

    /// Removes a key and its value from a mapping with several keys.
    ///
    /// # Errors
    /// Returns an obstacle if it is the only one or shares a line with something else.
    pub fn remove_key(&self, mapping: NodeId, index: usize) -> Result<Vec<Edit>, Obstacle> {
        let entry = self.own_entry(mapping, index)?;
        self.is_bare(entry.key)?;
        self.is_bare(entry.value)?;
        if self.is_explicit(entry) {
            return Err(Obstacle::Layout);
        }
        let own = self.own(mapping);
        if own.len() < 2 {
            return Err(Obstacle::Last);
        }
        let range = self.tree[entry.key].span.range().start..self.end_of(entry);
        match self.tree[mapping].kind {
            Kind::Mapping { flow: true, .. } => self.remove_from_flow(range),
            _ if self.lines.is_first(range.start) => self.remove_lines(range),
            _ => self.remove_up_to_next(range, own.get(index + 1)),
        }
    }

    /// The entries of a mapping behind which a key can be written so that it is always there: those that are not in one of
    /// the `blocks` (conditions and loops of templates, in bytes) that begin within the mapping. Their indices.
    pub fn unconditional<'b>(
        &self,
        mapping: NodeId,
        blocks: &'b [Range<u32>],
    ) -> impl Iterator<Item = usize> + use<'a, 'b> {
        let tree = self.tree;
        let begin = self.lines.begin_of_section(tree[mapping].span.range().start);
        let is_within = move |entry: &Entry| {
            let at = tree[entry.key].span.start;
            blocks.iter().any(|block| block.contains(&at) && block.start as usize >= begin)
        };
        self.own(mapping).iter().enumerate().filter(move |(_, entry)| !is_within(entry)).map(|(index, _)| index)
    }

    fn own(&self, mapping: NodeId) -> &'a [Entry] {
        self.tree.own(mapping)
    }

    fn own_entry(&self, mapping: NodeId, index: usize) -> Result<Entry, Obstacle> {
        self.own(mapping).get(index).copied().ok_or(Obstacle::Nowhere)
    }

    /// Checks that a node can be removed: it has no tag, and contains no anchor used elsewhere and no template that may
    /// start or end elsewhere.
    fn is_bare(&self, node: NodeId) -> Result<(), Obstacle> {
        if self.tree[node].tag().is_some() {
            return Err(Obstacle::Tag);
        }
        let mut rest = vec![node];
        while let Some(node) = rest.pop() {
            if self.tree[node].anchor().is_some() {
                return Err(Obstacle::Shared);
            }
            if self.tree[node].open {
                return Err(Obstacle::Template);
            }
            match &self.tree[node].kind {
                Kind::Sequence { items, .. } => rest.extend(items),
                Kind::Mapping { .. } => rest.extend(self.own(node).iter().flat_map(|entry| [entry.key, entry.value])),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a key is written after a `?`, and its value after a `:` somewhere else.
    fn is_explicit(&self, entry: Entry) -> bool {
        let before = self.lines.skip_back(self.tree[entry.key].span.range().start);
        before.checked_sub(1).and_then(|at| self.lines.byte(at)) == Some(b'?')
    }

    /// The end of an entry.
    fn end_of(&self, entry: Entry) -> usize {
        let (key, value) = (self.tree[entry.key].span.range(), self.tree[entry.value].span.range());
        value.end.max(key.end)
    }

    fn edit(&self, start: usize, end: usize, text: impl Into<String>) -> Edit {
        Edit { span: Span::of(self.source, start..end), text: text.into() }
    }
}

/// Applies edits, which must not overlap, to a text. Edits at the same place are applied in order.
#[must_use]
pub fn apply(text: &str, edits: &[&Edit]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut edited = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        edited.push_str(text.get(done..range.start).unwrap_or_default());
        edited.push_str(&edit.text);
        done = range.end.max(done);
    }
    edited.push_str(text.get(done..).unwrap_or_default());
    edited
}

impl From<&str> for NewValue {
    fn from(text: &str) -> Self {
        Self::Scalar(Literal::Text(text.to_owned()))
    }
}

impl From<bool> for NewValue {
    fn from(value: bool) -> Self {
        Self::Scalar(Literal::Bool(value))
    }
}

impl From<i64> for NewValue {
    fn from(value: i64) -> Self {
        Self::Scalar(Literal::Number(value))
    }
}
