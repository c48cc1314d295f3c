//! Text to tree: YAML as Authelia reads it, with the byte span of every key and value, and comments.
//!
//! ```text
//! bytes -- encoding --> text -- template --> masked text -- events --> compose (tags, keys, aliasing) --> Tree
//! ```
//!
//! Authelia reads its configuration with `go.yaml.in/yaml/v3` 3.0.4. `docs/yaml.md` tells how that differs from YAML 1.2.

mod action;
mod ahead;
mod aliasing;
mod blocks;
mod comments;
mod compose;
pub mod edit;
mod error;
mod events;
mod keys;
mod masked_text;
mod scalar;
mod strict;
mod tag_comma;
mod tags;
mod template;
mod template_lines;
mod tree;

use std::borrow::Cow;

use crate::text::{SourceId, Span};

pub use action::{evaluate, undefined_function};
pub(crate) use blocks::show_again;
pub use comments::{Comment, first_content, leading_comments};
pub use error::{Consequence, SyntaxError};
pub use scalar::{float_text, resolve as resolve_plain};
pub(crate) use template::partly_known;
pub use template::{Filters, Mask, Role, cover, mask};
pub use template_lines::{TemplateLines, name_of_template};
pub use tree::{Entry, Kind, Node, NodeId, Properties, Style, Tree};

use compose::{Composed, Composer};
use events::{Data, Event, Events, ParserError, look_ahead};
use masked_text::MaskedText;
use strict::Disguise;

/// What was read from one text.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text.
    pub source: SourceId,
    /// The root; `None` if the text holds none.
    pub root: Option<NodeId>,
    /// The comments, in order.
    pub comments: Vec<Comment>,
    /// Text that Go's reader drops without a word: whatever follows the first document.
    pub dropped: Option<Span>,
    /// Whether each span holds what was read, letter by letter, so that it can be edited there.
    pub verbatim: bool,
    /// What it is to the configuration that Authelia is given.
    pub origin: Origin,
}

/// What a document is to the configuration that Authelia is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A text that Authelia reads.
    File,
    /// Something else makes Authelia's configuration of it: what is absent may come from there, and a key that Authelia
    /// does not know may be not a mistake.
    Excerpt,
    /// The same for the values of the Authelia chart.
    Chart,
    /// A module of NixOS: other modules may set what is absent.
    Module,
    /// Environment variables: each sets its own option and says nothing about the others. Those whose names begin like
    /// Authelia's, in order.
    Variables(Vec<VariableName>),
}

/// The name of an environment variable, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableName {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Document {
    /// The environment variables that it consists of; nothing for a text that is not an environment.
    #[must_use]
    pub fn variables(&self) -> Option<&[VariableName]> {
        match &self.origin {
            Origin::Variables(names) => Some(names),
            Origin::File | Origin::Excerpt | Origin::Chart | Origin::Module => None,
        }
    }

    /// Whether something else makes Authelia's configuration of it.
    #[must_use]
    pub const fn is_excerpt(&self) -> bool {
        matches!(self.origin, Origin::Excerpt | Origin::Chart)
    }
}

/// What was read from one text, or why it cannot be read.
pub type Reading = Result<Document, Vec<SyntaxError>>;

/// Reads the first document of a text whose templates are masked, as Authelia does.
///
/// # Errors
/// All that Authelia's reader refuses and that can be told at once.
pub fn read(tree: &mut Tree, source: SourceId, text: &str, masks: &[Mask]) -> Reading {
    let span = |start: usize, end: usize| span(source, text, start, end);
    strict::characters(text).map_err(|(at, message, help)| vec![SyntaxError::new(span(at, at + 1), message, help)])?;
    let mut input = with_line_break(text);
    strict::hide_marks(&mut input, byte_order_marks(text));
    let mut retries = 0..strict::most_disguises(text);
    let first = tree.len();
    let (composed, end) = loop {
        tree.truncate(first);
        match compose(Composer::new(tree, source, MaskedText { text, masks }), &input, byte_order_marks(text)) {
            Ok(composed) => break composed,
            Err(Refusal::Parser(error)) => {
                let Some(disguise) = Disguise::of(&input, &error) else {
                    return Err(vec![error::from_parser(text, error, span)]);
                };
                if retries.next().is_none() {
                    let at = span(error.at, error.at + 2);
                    return Err(vec![SyntaxError::limit(at, disguise.too_many())]);
                }
                disguise.put_on(input.to_mut(), error.at);
            }
            Err(Refusal::Error(error)) => return Err(vec![*error]),
        }
    };
    let Composed { root, scalars, errors } = composed;
    let dropped = rest(text, end).map(|start| span(start, text.trim_end().len()));
    if !errors.is_empty() {
        return Err(errors);
    }
    if dropped.is_some() {
        let before = byte_order_marks(text);
        look_ahead(&input.as_bytes()[before..], before, end)
            .map_err(|error| vec![error::from_parser(text, error, span)])?;
    }
    let comments = comments::find(source, text, &scalars);
    Ok(Document { source, root, comments, dropped, verbatim: true, origin: Origin::File })
}

