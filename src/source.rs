//! The texts that were read, each kept once.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use crate::document::Decoded;
use crate::span::{SourceId, Span};

/// One text and the name that it is shown under.
#[derive(Clone)]
pub struct Source {
    /// The path as it was given, or `<stdin>`.
    pub name: String,
    /// The text, decoded to UTF-8.
    pub text: String,
    /// The offset of the first byte that was no text, if there was one.
    pub undecodable: Option<usize>,
    /// Whether it is no configuration, but a text that findings may point into.
    pub beside: bool,
    /// Whether these are environment variables, not YAML.
    pub variables: bool,
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters stand before each block of bytes: a file may be one long line.
    blocks: OnceLock<Vec<u32>>,
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
        let (line_starts, blocks) = (OnceLock::new(), OnceLock::new());
        Self { name, text, undecodable, beside: false, variables: false, line_starts, blocks }
    }

    /// Line and column of a byte offset, both from 1, the column in Unicode scalar values.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = starts.get(line).copied().unwrap_or(0) as usize;
        let column = self.characters_before(offset as usize) - self.characters_before(start);
        Position { line: line + 1, column: column + 1 }
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
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        let blocks = self.blocks.get_or_init(|| characters_before_blocks(bytes));
        let block = offset / BLOCK;
        blocks.get(block).map_or(0, |before| *before as usize) + characters(&bytes[block * BLOCK..offset])
    }
}

fn characters_before_blocks(bytes: &[u8]) -> Vec<u32> {
    let mut before = 0;
    let counts = bytes.chunks(BLOCK).map(|block| u32::try_from(characters(block)).unwrap_or(0));
    std::iter::once(0)
        .chain(counts.map(|count| {
            before += count;
            before
        }))
        .collect()
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

/// All texts of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Keeps a text.
    pub fn add(&mut self, name: String, decoded: impl Into<Decoded>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Source::new(name, decoded));
        id
    }

    /// Adds a file of environment variables, which come after all files of a configuration.
    pub fn add_variables(&mut self, name: String, decoded: impl Into<Decoded>) -> SourceId {
        let id = self.add(name, decoded);
        if let Some(source) = self.0.last_mut() {
            source.variables = true;
        }
        id
    }

    /// Keeps a text that is no configuration, but that findings may point into.
    pub fn add_beside(&mut self, name: String, decoded: impl Into<Decoded>) -> SourceId {
        let id = self.add(name, decoded);
        if let Some(source) = self.0.last_mut() {
            source.beside = true;
        }
        id
    }

    /// The same sources with other texts.
    #[must_use]
    pub fn with_texts(&self, texts: impl Iterator<Item = String>) -> Self {
        let changed = self.0.iter().zip(texts).map(|(Source { name, beside, variables, .. }, text)| Source {
            beside: *beside,
            variables: *variables,
            ..Source::new(name.clone(), text)
        });
        Self(changed.collect())
    }

    /// The texts that may be or hold configurations, in order.
    pub fn configurations(&self) -> impl Iterator<Item = SourceId> {
        self.iter().filter(|(_, source)| !source.beside).map(|(id, _)| id)
    }

    /// The text behind an id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
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

    /// All texts in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.0)
    }

    /// How many texts there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
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
