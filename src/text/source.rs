//! The texts that were read, each kept once.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::text::{Decoded, SourceId, Span, paths};

/// One text and the name that it is shown under.
#[derive(Clone)]
pub struct Source {
    /// The path as it was given, or the name of standard input.
    pub name: String,
    /// The text, decoded to UTF-8.
    pub text: String,
    /// The offset of the first byte that was no text, if there was one.
    pub undecodable: Option<usize>,
    /// Whether these are environment variables, not YAML.
    pub variables: bool,
    /// Whether it came from standard input, so that there is no file to write it to.
    pub piped: bool,
    /// The source that it is read together with: a configuration names its users database, and nginx includes files.
    pub beside: Option<SourceId>,
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters stand before each block of bytes: a file may be one long line.
    blocks: OnceLock<Vec<u32>>,
    /// The same for characters that take two code units in UTF-16.
    pairs: OnceLock<Vec<u32>>,
}

/// Bytes in a block.
const BLOCK: usize = 1024;

/// The text may hold secrets.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.name, self.text.len())
    }
}

impl Source {
    /// A text under a name.
    #[must_use]
    pub fn new(name: String, decoded: impl Into<Decoded>) -> Self {
        let Decoded { text, undecodable } = decoded.into();
        let (line_starts, blocks, pairs) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { name, text, undecodable, variables: false, piped: false, beside: None, line_starts, blocks, pairs }
    }

    /// Whether it is written in Nix.
    #[must_use]
    pub fn is_nix(&self) -> bool {
        paths::is_nix(Path::new(&self.name))
    }

    /// The same with another text.
    fn with_text(&self, text: String) -> Self {
        Self { variables: self.variables, piped: self.piped, beside: self.beside, ..Self::new(self.name.clone(), text) }
    }

    /// Line and column of a byte offset, both from 1, the column in Unicode scalar values.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_at(offset);
        let start = self.line_starts().get(line - 1).copied().unwrap_or(0) as usize;
        let column = self.characters_before(offset as usize) - self.characters_before(start);
        Position { line, column: column + 1 }
    }

    /// The column of a byte offset, from 0, in UTF-16 code units.
    #[must_use]
    pub fn utf16_column(&self, offset: u32) -> usize {
        let start = self.line_starts().get(self.line_at(offset) - 1).copied().unwrap_or(0) as usize;
        let units = |at| self.characters_before(at) + self.counted_before(&self.pairs, pairs, at);
        units(offset as usize) - units(start)
    }

    /// The line of a byte offset, from 1. Its column takes longer to tell.
    #[must_use]
    pub fn line_at(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|start| *start <= offset).max(1)
    }

    /// The bytes of a line, counted from 1, without its line feed; empty where there is no such line.
    #[must_use]
    pub fn line(&self, number: usize) -> Range<usize> {
        let starts = self.line_starts();
        let Some(start) = number.checked_sub(1).and_then(|index| starts.get(index)) else { return 0..0 };
        let end = starts.get(number).map_or(self.text.len(), |next| *next as usize - 1);
        *start as usize..end
    }

    /// How many lines there are; a line feed at the very end starts one more.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.line_starts().len()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| line_starts(&self.text))
    }

    fn characters_before(&self, offset: usize) -> usize {
        self.counted_before(&self.blocks, characters, offset)
    }

    /// What is counted in the bytes before an offset; `blocks` keeps the counts before each block.
    fn counted_before(&self, blocks: &OnceLock<Vec<u32>>, count: fn(&[u8]) -> usize, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        let blocks = blocks.get_or_init(|| counted_before_blocks(bytes, count));
        let block = offset / BLOCK;
        blocks.get(block).map_or(0, |before| *before as usize) + count(&bytes[block * BLOCK..offset])
    }
}

fn counted_before_blocks(bytes: &[u8], count: fn(&[u8]) -> usize) -> Vec<u32> {
    let mut before = 0;
    let counts = bytes.chunks(BLOCK).map(|block| u32::try_from(count(block)).unwrap_or(0));
    std::iter::once(0)
        .chain(counts.map(|count| {
            before += count;
            before
        }))
        .collect()
}

/// How many characters in some bytes take two code units in UTF-16: those of four bytes.
fn pairs(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte >= 0b1111_0000).count()
}

/// How many characters start in some bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

fn line_starts(text: &str) -> Vec<u32> {
    let after_breaks = text.bytes().zip(1u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, next)| next);
    std::iter::once(0).chain(after_breaks).collect()
}

/// A place for people: line and column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in Unicode scalar values.
    pub column: usize,
}

/// All texts of one run, each under its id. A copy shares the texts.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<SourceId, Arc<Source>>);