/// Why a document was not composed.
enum Refusal {
    Parser(ParserError),
    Error(Box<SyntaxError>),
}

/// The first document of a text, and where it ends.
fn compose(composer: Composer<'_>, text: &str, marks: usize) -> Result<(Composed, usize), Refusal> {
    let events = Events::new(&text.as_bytes()[marks..], marks).first_document();
    ahead::with(text.len(), events, |events| take_all(composer, events))
}

fn take_all(
    mut composer: Composer<'_>,
    events: &mut dyn Iterator<Item = Result<Event, ParserError>>,
) -> Result<(Composed, usize), Refusal> {
    let mut end = 0;
    for event in events {
        let event = event.map_err(Refusal::Parser)?;
        end = event.start;
        if !matches!(event.data, Data::DocumentEnd | Data::StreamEnd) {
            composer.take(event).map_err(|error| Refusal::Error(Box::new(error)))?;
        }
    }
    Ok((composer.finish(), end))
}

/// Every document of a text, whatever its kind: one that is not Authelia's, but may hold such a text.
#[derive(Debug, Default)]
pub struct Stream {
    /// The roots of the documents, in order.
    pub roots: Vec<NodeId>,
    /// The comments of all documents, in order.
    pub comments: Vec<Comment>,
    /// Keys that are given again: of such entries the last one is in the tree.
    pub twins: Vec<SyntaxError>,
}

/// Reads all documents of a text whose templates are masked.
///
/// # Errors
/// What is wrong with the first document that cannot be read.
pub fn read_stream(tree: &mut Tree, source: SourceId, text: &str, masks: &[Mask]) -> Result<Stream, Vec<SyntaxError>> {
    let span = |start: usize, end: usize| span(source, text, start, end);
    strict::characters(text).map_err(|(at, message, help)| vec![SyntaxError::new(span(at, at + 1), message, help)])?;
    let input = with_line_break(text);
    let before = byte_order_marks(text);
    let mut events = Events::new(&input.as_bytes()[before..], before);
    let mut stream = Stream::default();
    let mut all_scalars = Vec::new();
    let mut at = 0;
    loop {
        let mut composer = Composer::new(tree, source, MaskedText { text, masks }).of_any_kind(at);
        let ended = loop {
            let event = events.next().map_err(|error| vec![error::from_parser(text, error, span)])?;
            at = event.end;
            match event.data {
                Data::DocumentEnd => break false,
                Data::StreamEnd => break true,
                _ => composer.take(event).map_err(|error| vec![error])?,
            }
        };
        let Composed { root, scalars, errors } = composer.finish();
        stream.twins.extend(errors);
        stream.roots.extend(root);
        all_scalars.extend(scalars);
        if ended {
            stream.comments = comments::find(source, text, &all_scalars);
            return Ok(stream);
        }
    }
}

/// What is said about a text whose bytes are not text.
#[must_use]
pub fn undecodable(span: Span) -> SyntaxError {
    SyntaxError::new(span, "a byte that is not text in UTF-8", "save the file as UTF-8")
}

/// What is said about a line in a file of environment variables.
#[must_use]
pub fn no_variable(span: Span) -> SyntaxError {
    SyntaxError::new(span, "this line is not a variable", "write `NAME=value`")
}

/// The parser needs a line break at the end of the text.
fn with_line_break(text: &str) -> Cow<'_, str> {
    if text.ends_with('\n') { Cow::Borrowed(text) } else { Cow::Owned(format!("{text}\n")) }
}

/// The length in bytes of the byte order marks that a text begins with.
fn byte_order_marks(text: &str) -> usize {
    text.len() - text.trim_start_matches('\u{feff}').len()
}

/// A span of bytes, moved to where characters begin and end.
fn span(source: SourceId, text: &str, start: usize, end: usize) -> Span {
    let start = text.floor_char_boundary(start);
    let end = text.ceil_char_boundary(end.max(start));
    Span::of(source, start..end)
}

/// Where text begins that is behind the end of the first document, other than comments and document marks.
fn rest(text: &str, end: usize) -> Option<usize> {
    let mut at = text.floor_char_boundary(end);
    for line in text[at..].split_inclusive('\n') {
        let behind_end = line.strip_prefix("...").unwrap_or(line).trim_start();
        let words = behind_end.strip_prefix("---").unwrap_or(behind_end).trim_start();
        if !words.is_empty() && !words.starts_with('#') {
            return Some(at + line.len() - behind_end.len());
        }
        at += line.len();
    }
    None
}
