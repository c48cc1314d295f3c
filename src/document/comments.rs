//! The comments of a text: what stands between the scalars and begins with `#`.

use crate::span::{SourceId, Span};

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// From its `#` to the end of its line.
    pub span: Span,
}

/// Finds the comments in `text` outside the ranges of `scalars`, which are sorted.
pub(super) fn find(source: SourceId, text: &str, scalars: &[(usize, usize)]) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut scalars = scalars.iter().peekable();
    let mut at = 0;
    while let Some(offset) = text.as_bytes()[at..].iter().position(|byte| *byte == b'#') {
        let start = at + offset;
        while scalars.next_if(|(_, end)| *end <= start).is_some() {}
        if let Some((_, end)) = scalars.peek().filter(|(begin, _)| *begin <= start) {
            at = *end;
            continue;
        }
        let line = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
        comments.push(Comment { span: Span::of(source, start..line) });
        at = line;
    }
    comments
}
