//! The comments of a text: what stands between the scalars and begins with `#`.

use crate::text::{SourceId, Span};

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

/// The comments before the first key of a text, which are known even where the text does not parse.
#[must_use]
pub fn leading_comments(id: SourceId, text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut comments = Vec::new();
    for line in text[..first_content(text)].split_inclusive('\n') {
        let end = at + line.trim_end().len();
        let start = line.find('#').map(|offset| at + offset);
        if let (Some(Ok(start)), Ok(end)) = (start.map(u32::try_from), u32::try_from(end)) {
            comments.push(Span::new(id, start, end));
        }
        at += line.len();
    }
    comments
}

/// Where the first line starts that is neither blank, a comment, nor a document marker.
#[must_use]
pub fn first_content(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches('\u{feff}').trim();
        if !(content.is_empty() || content.starts_with(['#', '%']) || content == "---") {
            break;
        }
        at += line.len();
    }
    at
}
