//! Where Authelia's YAML reader gives up, in words for people.

use crate::text::Span;

use super::events::{TOO_MUCH, Trouble};

/// Something that Authelia's YAML reader refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where a person must look.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
    /// A second place, such as the first of two equal keys.
    pub also: Option<(Span, String)>,
    /// What follows from it.
    pub consequence: Consequence,
}

/// What follows from something that is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// Authelia cannot read it.
    Refused,
    /// It is too much to be checked, or not understood; Authelia may well read it.
    Unchecked,
    /// Of two equal keys only the last counts, for a reader that takes both.
    LastCounts,
}

impl SyntaxError {
    /// What is wrong at a place, and what to write.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into(), also: None, consequence: Consequence::Refused }
    }

    /// That a text is not checked.
    pub(crate) fn unchecked(span: Span, message: &str, help: &str) -> Self {
        Self { consequence: Consequence::Unchecked, ..Self::new(span, message, help) }
    }

    /// That a text is too much to be checked.
    pub(super) fn limit(span: Span, message: &str) -> Self {
        let help = "check whether this is a configuration at all; if it is, split it over several files";
        Self::unchecked(span, message, help)
    }

    /// That a key is given again.
    pub(super) fn twin(span: Span, first: Span) -> Self {
        Self::new(span, "this key is given twice", "keep one of the two").also(first, "given here first")
    }

    /// The same for a reader that takes the last of two keys.
    pub(crate) fn tolerated(self) -> Self {
        Self { consequence: Consequence::LastCounts, ..self }
    }

    pub(super) fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.also = Some((span, text.into()));
        self
    }
}

/// The parser's problem, in our words: what is wrong, and what to write.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "found something that the reader does not understand",
        "what follows is not YAML",
        "look for a tag (`!…`) that touches a comma, and quote values that begin with `!`",
    ),
    (
        "found character that cannot start any token",
        "this character cannot begin a value",
        "quote the value; indent with spaces, never with tabs",
    ),
    (
        "found a tab character that violates indentation",
        "a tab stands where only spaces may indent",
        "replace the tab by spaces",
    ),
    (
        "found a tab character where an indentation space is expected",
        "a tab stands where only spaces may indent",
        "replace the tab by spaces",
    ),
    (
        "mapping values are not allowed in this context",
        "a `:` begins a second key on this line, or the indentation is wrong",
        "quote the value if the `:` belongs to it, else check the indentation",
    ),
    (
        "could not find expected ':'",
        "this line should be a key with a `:`",
        "add the `:`, quote the text, or indent it as part of the value before",
    ),
    (
        "did not find expected key",
        "this does not fit the mapping that it is in",
        "check the indentation of this line and the quotes before it",
    ),
    (
        "did not find expected '-' indicator",
        "this does not fit the list that it is in",
        "begin the item with `- `, or check the indentation",
    ),
    ("did not find expected ',' or ']'", "this list is not closed", "add the missing `,` or `]`"),
    ("did not find expected ',' or '}'", "this mapping is not closed", "add the missing `,` or `}`"),
    (
        "did not find expected node content",
        "a value is missing or cannot begin like this",
        "write the value, quoted if it begins with a special character",
    ),
    ("found unexpected end of stream", "the quote is never closed", "close the quote"),
    ("found unexpected document indicator", "the quote is still open where the document ends", "close the quote"),
    (
        "found unknown escape character",
        "unknown escape sequence between double quotes",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "found invalid Unicode character escape code",
        "this escape sequence stands for no character",
        "write the character itself",
    ),
    (
        "did not find expected hexdecimal number",
        "the escape sequence lacks hexadecimal digits",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "did not find expected comment or line break",
        "text is behind the sign of a block scalar",
        "begin the text on the next line",
    ),
    (
        "found an indentation indicator equal to 0",
        "the indentation of a block scalar cannot be 0",
        "write a digit from 1 to 9, or none",
    ),
    (
        "block sequence entries are not allowed in this context",
        "a list item cannot begin here",
        "begin it on a line of its own, or quote the value",
    ),
    ("block mapping keys are not allowed in this context", "a key cannot begin here", "begin it on a line of its own"),
    (
        "did not find expected alphabetic or numeric character",
        "an anchor or alias has no name",
        "quote the value if `&` or `*` belongs to it",
    ),
    ("found undefined tag handle", "this tag is not defined", "quote the value if `!` belongs to it"),
    ("found incompatible YAML document", "Authelia reads YAML 1.1 only", "remove the `%YAML` line"),
    ("found unknown directive name", "an unknown directive", "quote the value if `%` belongs to it"),
    (
        "control characters are not allowed",
        "a control character",
        "remove it, or write it as an escape sequence between double quotes",
    ),
    ("exceeded max depth of 10000", "more than 10,000 levels of nesting", "nest less deeply"),
];

/// What is said about a line that fits nothing around it.
const MISFITS: [&str; 2] = ["did not find expected key", "did not find expected '-' indicator"];

/// The error for a parser's trouble in a text. `span` makes a span of a range of bytes.
pub(super) fn from_trouble(text: &str, trouble: Trouble, span: impl Fn(usize, usize) -> Span) -> SyntaxError {
    if trouble.problem == TOO_MUCH {
        return SyntaxError::limit(span(trouble.at, trouble.at), "too many values stand in too many brackets");
    }
    let words = WORDS.iter().find(|(problem, _, _)| *problem == trouble.problem);
    let (message, help) = words.map_or((trouble.problem, "check this line and the one before it"), |(_, m, h)| (m, h));
    // What was never closed is to be seen where it was opened.
    let unclosed = ["found unexpected end of stream", "found unexpected document indicator"];
    if MISFITS.contains(&trouble.problem)
        && let Some((start, end)) = shallower_line(text, trouble.at)
    {
        let below = "this line has less indentation, so what follows belongs below it";
        return SyntaxError::new(span(trouble.at, trouble.at + 1), message, help).also(span(start, end), below);
    }
    match trouble.context {
        Some((_, opened)) if unclosed.contains(&trouble.problem) => {
            SyntaxError::new(span(opened, opened + 1), message, help)
        }
        Some((_, began)) if began != trouble.at => {
            SyntaxError::new(span(trouble.at, trouble.at + 1), message, help).also(span(began, began + 1), "begun here")
        }
        _ => SyntaxError::new(span(trouble.at, trouble.at + 1), message, help),
    }
}

/// The nearest line above with less indentation than the line that begins at `at`: where lines were shifted, it is most
/// likely one of them. `None` if something else stands before `at` on its line.
fn shallower_line(text: &str, at: usize) -> Option<(usize, usize)> {
    let (above, indentation) = text.get(..at)?.rsplit_once('\n')?;
    if indentation.is_empty() || !indentation.bytes().all(|byte| byte == b' ') {
        return None;
    }
    let mut end = above.len();
    for line in above.rsplit('\n') {
        let start = end - line.len();
        let written = line.trim();
        let depth = line.len() - line.trim_start_matches(' ').len();
        if depth < indentation.len() && !written.is_empty() && !written.starts_with('#') {
            return Some((start + depth, start + line.trim_end().len()));
        }
        end = start.saturating_sub(1);
    }
    None
}
