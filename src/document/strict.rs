//! Where Go's reader is stricter than the parser's crate.

/// Looks for characters that Go's reader refuses anywhere in a text (`readerc.go` of go.yaml.in/yaml/v3 3.0.4).
///
/// # Errors
/// The offset in bytes of the first one, what is wrong, and what to write.
pub(super) fn characters(text: &str) -> Result<(), (usize, &'static str, &'static str)> {
    let refused =
        |char: char| !matches!(char, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..);
    match text.char_indices().find(|(_, char)| refused(*char)) {
        Some((at, _)) => Err((at, CONTROL_CHARACTER.0, CONTROL_CHARACTER.1)),
        None => Ok(()),
    }
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

/// How many escaped quotes of one text are read; each takes a reading of its own.
pub(super) fn most_escaped_quotes(text: &str) -> usize {
    const MAX_QUOTES: usize = 64;
    const MAX_BYTES: usize = 16 << 20;
    (MAX_BYTES / text.len().max(1)).clamp(1, MAX_QUOTES)
}

/// Stands for an escaped quote, of the same length, while the crate reads a text: nobody writes it.
const HIDDEN_QUOTE: char = '\u{7ff}';

/// Hides `\'` at an offset in bytes, which Go's reader knows between double quotes and the crate does not.
pub(super) fn hide_escaped_quote(text: &mut String, at: usize) {
    text.replace_range(at..at + 2, HIDDEN_QUOTE.encode_utf8(&mut [0; 2]));
}

/// A text between double quotes with the escaped quotes that were hidden in it.
pub(super) fn show_escaped_quotes(text: String) -> String {
    if text.contains(HIDDEN_QUOTE) { text.replace(HIDDEN_QUOTE, "'") } else { text }
}