/// The first id of the texts that are not configuration: they come after all others.
const BESIDE: SourceId = SourceId(1 << 31);

impl Sources {
    /// Keeps a text.
    pub fn add(&mut self, name: String, decoded: impl Into<Decoded>) -> SourceId {
        self.push(Source::new(name, decoded))
    }

    /// Keeps a text after those that may be or hold configurations.
    pub fn push(&mut self, source: Source) -> SourceId {
        self.insert(self.next(SourceId(0)), source)
    }

    /// Adds a file of environment variables, which come after all files of a configuration.
    pub fn add_variables(&mut self, name: String, decoded: impl Into<Decoded>) -> SourceId {
        self.push(Source { variables: true, ..Source::new(name, decoded) })
    }

    /// Keeps a text that is not a configuration, but that findings may point into.
    pub fn add_beside(&mut self, name: String, decoded: impl Into<Decoded>) -> SourceId {
        let id = self.next(BESIDE);
        self.insert(id, Source::new(name, decoded))
    }

    /// Keeps a text under an id of the caller's choice, below those of the texts that are not configurations.
    pub fn insert(&mut self, id: SourceId, source: Source) -> SourceId {
        self.0.insert(id, Arc::new(source));
        id
    }

    /// The id after the last one of the kind that begins with `first`.
    fn next(&self, first: SourceId) -> SourceId {
        let kind = if first < BESIDE { first..BESIDE } else { first..SourceId(u32::MAX) };
        self.0.range(kind).next_back().map_or(first, |(last, _)| SourceId(last.0 + 1))
    }

    /// Adds all texts of `other`, which may be the same ones.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Drops the texts of all configurations, and keeps their names.
    pub fn forget_texts(&mut self) {
        for (_, source) in self.0.range_mut(..BESIDE) {
            *source = Arc::new(source.with_text(String::new()));
        }
    }

    /// The same sources, some of them with other texts.
    #[must_use]
    pub fn with_texts(&self, texts: impl IntoIterator<Item = (SourceId, String)>) -> Self {
        let mut changed = self.clone();
        for (id, text) in texts {
            changed.insert(id, self.get(id).with_text(text));
        }
        changed
    }

    /// These configurations, and all texts that are not configurations.
    #[must_use]
    pub fn only(&self, ids: &[SourceId]) -> Self {
        let configurations = ids.iter().filter_map(|id| self.0.get_key_value(id));
        Self(configurations.chain(self.0.range(BESIDE..)).map(|(id, source)| (*id, Arc::clone(source))).collect())
    }

    /// The texts that may be or hold configurations, in order.
    pub fn configurations(&self) -> impl Iterator<Item = SourceId> {
        self.0.range(..BESIDE).map(|(id, _)| *id)
    }

    /// Whether it is the id of a text that is not a configuration.
    #[must_use]
    pub fn is_beside(id: SourceId) -> bool {
        id >= BESIDE
    }

    /// The text behind an id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[&id]
    }

    /// The text behind an id. Returns `None` if there is none.
    #[must_use]
    pub fn find(&self, id: SourceId) -> Option<&Source> {
        self.0.get(&id).map(Arc::as_ref)
    }

    /// The bytes of a span; empty where the span does not fit the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.range()).unwrap_or_default()
    }

    /// Where a span begins and ends.
    #[must_use]
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let source = self.get(span.source);
        (source.position(span.start), source.position(span.end))
    }

    /// All texts in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().map(|(id, source)| (*id, source.as_ref()))
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_however_long_the_line() {
        let source = Source::new("a.yml".to_owned(), format!("äö: 1\n{}x", "é".repeat(5000)));
        assert_eq!(source.position(4), Position { line: 1, column: 3 });
        assert_eq!(source.position(8), Position { line: 2, column: 1 });
        assert_eq!(source.position(8 + 10_000), Position { line: 2, column: 5001 });
        assert_eq!(source.position(u32::MAX), Position { line: 2, column: 5002 });
        let source = Source::new("a.yml".to_owned(), format!("ä\n{}x", "é😀".repeat(1000)));
        assert_eq!(source.utf16_column(3 + 6000), 3000);
    }

    #[test]
    fn lines_are_without_their_line_feed() {
        let source = Source::new("a.yml".to_owned(), "ab\n\nc\n".to_owned());
        let lines: Vec<_> = (0..=6).map(|number| source.line(number)).collect();
        assert_eq!(source.lines(), 4);
        assert_eq!(&lines[1..5], [0..2, 3..3, 4..5, 6..6]);
        assert!(lines[0].is_empty() && lines[5].is_empty() && lines[6].is_empty());
    }
}
