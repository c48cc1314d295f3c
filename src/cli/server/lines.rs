//! Positions as an editor counts them: lines that end in `\n`, `\r\n` or `\r`, and columns in the encoding that it chose.

use std::sync::OnceLock;

use ls_types::{Position, PositionEncodingKind, Range};

/// Bytes in a block. A whole text may be one line, so a column is not counted from the start of its line.
const BLOCK: usize = 1024;

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16, which every editor knows.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// The encoding that suits the server best among those that an editor offers.
    pub(super) fn choose<'a>(offered: impl IntoIterator<Item = &'a str>) -> Self {
        let offered: Vec<&str> = offered.into_iter().collect();
        if offered.contains(&"utf-8") {
            Self::Utf8
        } else if offered.first() == Some(&"utf-32") {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// The name of the encoding in the protocol.
    pub(super) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How much a byte adds to a column: what a character adds is added by its first byte.
    const fn weight(self, byte: u8) -> usize {
        match self {
            Self::Utf8 => 1,
            _ if byte & 0b1100_0000 == 0b1000_0000 => 0,
            Self::Utf16 if byte >= 0b1111_0000 => 2,
            Self::Utf16 | Self::Utf32 => 1,
        }
    }

    const fn width(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// Where the lines of a text begin, in bytes.
#[derive(Debug, Clone)]
pub(super) struct LineStarts {
    starts: Vec<usize>,
    encoding: Encoding,
    /// What the bytes before each block add up to.
    blocks: OnceLock<Vec<usize>>,
}

impl LineStarts {
    pub(super) fn of(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes);
        let ends_line = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let starts = std::iter::once(0).chain(breaks.filter(ends_line).map(|at| at + 1)).collect();
        Self { starts, encoding, blocks: OnceLock::new() }
    }

    /// The bytes of a line without its line break.
    fn line(&self, text: &str, number: usize) -> std::ops::Range<usize> {
        let Some(start) = self.starts.get(number).copied() else { return text.len()..text.len() };
        let end = self.starts.get(number + 1).copied().unwrap_or(text.len());
        let line = &text[start..end];
        start..start + line.strip_suffix('\n').unwrap_or(line).trim_end_matches('\r').len()
    }

    /// The byte offset of a position. One behind the end of its line is at that end, one within a character before it.
    pub(super) fn offset(&self, text: &str, position: Position) -> usize {
        let line = self.line(text, position.line as usize);
        let mut left = position.character as usize;
        for (at, character) in text[line.clone()].char_indices() {
            let width = self.encoding.width(character);
            if left < width {
                return line.start + at;
            }
            left -= width;
        }
        line.end
    }

    /// The position of a byte offset.
    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = self.units_before(text, offset) - self.units_before(text, self.starts[line]);
        let number = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Position::new(number(line), number(column))
    }

    /// What the bytes before an offset add up to.
    fn units_before(&self, text: &str, offset: usize) -> usize {
        let bytes = text.as_bytes();
        let units = |bytes: &[u8]| bytes.iter().map(|byte| self.encoding.weight(*byte)).sum::<usize>();
        let blocks = self.blocks.get_or_init(|| {
            let ends = bytes.chunks(BLOCK).scan(0, |before, block| {
                *before += units(block);
                Some(*before)
            });
            std::iter::once(0).chain(ends).collect()
        });
        let block = offset / BLOCK;
        blocks.get(block).copied().unwrap_or_default() + units(&bytes[block * BLOCK..offset])
    }

    /// The range of some bytes.
    pub(super) fn range(&self, text: &str, bytes: std::ops::Range<usize>) -> Range {
        Range::new(self.position(text, bytes.start), self.position(text, bytes.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a😀b\r\nä\rc\n";

    #[test]
    fn offsets_of_each_encoding() {
        for (encoding, columns) in
            [(Encoding::Utf8, [1, 5, 6]), (Encoding::Utf16, [1, 3, 4]), (Encoding::Utf32, [1, 2, 3])]
        {
            let lines = LineStarts::of(TEXT, encoding);
            for (column, byte) in columns.into_iter().zip([1, 5, 6]) {
                assert_eq!(lines.offset(TEXT, Position::new(0, column)), byte);
                assert_eq!(lines.position(TEXT, byte), Position::new(0, column));
            }
        }
    }

    #[test]
    fn columns_of_a_long_line() {
        let text = format!("a\n{}x", "é😀".repeat(1000));
        let column = |encoding: Encoding| LineStarts::of(&text, encoding).position(&text, text.len() - 1);
        assert_eq!(column(Encoding::Utf8), Position::new(1, 6000));
        assert_eq!(column(Encoding::Utf16), Position::new(1, 3000));
        assert_eq!(column(Encoding::Utf32), Position::new(1, 2000));
    }

    #[test]
    fn positions_outside_of_the_text_are_at_its_edges() {
        let lines = LineStarts::of(TEXT, Encoding::Utf16);
        assert_eq!(lines.offset(TEXT, Position::new(0, 2)), 1, "within the surrogate pair");
        assert_eq!(lines.offset(TEXT, Position::new(0, 99)), 6, "before the line break");
        assert_eq!(lines.offset(TEXT, Position::new(1, 99)), 10);
        assert_eq!(lines.offset(TEXT, Position::new(2, 0)), 11);
        assert_eq!(lines.offset(TEXT, Position::new(9, 9)), TEXT.len());
    }
}
