//! Edits of a YAML text: the smallest ones that make a change, so that comments, quotes, indentation, order, anchors and
//! line ends stay as they are.
//!
//! An [`Editor`] changes nothing by itself: each of its functions gives the [`Edit`]s that make the change, or the
//! [`Obstacle`] in its way. [`apply`] makes them.

mod block;
mod flow;
mod lines;
mod moving;
mod scalar;
mod spelling;

use std::ops::Range;

use crate::document::{Comment, Entry, Kind, NodeId, Tree};
use crate::text::{Source, SourceId, Span};

pub use moving::Moved;
pub use spelling::{Literal, NewValue};

use lines::Lines;

/// One replaced range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; an empty span inserts.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Why a change is left to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// It would change every place that the anchor is used in.
    #[error("it is shared through an anchor")]
    Shared,
    /// What stands there is written elsewhere.
    #[error("it comes from an alias or a merge key")]
    Alias,
    /// What the text will be is not known.
    #[error("a template stands there")]
    Template,
    /// The tag says what the value is.
    #[error("it has a tag")]
    Tag,
    /// The text is laid out in a way that is not understood well enough to change it.
    #[error("it is written in a way that is better changed by hand")]
    Layout,
    /// Without it, nothing would be left, and that means something else.
    #[error("nothing else stands there")]
    Last,
    /// The new key stands there already.
    #[error("the key is written there already")]
    Exists,
    /// The value is written under another key.
    #[error("it is written under another key")]
    OtherKey,
    /// It is Nix, and no single literal is to be replaced by another.
    #[error("only single literals are edited in Nix")]
    Expression,
    /// The operating system has no random numbers.
    #[error("a fresh digest cannot be made here")]
    NoDigest,
    /// The text was made of something else that is written there.
    #[error("what stands there is not the text itself")]
    Reshaped,
    /// It is not found in one place of the text.
    #[error("the section around it is not written")]
    Nowhere,
}

/// Makes edits for one text.
#[derive(Debug, Clone, Copy)]
pub struct Editor<'a> {
    source: SourceId,
    tree: &'a Tree,
    lines: Lines<'a>,
}

impl<'a> Editor<'a> {
    /// An editor for a text and the tree that was read from it.
    #[must_use]
    pub fn new(id: SourceId, source: &'a Source, tree: &'a Tree, comments: &'a [Comment]) -> Self {
        Self { source: id, tree, lines: Lines { text: &source.text, comments } }
    }

    /// Renames a key; it stays quoted as it is.
    ///
    /// # Errors
    /// Where the key comes from an alias, or the new one stands there already.
    pub fn rename_key(&self, mapping: NodeId, index: usize, new: &str) -> Result<Vec<Edit>, Obstacle> {
        let entry = self.own_entry(mapping, index)?;
        if self.tree.get(mapping, new).is_some() {
            return Err(Obstacle::Exists);
        }
        self.replace_scalar(entry.key, &NewValue::Scalar(Literal::Text(new.to_owned())))
    }

    /// Writes a key that is not written in the mapping itself behind the entry `after`; it wins over a merge key.
    ///
    /// # Errors
    /// Where the mapping is laid out in a way that leaves no place for it.
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

    /// Adds a text to the end of a list that holds others.
    ///
    /// # Errors
    /// Where it is no list, or laid out in a way that leaves no place.
    pub fn add_to_list(&self, list: NodeId, item: &str) -> Result<Vec<Edit>, Obstacle> {
        match &self.tree[list].kind {
            Kind::Alias(_) => Err(Obstacle::Alias),
            Kind::Sequence { items, flow: true } => self.add_to_flow(list, items, item),
            Kind::Sequence { items, flow: false } => self.add_to_block(list, items, item),
            Kind::Text(text) if !text.contains(',') => self.make_list(list, item),
            _ => Err(Obstacle::Layout),
        }
    }

    /// Removes an item of a list that has others.
    ///
    /// # Errors
    /// Where it is the only one, or stands in one line with something else.
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

    /// Removes a key and its value from a mapping that has others.
    ///
    /// # Errors
    /// Where it is the only one, or stands in one line with something else.
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

    /// The entries that are written in a mapping itself, in their order.
    #[must_use]
    pub fn own(&self, mapping: NodeId) -> &'a [Entry] {
        match &self.tree[mapping].kind {
            Kind::Mapping { entries, .. } => &entries[..entries.partition_point(|entry| !entry.merged)],
            _ => &[],
        }
    }

    fn own_entry(&self, mapping: NodeId, index: usize) -> Result<Entry, Obstacle> {
        self.own(mapping).get(index).copied().ok_or(Obstacle::Nowhere)
    }

    /// Whether a node can go: it has no tag before it, and nothing in it has an anchor that others use, or a template
    /// that may begin or end elsewhere.
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

    /// Whether a key is written behind a question mark, and its value behind a colon somewhere else.
    fn is_explicit(&self, entry: Entry) -> bool {
        let before = self.lines.skip_back(self.tree[entry.key].span.range().start);
        before.checked_sub(1).and_then(|at| self.lines.byte(at)) == Some(b'?')
    }

    /// Where an entry ends.
    fn end_of(&self, entry: Entry) -> usize {
        let (key, value) = (self.tree[entry.key].span.range(), self.tree[entry.value].span.range());
        value.end.max(key.end)
    }

    fn edit(&self, start: usize, end: usize, text: impl Into<String>) -> Edit {
        Edit { span: Span::of(self.source, start..end), text: text.into() }
    }
}

/// A text with its edits made, which do not overlap; of those at one place, the earlier comes first.
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
