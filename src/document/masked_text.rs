//! How a scalar is written: where it begins and ends, and what templates leave of it.

use super::template::{Mask, Role, partly_known};
use super::tree::{Properties, Style};

/// A text whose templates are masked.
#[derive(Clone, Copy)]
pub(super) struct MaskedText<'a> {
    pub(super) text: &'a str,
    pub(super) masks: &'a [Mask],
}

// What is asked of each scalar is inlined into the composer, which is compiled apart from this.
impl MaskedText<'_> {
    /// Where a node itself begins: the event's range takes in its anchor and tag.
    #[inline]
    pub(super) fn after_properties(self, properties: &Properties, start: usize, end: usize) -> usize {
        if properties.anchor.is_none() && properties.tag.is_none() {
            return start;
        }
        let bytes = self.text.as_bytes();
        let mut at = start;
        while at < end && matches!(bytes.get(at), Some(b'&' | b'!')) {
            while at < end && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b',' | b']' | b'}') {
                at += 1;
            }
            while at < end && bytes[at].is_ascii_whitespace() {
                at += 1;
            }
        }
        at
    }

    /// A block scalar's range reaches to the next token; it ends with its last line that is not empty.
    #[inline]
    pub(super) fn trimmed(self, start: usize, end: usize, style: Style) -> usize {
        match style {
            Style::Literal | Style::Folded => {
                let text = self.text.get(start..end.min(self.text.len())).unwrap_or_default();
                start + text.trim_end_matches([' ', '\t', '\n', '\r']).len()
            }
            _ => end.min(self.text.len()),
        }
    }

    /// Whether nothing follows in a text that ends without a line break: then a block scalar has none either.
    pub(super) fn ends_with_text(self, end: usize) -> bool {
        !self.text.ends_with('\n') && self.text.get(end..).is_none_or(|rest| rest.trim().is_empty())
    }

    /// Whether a block scalar at the end of the text has a line break of its own: only white space follows it.
    pub(super) fn has_break(self, value: &str) -> bool {
        let last_line = self.text.rsplit('\n').next().unwrap_or_default();
        last_line.trim().is_empty() && !value.ends_with("\n\n")
    }

    /// Whether a template follows where nothing is written: on its own lines, it yet writes what belongs there.
    #[inline]
    pub(super) fn is_inserted(self, value: &str, style: Style, end: usize) -> bool {
        if !value.is_empty() || !matches!(style, Style::Plain | Style::Literal | Style::Folded) {
            return false;
        }
        let rest = self.text.get(end..).unwrap_or_default();
        let next = end + rest.len() - rest.trim_start().len();
        self.is_masked(next, next + 1)
    }

    /// Whether the next thing behind an empty value is a template that may write it.
    #[inline]
    pub(super) fn is_filled(self, end: usize) -> bool {
        let rest = self.text.get(end..).unwrap_or_default();
        let next = end + rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', ':']).len();
        let after = self.masks.partition_point(|mask| mask.end <= next);
        self.masks.get(after).is_some_and(|mask| mask.start <= next && mask.role == Role::Insertion)
    }

    /// What is known of a scalar that holds templates: of one on a single line without escapes, all but these.
    pub(super) fn known_parts(self, start: usize, end: usize, style: Style, filler: String) -> String {
        let written = self.text.get(start..end).filter(|text| !text.contains(['\n', '\r']));
        let quote = match style {
            Style::Plain => Some(None),
            Style::SingleQuoted => Some(Some('\'')),
            Style::DoubleQuoted => Some(Some('"')),
            _ => None,
        };
        let (Some(written), Some(quote)) = (written, quote) else { return filler };
        let inside = match quote {
            None => Some((written, start)),
            Some(quote) => written
                .strip_prefix(quote)
                .and_then(|text| text.strip_suffix(quote))
                .map(|text| (text, start + quote.len_utf8())),
        };
        let Some((inside, offset)) = inside else { return filler };
        let from = self.masks.partition_point(|mask| mask.end <= offset);
        let to = self.masks.partition_point(|mask| mask.start < end);
        let known = partly_known(inside, offset, self.masks.get(from..to).unwrap_or_default());
        let has_escape = quote.is_some_and(|quote| known.contains([quote, '\\']));
        if has_escape { filler } else { known }
    }

    #[inline]
    pub(super) fn is_masked(self, start: usize, end: usize) -> bool {
        let after = self.masks.partition_point(|mask| mask.end <= start);
        self.masks.get(after).is_some_and(|mask| mask.start < end.max(start + 1))
    }
}
