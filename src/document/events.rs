//! The events of a text. This is the only file that knows the YAML crate: `libyaml-safer`, the algorithm that Go's
//! reader was ported from, too.

use libyaml_safer::{Error, EventData, MappingStyle, Mark, Parser, ScalarStyle, Scanner, SequenceStyle, TokenData};

use super::tree::{Properties, Style};
use super::unreadable::first_tag_before_comma;

/// What the parser sees next, and where: a range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) data: Data,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Data {
    DocumentStart,
    DocumentEnd,
    StreamEnd,
    Alias(String),
    Scalar { properties: Properties, value: String, style: Style },
    SequenceStart { properties: Properties, flow: bool },
    MappingStart { properties: Properties, flow: bool },
    End,
}

/// Where and why the parser gives up: the problem's place, and that of what it was reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ParserError {
    pub(super) problem: &'static str,
    pub(super) at: usize,
    pub(super) context: Option<(&'static str, usize)>,
}

/// The events of a text, one after the other.
pub(super) struct Events<'r> {
    parser: Parser<&'r mut &'r [u8]>,
    /// How many bytes of the text stand before what is parsed.
    before: usize,
    /// The length of the text, in bytes.
    length: usize,
    /// The end of the last event.
    at: usize,
    ended: bool,
    /// Where the crate would panic; it is not given the text from there on.
    unreadable: Option<usize>,
    /// How many brackets are open.
    depth: usize,
    /// How many were open at each event, in sum.
    work: usize,
}

/// The crate looks at each open bracket for each value: a text for which it would do so more often is not read.
const MAX_WORK: usize = 150_000_000;

/// The problem of a text that the crate does not cope with.
const NOT_UNDERSTOOD: &str = "found something that the reader does not understand";

/// The problem of such a text.
pub(super) const TOO_MUCH: &str = "found too many values in too many brackets";

impl<'r> Events<'r> {
    /// Reads `bytes`, which stand `before` bytes behind the beginning of the text and end with a line break: the crate
    /// panics in a block scalar that ends with the text.
    pub(super) fn new(bytes: &'r mut &'r [u8], before: usize) -> Self {
        let unreadable = first_tag_before_comma(bytes);
        if let Some(at) = unreadable {
            *bytes = &bytes[..at];
        }
        let length = before + bytes.len();
        let mut parser = Parser::new();
        parser.set_input(bytes);
        parser.set_encoding(libyaml_safer::Encoding::Utf8);
        let unreadable = unreadable.map(|at| before + at);
        Self { parser, before, length, at: before, ended: false, unreadable, depth: 0, work: 0 }
    }

    /// The next event; after the end of the stream, its end again.
    pub(super) fn next(&mut self) -> Result<Event, ParserError> {
        loop {
            if self.ended {
                return Ok(Event { data: Data::StreamEnd, start: self.length, end: self.length });
            }
            let parsed = self.parser.parse();
            let event = parsed.map_err(|error| self.parser_error(&error))?;
            self.at = self.offset(event.end_mark);
            self.ended = matches!(event.data, EventData::StreamEnd);
            if self.ended
                && let Some(at) = self.unreadable
            {
                return Err(not_understood(at));
            }
            if let EventData::DocumentStart { version_directive: Some(version), .. } = &event.data
                && (version.major, version.minor) != (1, 1)
            {
                let problem = "found incompatible YAML document";
                return Err(ParserError { problem, at: self.offset(event.start_mark), context: None });
            }
            if let Some(data) = data(event.data) {
                self.count(&data)?;
                return Ok(Event { data, start: self.offset(event.start_mark), end: self.offset(event.end_mark) });
            }
        }
    }

    /// The events up to the end of the first document, or up to where the parser gives up.
    pub(super) fn first_document(mut self) -> impl Iterator<Item = Result<Event, ParserError>> {
        let mut ended = false;
        std::iter::from_fn(move || {
            if ended {
                return None;
            }
            let event = self.next();
            ended = event.as_ref().map_or(true, |event| matches!(event.data, Data::DocumentEnd | Data::StreamEnd));
            Some(event)
        })
    }

