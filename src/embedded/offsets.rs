//! Where the bytes of a text that was taken out of a file stand in that file.

use std::ops::Range;

use crate::document::{Mask, Style};
use crate::text::Span;

/// Neighbouring bytes of the text, and the neighbouring bytes of the file that they were read from.
#[derive(Debug, Clone, Copy)]
struct ByteRun {
    inner: usize,
    inner_length: usize,
    outer: usize,
    outer_length: usize,
    /// How many bytes of the text are read together, and from how many of the file: one from one where they are the
    /// file's own, three from four in a code.
    unit: (usize, usize),
}

impl ByteRun {
    /// The bytes of the file behind so many units.
    fn outer_behind(self, units: usize) -> usize {
        self.outer + (units * self.unit.1).min(self.outer_length)
    }
}

/// The place in the file of every byte of a text, in order.
#[derive(Debug, Default)]
pub(crate) struct Offsets(Vec<ByteRun>);

impl Offsets {
    /// Adds bytes at the end of the text, and where they were read from.
    pub(super) fn push(&mut self, inner_length: usize, outer: usize, outer_length: usize) {
        let unit = if inner_length == outer_length { (1, 1) } else { (inner_length, outer_length) };
        match self.0.last_mut() {
            Some(last) if last.unit == unit && unit.0 > 0 && last.outer + last.outer_length == outer => {
                last.inner_length += inner_length;
                last.outer_length += outer_length;
            }
            _ => self.0.push(ByteRun { inner: self.inner_end(), inner_length, outer, outer_length, unit }),
        }
    }

    fn inner_end(&self) -> usize {
        self.0.last().map_or(0, |run| run.inner + run.inner_length)
    }

    /// The place in the file of a range of bytes of the text.
    pub(super) fn place(&self, span: Span) -> Span {
        Span::of(span.source, self.range(span.range()))
    }

    /// The same for bytes without a source.
    pub(crate) fn range(&self, inner: Range<usize>) -> Range<usize> {
        let start = self.outer_start(inner.start);
        start..if inner.is_empty() { start } else { self.outer_end(inner.end).max(start) }
    }

    fn outer_start(&self, inner: usize) -> usize {
        let Some(run) = self.run_at(inner) else { return 0 };
        if inner >= run.inner + run.inner_length {
            run.outer + run.outer_length
        } else {
            run.outer_behind((inner - run.inner) / run.unit.0)
        }
    }

    fn outer_end(&self, inner: usize) -> usize {
        let Some(run) = self.run_at(inner.saturating_sub(1)) else { return 0 };
        run.outer_behind((inner - run.inner).div_ceil(run.unit.0.max(1)))
    }

    fn run_at(&self, inner: usize) -> Option<ByteRun> {
        let after = self.0.partition_point(|run| run.inner <= inner);
        self.0.get(after.saturating_sub(1)).copied()
    }

    /// The templates and placeholders of the file that stand in the text, as ranges of the text.
    pub(super) fn masks(&self, masks: &[Mask]) -> Vec<Mask> {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else { return Vec::new() };
        let after = masks.partition_point(|mask| mask.end <= first.outer);
        let before = masks.partition_point(|mask| mask.start < last.outer + last.outer_length);
        let here = masks.get(after..before).unwrap_or_default().iter();
        here.map(|mask| Mask { start: self.inner(mask.start), end: self.inner(mask.end), ..*mask })
            .filter(|mask| mask.start < mask.end)
            .collect()
    }

    /// The first byte of the text that was read from byte `outer` of the file or from what follows it.
    fn inner(&self, outer: usize) -> usize {
        let after = self.0.partition_point(|run| run.outer + run.outer_length <= outer);
        let Some(run) = self.0.get(after) else { return self.inner_end() };
        let (within, (inner, outer)) = (outer.saturating_sub(run.outer), run.unit);
        let units = within / outer.max(1);
        run.inner + (units * inner + (within - units * outer).min(inner)).min(run.inner_length)
    }
}

