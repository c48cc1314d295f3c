//! The events of a text. This is the only file that knows the YAML crate: `libyaml-safer`, the algorithm that Go's
//! reader was ported from, too.

use std::io::BufReader;

use libyaml_safer::{Error, EventData, MappingStyle, Mark, Parser, ScalarStyle, Scanner, SequenceStyle, TokenData};

use super::tag_comma::{self, TagComma};
use super::tree::{Properties, Style};

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
    parser: Parser<BufReader<&'r [u8]>>,
    /// How many bytes of the text stand before what is parsed.
    before: usize,
    /// The length of the text, in bytes.
    length: usize,
    /// The end of the last event.
    at: usize,
    /// Where the text is cut off, because it cannot be read any further.
    cut: Option<TagComma>,
    ended: bool,
    /// How many brackets are open.
    depth: usize,
    /// How many were open at each event, in sum.
    work: usize,
}

/// The number of bytes that the crate is handed at once, all of which it keeps as characters of four bytes each.
const CHUNK: usize = 4 * 1024;

/// The crate looks at each open bracket for each value: a text for which it would do so more often is not read.
const MAX_WORK: usize = 150_000_000;

/// The problem of such a text.
pub(super) const TOO_MUCH: &str = "found too many values in too many brackets";

impl<'r> Events<'r> {
    /// Reads `bytes`, which stand `before` bytes behind the beginning of the text and end with a line break: the crate
    /// panics in a block scalar that ends with the text.
    pub(super) fn new(bytes: &'r [u8], before: usize) -> Self {
        Self::in_chunks(bytes, before, CHUNK)
    }

    /// The same, of a text that is handed over in chunks of so many bytes.
    fn in_chunks(bytes: &'r [u8], before: usize, chunk: usize) -> Self {
        let (bytes, cut) = cut_off(bytes);
        let length = before + bytes.len();
        let mut parser = Parser::new();
        parser.set_input(BufReader::with_capacity(chunk, bytes));
        parser.set_encoding(libyaml_safer::Encoding::Utf8);
        Self { parser, before, length, at: before, cut, ended: false, depth: 0, work: 0 }
    }

    /// The next event; after the end of the stream, its end again.
    pub(super) fn next(&mut self) -> Result<Event, ParserError> {
        loop {
            if self.ended {
                return Ok(Event { data: Data::StreamEnd, start: self.length, end: self.length });
            }
            let event = self.parser.parse().map_err(|error| self.parser_error(&error))?;
            self.at = self.offset(event.end_mark);
            if let Some(cut) = self.cut.filter(|cut| self.at > self.before + cut.tag) {
                self.ended = true;
                return Err(comma_error(cut, self.before));
            }
            self.ended = matches!(event.data, EventData::StreamEnd);
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
        self.cut.filter(|_| error.at >= self.length).map_or(error, |cut| comma_error(cut, self.before))
    }
}

/// What can be read of a text, and why no more of it.
fn cut_off(bytes: &[u8]) -> (&[u8], Option<TagComma>) {
    let cut = tag_comma::find(bytes);
    (cut.map_or(bytes, |cut| &bytes[..cut.comma]), cut)
}

/// What the crate says of a comma behind a tag where it does not panic. To Go's reader it is a part of the tag.
const fn comma_error(cut: TagComma, before: usize) -> ParserError {
    ParserError {
        problem: tag_comma::PROBLEM,
        at: before + cut.comma,
        context: Some((tag_comma::CONTEXT, before + cut.tag)),
    }
}

/// Go's reader looks two tokens ahead for the sake of comments, and so stumbles over what it does not read. `bytes` begin
/// `before` bytes after the start of the text, the rest of which is read from `end` on.
pub(super) fn look_ahead(bytes: &[u8], before: usize, end: usize) -> Result<(), ParserError> {
    const TOKENS: usize = 3;
    let (bytes, cut) = cut_off(bytes);
    let length = before + bytes.len();
    let offset = |mark: Mark| usize::try_from(mark.index).map_or(length, |index| (before + index).min(length));
    let mut scanner = Scanner::new();
    scanner.set_input(BufReader::with_capacity(CHUNK, bytes));
    scanner.set_encoding(libyaml_safer::Encoding::Utf8);
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
            TokenData::StreamEnd => return cut.map_or(Ok(()), |cut| Err(comma_error(cut, before))),
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::strict;
    use super::*;

    fn events(text: &str, chunk: usize) -> Vec<Result<Event, ParserError>> {
        let text = format!("{text}\n");
        let mut events = Events::in_chunks(text.as_bytes(), 0, chunk);
        let is_last = |event: &Result<Event, ParserError>| !matches!(event, Ok(event) if event.data != Data::StreamEnd);
        let mut all = Vec::new();
        while !all.last().is_some_and(is_last) {
            all.push(events.next());
        }
        all
    }

    #[test]
    fn the_size_of_a_chunk_changes_nothing() {
        let cases =
            fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/recorded/yaml/cases")).expect("a folder");
        let texts = cases.filter_map(|case| fs::read_to_string(case.expect("an entry").path()).ok());
        let read = texts.filter(|text| strict::characters(text).is_ok());
        for text in read.chain(["a: 'ä€😀'\r\nb: |\r\n  ä\r\n # c\r\n".to_owned()]) {
            let whole = events(&text, text.len() + 1);
            for chunk in [1, 2, 3, 7] {
                assert_eq!(events(&text, chunk), whole, "{text}");
            }
        }
    }
}
