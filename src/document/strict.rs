//! Where Go's reader is stricter than the parser's crate, or takes more.

use std::borrow::Cow;

use super::events::ParserError;
use super::tag_comma;

/// Looks for characters that Go's reader refuses anywhere in a text (`readerc.go` of go.yaml.in/yaml/v3 3.0.4).
///
/// # Errors
/// The offset in bytes of the first one, what is wrong, and what to write.
pub(super) fn characters(text: &str) -> Result<(), (usize, &'static str, &'static str)> {
    let refused =
        |char: char| !matches!(char, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..);
    let start = text.floor_char_boundary(printable_ascii(text.as_bytes()));
    match text[start..].char_indices().find(|(_, char)| refused(*char)) {
        Some((at, _)) => Err((start + at, CONTROL_CHARACTER.0, CONTROL_CHARACTER.1)),
        None => Ok(()),
    }
}

/// How many bytes at the beginning are certainly printable ASCII or line breaks: nearly all of most texts, and several bytes
/// are compared at once.
fn printable_ascii(bytes: &[u8]) -> usize {
    const AT_ONCE: usize = 64;
    let is_fine = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    let fine = |chunk: &&[u8]| chunk.iter().fold(true, |fine, byte| fine & is_fine(byte));
    bytes.chunks_exact(AT_ONCE).take_while(fine).count() * AT_ONCE
}

/// Message and help text for a control character.
pub(super) const CONTROL_CHARACTER: (&str, &str) =
    ("control character", "remove it, or write it as an escape sequence in double quotes");

/// Message and help text for an unknown escape sequence.
pub(super) const ESCAPE: (&str, &str) =
    ("unknown escape sequence in double quotes", "write `\\\\` for a backslash, or use single quotes");

/// Looks for the one escape sequence that the crate knows and Go's reader refuses: an escaped slash.
///
/// # Errors
/// Its offset in bytes in the double-quoted text.
pub(super) fn escapes(quoted: &str) -> Result<(), usize> {
    let mut bytes = quoted.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' && bytes.next().is_some_and(|(_, escaped)| escaped == b'/') {
            return Err(at);
        }
    }
    Ok(())
}

/// What is wrong with a question mark in a plain text between brackets, and what to write.
pub(super) const IN_FLOW: (&str, &str) =
    ("a `?` ends a text without quotes between brackets", "put the text in quotes: between brackets `?` begins a key");

/// Looks for a question mark in a plain scalar in flow style, as it is written; the crate takes it for a part of it.
///
/// # Errors
/// Its offset in bytes in what is written.
pub(super) fn in_flow(plain: &str) -> Result<(), usize> {
    match plain.find('?') {
        None | Some(0) => Ok(()),
        Some(at) => Err(at),
    }
}

/// How many disguises one text may need; each takes a reading of its own.
pub(super) fn most_disguises(text: &str) -> usize {
    const MAX_DISGUISES: usize = 64;
    const MAX_BYTES: usize = 16 << 20;
    (MAX_BYTES / text.len().max(1)).clamp(1, MAX_DISGUISES)
}

/// Something that Go's reader takes and the crate refuses, and that is put in other letters of the same length while the
/// crate reads a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disguise {
    /// `\'` between double quotes: a quote.
    EscapedQuote,
    /// A colon before a bracket or a comma in flow style: a part of the text around it.
    Colon,
    /// A bracket or a comma behind a tag: a part of the tag.
    Tag,
    /// A tab before a comment that follows another one.
    Tab,
}

impl Disguise {
    /// What may help where the crate gives up.
    pub(super) fn of(text: &str, error: &ParserError) -> Option<Self> {
        let rest = text.get(error.at..)?;
        match error.problem {
            "found unknown escape character" if rest.starts_with("\\'") => Some(Self::EscapedQuote),
            "found unexpected ':'" if rest.starts_with(':') => Some(Self::Colon),
            tag_comma::PROBLEM if rest.starts_with([',', '[', ']', '{', '}']) => Some(Self::Tag),
            "found character that cannot start any token" if is_between_comments(text, error.at) => Some(Self::Tab),
            _ => None,
        }
    }

    /// Puts it on at an offset in bytes.
    pub(super) fn put_on(self, text: &mut String, at: usize) {
        match self {
            Self::EscapedQuote => text.replace_range(at..at + 2, HIDDEN_QUOTE.encode_utf8(&mut [0; 2])),
            Self::Colon => text.replace_range(at..=at, HIDDEN_COLON),
            Self::Tag => text.replace_range(at..=at, "-"),
            Self::Tab => text.replace_range(at..=at, " "),
        }
    }

    /// What is shown for a text with too many of them.
    pub(super) const fn too_many(self) -> &'static str {
        match self {
            Self::EscapedQuote => "too many escaped single quotes",
            Self::Colon => "too many colons before brackets and commas",
            Self::Tag => "too many brackets and commas behind tags",
            Self::Tab => "too many tabs before comments",
        }
    }
}

/// Whether a tab at an offset indents a comment below another one.
fn is_between_comments(text: &str, at: usize) -> bool {
    let Some((before, indentation)) = text[..at].rsplit_once('\n') else { return false };
    let above = before.rsplit('\n').next().unwrap_or_default();
    text[at..].starts_with('\t')
        && indentation.trim().is_empty()
        && text[at..].trim_start_matches([' ', '\t']).starts_with('#')
        && above.trim_start().starts_with('#')
}

/// Stands for an escaped quote: nobody writes it.
const HIDDEN_QUOTE: char = '\u{7ff}';

/// Stands for a colon in a text without quotes, which is taken from where it is written.
const HIDDEN_COLON: &str = "_";

/// Stands for a byte order mark inside a text, which Go's reader takes for a letter: nobody writes it.
const HIDDEN_MARK: char = '\u{e0ff}';

/// Hides the byte order marks from an offset in bytes on.
pub(super) fn hide_marks(text: &mut Cow<'_, str>, from: usize) {
    if text[from..].contains('\u{feff}') {
        let hidden = text[from..].replace('\u{feff}', HIDDEN_MARK.encode_utf8(&mut [0; 3]));
        text.to_mut().replace_range(from.., &hidden);
    }
}

/// A text with the byte order marks that were hidden in it.
pub(super) fn show_marks(text: String) -> String {
    if text.contains(HIDDEN_MARK) { text.replace(HIDDEN_MARK, "\u{feff}") } else { text }
}

/// A text between double quotes with the escaped quotes that were hidden in it.
pub(super) fn show_escaped_quotes(text: String) -> String {
    if text.contains(HIDDEN_QUOTE) { text.replace(HIDDEN_QUOTE, "'") } else { text }
}