/// The places of a scalar's text. `raw` is what is written from byte `at` of the file on, `text` what YAML makes of it.
/// `None` if the two do not agree.
pub(crate) fn of_scalar(raw: &str, at: usize, style: Style, text: &str) -> Option<Offsets> {
    let body = match style {
        Style::Literal | Style::Folded => raw.find('\n')? + 1,
        Style::SingleQuoted | Style::DoubleQuoted => 1,
        Style::Plain => 0,
    };
    let mut offsets = Offsets::default();
    let mut rest = &raw[body..];
    for character in text.chars() {
        let length = loop {
            let place = at + raw.len() - rest.len();
            let Some(next) = rest.chars().next() else {
                // The line break behind the last line is not a part of what is written.
                break character.is_whitespace().then_some((place, 0))?;
            };
            let escape = if style == Style::DoubleQuoted { escape(rest) } else { None };
            match escape {
                Some(Escape::Character(length)) => break (place, length),
                Some(Escape::LineBreak) => rest = rest[1..].trim_start(),
                None if next == character => break (place, next.len_utf8()),
                // Indentation, a folded line, the first of two quotes.
                None if next.is_whitespace() || style == Style::SingleQuoted && next == '\'' => {
                    rest = &rest[next.len_utf8()..];
                }
                None => return None,
            }
        };
        offsets.push(character.len_utf8(), length.0, length.1);
        rest = rest.get(length.1..)?;
    }
    Some(offsets)
}

/// What is behind a backslash in a double-quoted scalar.
enum Escape {
    /// A character, written in so many bytes.
    Character(usize),
    /// A line break that is not a part of the text.
    LineBreak,
}

fn escape(rest: &str) -> Option<Escape> {
    let mut characters = rest.strip_prefix('\\')?.chars();
    Some(match characters.next()? {
        '\n' | '\r' => Escape::LineBreak,
        'x' => Escape::Character(4),
        'u' => Escape::Character(6),
        'U' => Escape::Character(10),
        other => Escape::Character(1 + other.len_utf8()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceId;

    /// What is written where `part` is read.
    fn written<'r>(raw: &'r str, style: Style, text: &str, part: &str) -> &'r str {
        let offsets = of_scalar(raw, 0, style, text).unwrap();
        let start = text.find(part).unwrap();
        let fit = |offset| u32::try_from(offset).unwrap();
        let span = offsets.place(Span::new(SourceId(0), fit(start), fit(start + part.len())));
        &raw[span.range()]
    }

    #[test]
    fn literal_text_is_found_behind_its_indentation() {
        let (raw, text) = ("|-\r\n    a:\r\n\r\n      bé: 1\r\n    c: 2", "a:\n\n  bé: 1\nc: 2\n");
        assert_eq!(written(raw, Style::Literal, text, "bé: 1"), "bé: 1");
        assert_eq!(written(raw, Style::Literal, text, "c"), "c");
        assert_eq!(written(raw, Style::Literal, text, "2\n"), "2");
    }

    #[test]
    fn escaped_and_folded_text_is_found_as_written() {
        let raw = r#""a: \"x\"\n\x62: \u00e9y""#;
        assert_eq!(written(raw, Style::DoubleQuoted, "a: \"x\"\nb: éy", "\"x\""), r#"\"x\""#);
        assert_eq!(written(raw, Style::DoubleQuoted, "a: \"x\"\nb: éy", "b"), r"\x62");
        assert_eq!(written(raw, Style::DoubleQuoted, "a: \"x\"\nb: éy", "y"), "y");
        assert_eq!(written("'a: ''x''\n\n  b: y'", Style::SingleQuoted, "a: 'x'\nb: y", "b: y"), "b: y");
        assert_eq!(written("\"a \\\n   b\"", Style::DoubleQuoted, "a b", "b"), "b");
        assert_eq!(written(">\n  a\n  b\n", Style::Folded, "a b\n", "b"), "b");
    }

    #[test]
    fn text_that_does_not_agree_has_no_places() {
        assert!(of_scalar("|\n  abc", 0, Style::Literal, "abd").is_none());
        assert!(of_scalar("abc", 0, Style::Plain, "abcd").is_none());
    }
}
