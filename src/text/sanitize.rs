//! Text of a file or a file's name, made harmless to a terminal.
//!
//! What a reader cannot see or what would move the cursor is replaced by something visible, one character for one
//! character, so that columns stay right:
//!
//! | character | shown as |
//! |---|---|
//! | C0 controls and DEL (escape sequences begin with one) | their picture, U+2400 to U+2421 |
//! | C1 controls, invisible characters, bidirectional controls, U+2028, U+2029, tags | `�` |

use std::borrow::Cow;

/// What to show in place of a character. Returns `None` if it may be shown as it is.
///
/// Line breaks and tabs are replaced, too: anyone who lays out lines takes them out first.
#[must_use]
pub const fn replacement(character: char) -> Option<char> {
    match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + character as u32),
        '\x7f' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

/// A text for one line: a file's name, a message. Line breaks become visible.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    replace(text, replacement)
}

/// A text that may have several lines: a help. Line breaks stay.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    replace(text, |character| if character == '\n' { None } else { replacement(character) })
}

/// A text in JSON in which every character that could harm a terminal is an escape: who reads it as JSON gets it back.
#[must_use]
pub fn json(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    for character in text.chars() {
        // A line break stands between what is written, never in a string.
        if character == '\n' || replacement(character).is_none() {
            harmless.push(character);
        } else {
            harmless.extend(character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    harmless
}

fn replace(text: &str, replacement: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    if text.chars().any(|character| replacement(character).is_some()) {
        Cow::Owned(text.chars().map(|character| replacement(character).unwrap_or(character)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_become_visible() {
        assert_eq!(line("a\x1b[31mb\x07"), "a␛[31mb␇");
    }

    #[test]
    fn bidirectional_controls_and_separators_become_visible() {
        assert_eq!(line("a\u{202e}b\u{2066}c\u{2028}d\u{9b}31m"), "a�b�c�d�31m");
    }

    #[test]
    fn a_line_break_stays_only_where_lines_are_allowed() {
        assert_eq!(line("a\nb"), "a␊b");
        assert_eq!(lines("a\nb\r"), "a\nb␍");
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(line("Zürich 東京 ✓"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_left(text in any::<String>()) {
            prop_assert!(line(&text).chars().all(|character| replacement(character).is_none()));
            prop_assert_eq!(line(&text).chars().count(), text.chars().count());
        }
    }
}
