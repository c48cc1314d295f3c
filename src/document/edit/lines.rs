//! Lines, spaces and comments around an offset in a text.

use std::ops::Range;

use crate::document::Comment;

/// A text and its comments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    pub(super) comments: &'a [Comment],
}

const BREAKS: [char; 2] = ['\n', '\r'];

impl<'a> Lines<'a> {
    /// The text on the line before an offset, without a byte order mark.
    pub(super) fn prefix(&self, at: usize) -> &'a str {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rfind(BREAKS).map_or(before, |end| &before[end + 1..]);
        line.trim_start_matches('\u{feff}')
    }

    /// The column of an offset, in characters.
    pub(super) fn column(&self, at: usize) -> usize {
        self.prefix(at).chars().count()
    }

    /// Whether an offset is the first non-blank character of its line.
    pub(super) fn is_first(&self, at: usize) -> bool {
        // Avoids `prefix`: a line may be as long as the file.
        let before = self.text.get(..at).unwrap_or_default().trim_end_matches(' ').trim_end_matches('\u{feff}');
        before.is_empty() || before.ends_with(BREAKS)
    }

    /// The end of the line, before its line break.
    pub(super) fn end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.find(BREAKS).unwrap_or(rest.len())
    }

    /// Where a section begins whose first key is at a place: the line with the key that it belongs to, or with the dash of
    /// its item.
    pub(super) fn begin_of_section(&self, at: usize) -> usize {
        let prefix = self.prefix(at);
        let mut begin = at - prefix.len();
        if !prefix.trim().is_empty() {
            return begin;
        }
        for line in self.text.get(..begin).unwrap_or_default().split_inclusive(BREAKS).rev() {
            begin -= line.len();
            let content = line.trim_start();
            let is_between = content.is_empty() || ["#", "{{", "{%"].iter().any(|start| content.starts_with(start));
            if !is_between && line.len() - content.len() < prefix.len() {
                break;
            }
        }
        begin
    }

    /// The line break at the end of a line; at the end of the text, the line break that the text uses.
    pub(super) fn line_break(&self, end: usize) -> &'static str {
        let rest = self.text.get(end..).unwrap_or_default();
        let rest = if rest.is_empty() { self.text.find(BREAKS).map_or(rest, |at| &self.text[at..]) } else { rest };
        match rest.as_bytes() {
            [b'\r', b'\n', ..] => "\r\n",
            [b'\r', ..] => "\r",
            _ => "\n",
        }
    }

    /// Whether only spaces and a comment follow on the line.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t']);
        trimmed.is_empty() || trimmed.starts_with(BREAKS) || self.comment_at(at + rest.len() - trimmed.len())
    }

    /// Whether a range contains a line break.
    pub(super) fn breaks_in(&self, range: Range<usize>) -> bool {
        self.text.get(range).is_some_and(|text| text.contains(BREAKS))
    }

    fn comment_at(&self, at: usize) -> bool {
        self.comments.binary_search_by_key(&at, |comment| comment.span.range().start).is_ok()
    }

    /// The comments in a range.
    pub(super) fn comments_in(&self, range: &Range<usize>) -> &'a [Comment] {
        let first = self.comments.partition_point(|comment| comment.span.range().start < range.start);
        let last = self.comments.partition_point(|comment| comment.span.range().start < range.end);
        self.comments.get(first..last).unwrap_or_default()
    }

    /// The next offset that is neither a space nor a line break.
    pub(super) fn skip(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        self.text.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len()
    }

    /// The end of the text before an offset, without spaces and line breaks.
    pub(super) fn skip_back(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t', '\r', '\n']).len()
    }

    /// The byte at an offset.
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }
}
