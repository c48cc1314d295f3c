//! Errors of Authelia's YAML reader, with readable messages.

use crate::text::Span;

use super::events::{ParserError, TOO_MUCH};
use super::strict::{CONTROL_CHARACTER, ESCAPE};

/// An error of Authelia's YAML reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where the problem is.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
    /// A related place, such as the first of two duplicate keys.
    pub also: Option<(Span, String)>,
    /// What happens because of it.
    pub consequence: Consequence,
}

/// What happens because of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// Authelia cannot read it.
    Refused,
    /// The text is too large to check, or not understood; Authelia may be able to read it.
    Unchecked,
    /// The reader accepts duplicate keys, and only the last one counts.
    LastCounts,
}

impl SyntaxError {
    /// An error at a place, with a message and a help text.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into(), also: None, consequence: Consequence::Refused }
    }

    /// An error for a text that is not checked.
    pub(crate) fn unchecked(span: Span, message: &str, help: &str) -> Self {
        Self { consequence: Consequence::Unchecked, ..Self::new(span, message, help) }
    }

    /// An error for a text that is too large to check.
    pub(super) fn limit(span: Span, message: &str) -> Self {
        let help = "check that this really is a configuration; if it is, split it into several files";
        Self::unchecked(span, message, help)
    }

    /// An error for a duplicate key.
    pub(super) fn duplicate_key(span: Span, first: Span) -> Self {
        Self::new(span, "duplicate key", "keep only one of the two").also(first, "first defined here")
    }

    /// The same error for a reader that takes the last of duplicate keys.
    pub(crate) fn tolerated(self) -> Self {
        Self { consequence: Consequence::LastCounts, ..self }
    }

    pub(super) fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.also = Some((span, text.into()));
        self
    }
}

/// Message and help text for a tab in indentation.
const TAB: (&str, &str) = ("tab used for indentation; YAML allows only spaces", "replace the tab with spaces");

/// The parser's problem with a character that no value starts with.
const BAD_START: &str = "found character that cannot start any token";

/// The parser's problem, our message, and the help text.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "found something that the reader does not understand",
        "the text from here on is not valid YAML",
        "look for a tag (`!…`) directly before a comma, and quote values that start with `!`",
    ),
    (BAD_START, "a value cannot start with this character", "quote the value"),
    ("found a tab character that violates indentation", TAB.0, TAB.1),
    ("found a tab character where an indentation space is expected", TAB.0, TAB.1),
    (
        "mapping values are not allowed in this context",
        "unexpected `:`: a second key on this line, or wrong indentation",
        "quote the value if the `:` is part of it; otherwise check the indentation",
    ),
    (
        "could not find expected ':'",
        "missing `:` after a key",
        "add the `:`, quote the text, or indent it as part of the previous value",
    ),
    (
        "did not find expected key",
        "unexpected text in a mapping",
        "check the indentation of this line and the quotes before it",
    ),
    (
        "did not find expected '-' indicator",
        "unexpected text in a list",
        "start the item with `- `, or check the indentation",
    ),
    ("did not find expected ',' or ']'", "this list is not closed", "add the missing `,` or `]`"),
    ("did not find expected ',' or '}'", "this mapping is not closed", "add the missing `,` or `}`"),
    (
        "did not find expected node content",
        "missing value, or a value that cannot start like this",
        "add the value, and quote it if it starts with a special character",
    ),
    ("found unexpected end of stream", "unclosed quote", "add the closing quote"),
    ("found unexpected document indicator", "unclosed quote at the end of the document", "add the closing quote"),
    ("found unknown escape character", ESCAPE.0, ESCAPE.1),
    (
        "found invalid Unicode character escape code",
        "this escape sequence is not a valid character",
        "write the character instead of the escape sequence",
    ),
    (
        "did not find expected hexdecimal number",
        "missing hexadecimal digits in an escape sequence",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "did not find expected comment or line break",
        "text after the `|` or `>` of a block scalar",
        "start the text on the next line",
    ),
    (
        "found an indentation indicator equal to 0",
        "the indentation of a block scalar cannot be 0",
        "write a digit from 1 to 9, or none",
    ),
    (
        "block sequence entries are not allowed in this context",
        "a list item cannot start here",
        "start it on its own line, or quote the value",
    ),
    ("block mapping keys are not allowed in this context", "a key cannot start here", "start it on its own line"),
    (
        "did not find expected alphabetic or numeric character",
        "anchor or alias without a name",
        "quote the value if `&` or `*` is part of it",
    ),
    ("found undefined tag handle", "undefined tag", "quote the value if `!` is part of it"),
    ("found incompatible YAML document", "Authelia supports only YAML 1.1", "remove the `%YAML` line"),
    ("found unknown directive name", "unknown directive", "quote the value if `%` is part of it"),
    ("control characters are not allowed", CONTROL_CHARACTER.0, CONTROL_CHARACTER.1),
    ("exceeded max depth of 10000", "more than 10,000 levels of nesting", "reduce the nesting"),
];

/// The parser's problem with a line at the wrong level, and our message.
const MISINDENTED: [(&str, &str); 2] = [
    ("did not find expected key", "indentation error: this line does not belong to the mapping above"),
    ("did not find expected '-' indicator", "indentation error: this line does not belong to the list above"),
];

/// Turns a parser error into a [`SyntaxError`]. `span` makes a span from a byte range.
pub(super) fn from_parser(text: &str, error: ParserError, span: impl Fn(usize, usize) -> Span) -> SyntaxError {
    if error.problem == TOO_MUCH {
        return SyntaxError::limit(span(error.at, error.at), "too many values in nested brackets");
    }
    let (message, help) = words(text, &error);
    if let Some((_, message)) = MISINDENTED.iter().find(|(problem, _)| *problem == error.problem)
        && let Some((start, end)) = shallower_line(text, error.at)
    {
        let below = "this line is indented less, so the lines that follow are nested below it";
        return SyntaxError::new(span(error.at, error.at + 1), *message, help).also(span(start, end), below);
    }
    // Report an unclosed quote where it was opened.
    let unclosed = ["found unexpected end of stream", "found unexpected document indicator"];
    match error.context {
        Some((_, opened)) if unclosed.contains(&error.problem) => {
            SyntaxError::new(span(opened, opened + 1), message, help)
        }
        Some((_, began)) if began != error.at => {
            SyntaxError::new(span(error.at, error.at + 1), message, help).also(span(began, began + 1), "starts here")
        }
        _ => SyntaxError::new(span(error.at, error.at + 1), message, help),
    }
}

/// Message and help text for a parser error in a text.
fn words(text: &str, error: &ParserError) -> (&'static str, &'static str) {
    if error.problem == BAD_START && text.get(error.at..).is_some_and(|rest| rest.starts_with('\t')) {
        return TAB;
    }
    let words = WORDS.iter().find(|(problem, _, _)| *problem == error.problem);
    words.map_or((error.problem, "check this line and the one before it"), |(_, message, help)| (*message, *help))
}

/// The nearest line above with less indentation than the line that starts at `at`: if lines were shifted, it is most
/// likely one of them. Returns `None` if `at` is not at the start of an indented line.
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