    /// Counts what the event took.
    fn count(&mut self, data: &Data) -> Result<(), ParserError> {
        match data {
            Data::SequenceStart { flow: true, .. } | Data::MappingStart { flow: true, .. } => self.depth += 1,
            // Between brackets there is nothing without brackets.
            Data::End => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.work += self.depth;
        if self.work > MAX_WORK {
            self.ended = true;
            return Err(ParserError { problem: TOO_MUCH, at: self.at, context: None });
        }
        Ok(())
    }

    fn offset(&self, mark: Mark) -> usize {
        usize::try_from(mark.index).map_or(self.length, |index| (self.before + index).min(self.length))
    }

    fn parser_error(&mut self, error: &Error) -> ParserError {
        self.ended = true;
        let error = parser_error(error, |mark| self.offset(mark));
        match self.unreadable {
            Some(at) if error.at >= at => not_understood(at),
            _ => error,
        }
    }
}

const fn not_understood(at: usize) -> ParserError {
    ParserError { problem: NOT_UNDERSTOOD, at, context: None }
}

/// The offset of the tag between brackets that a text ends with.
pub(super) fn tag_at_end(text: &[u8]) -> Option<usize> {
    let with_line_break = [text, b"\n"].concat();
    let mut bytes = with_line_break.as_slice();
    let mut scanner = scanner(&mut bytes);
    let (mut depth, mut tag) = (0_usize, None);
    while let Ok(token) = Scanner::scan(&mut scanner) {
        match token.data {
            TokenData::StreamEnd => return tag,
            TokenData::FlowSequenceStart | TokenData::FlowMappingStart => depth += 1,
            TokenData::FlowSequenceEnd | TokenData::FlowMappingEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_tag = depth > 0 && matches!(token.data, TokenData::Tag { .. });
        let is_last = usize::try_from(token.end_mark.index) == Ok(text.len());
        tag = usize::try_from(token.start_mark.index).ok().filter(|_| is_tag && is_last);
    }
    None
}

fn scanner<'a, 'r>(bytes: &'a mut &'r [u8]) -> Scanner<&'a mut &'r [u8]> {
    let mut scanner = Scanner::new();
    scanner.set_input(bytes);
    scanner.set_encoding(libyaml_safer::Encoding::Utf8);
    scanner
}

/// Go's reader looks two tokens ahead for the sake of comments, and so stumbles over what it does not read. `bytes` begin
/// `before` bytes after the start of the text, the rest of which is read from `end` on.
pub(super) fn look_ahead(mut bytes: &[u8], before: usize, end: usize) -> Result<(), ParserError> {
    const TOKENS: usize = 3;
    bytes = &bytes[..first_tag_before_comma(bytes).unwrap_or(bytes.len())];
    let length = before + bytes.len();
    let offset = |mark: Mark| usize::try_from(mark.index).map_or(length, |index| (before + index).min(length));
    let mut scanner = scanner(&mut bytes);
    let mut seen = 0;
    while seen < TOKENS {
        let token = match Scanner::scan(&mut scanner) {
            Ok(token) => token,
            // Whether the last one is a key is left open.
            Err(error) if seen + 1 == TOKENS && error.context() == Some("while scanning a simple key") => break,
            Err(error) => return Err(parser_error(&error, offset)),
        };
        let is_end = matches!(token.data, TokenData::BlockEnd) && seen == 0;
        match token.data {
            TokenData::StreamEnd => break,
            _ if offset(token.start_mark) >= end && !is_end => seen += 1,
            _ => {}
        }
    }
    Ok(())
}

fn parser_error(error: &Error, offset: impl Fn(Mark) -> usize) -> ParserError {
    ParserError {
        problem: error.problem(),
        at: error.problem_mark().map_or(0, &offset),
        context: error.context().zip(error.context_mark().map(&offset)),
    }
}

fn data(data: EventData) -> Option<Data> {
    Some(match data {
        EventData::StreamStart { .. } => return None,
        EventData::StreamEnd => Data::StreamEnd,
        EventData::DocumentStart { .. } => Data::DocumentStart,
        EventData::DocumentEnd { .. } => Data::DocumentEnd,
        EventData::Alias { anchor } => Data::Alias(anchor),
        EventData::Scalar { anchor, tag, value, style, .. } => {
            Data::Scalar { properties: properties(anchor, tag), value, style: scalar_style(style) }
        }
        EventData::SequenceStart { anchor, tag, style, .. } => {
            Data::SequenceStart { properties: properties(anchor, tag), flow: style == SequenceStyle::Flow }
        }
        EventData::MappingStart { anchor, tag, style, .. } => {
            Data::MappingStart { properties: properties(anchor, tag), flow: style == MappingStyle::Flow }
        }
        EventData::SequenceEnd | EventData::MappingEnd => Data::End,
    })
}

fn properties(anchor: Option<String>, tag: Option<String>) -> Properties {
    Properties { anchor: anchor.map(Into::into), tag: tag.map(Into::into) }
}

const fn scalar_style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
        _ => Style::Plain,
    }
}
