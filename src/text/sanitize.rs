//! Text of a file or a file's name, made harmless to a terminal.
//!
//! What a reader cannot see or what would move the cursor is replaced by something visible, one character for one
//! character, so that columns stay right:
//!
//! | character | shown as |
//! |---|---|
//! | C0 controls and DEL (escape sequences begin with one) | their picture, U+2400 to U+2421 |
//! | C1 controls, invisible characters, bidirectional controls, U+2028, U+2029, tags, noncharacters | `�` |
//! | the bracket of `##[command]`, and the first colon of a line that begins with `::` | `�` |
//!
//! The last ones are how a text gives commands to the runner of a workflow: GitHub's finds `##[…]` anywhere in a line, and
//! `::…::` behind blanks (`src/Runner.Common/ActionCommand.cs` in actions/runner); that of Azure has `##vso[…]`.

use std::borrow::Cow;

/// What stands for a character that must not be shown and has no picture.
const HIDDEN: char = '\u{fffd}';

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
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Some(HIDDEN),
        // The last two of each plane are noncharacters, which XML does not allow.
        _ if character as u32 & 0xfffe == 0xfffe => Some(HIDDEN),
        _ => None,
    }
}

/// A text for one line: a file's name, a message. Line breaks become visible.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    without_commands(replace(text, replacement))
}

/// A text that does not begin its line, such as a cell of a table.
#[must_use]
pub fn within_line(text: &str) -> String {
    let mut harmless = String::with_capacity(text.len());
    push_without_brackets(&mut harmless, &replace(text, replacement), |harmless| harmless.push(HIDDEN));
    harmless
}

/// A text that may have several lines: a help. Line breaks stay.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    without_commands(replace(text, |character| if character == '\n' { None } else { replacement(character) }))
}

/// Lines of output, with or without styles, in which none is a command for the runner of a workflow.
#[must_use]
pub fn commands(text: &str) -> Cow<'_, str> {
    if !text.contains("##") && !text.contains("::") {
        return Cow::Borrowed(text);
    }
    let mut harmless = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let start = line.len() - after_styles(line).len();
        let (before, mut rest) = line.split_at(start);
        harmless.push_str(before);
        if rest.starts_with("::") {
            harmless.push(HIDDEN);
            rest = &rest[1..];
        }
        push_without_brackets(&mut harmless, rest, |harmless| harmless.push(HIDDEN));
    }
    if harmless == text { Cow::Borrowed(text) } else { Cow::Owned(harmless) }
}

fn without_commands(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => commands(text),
        Cow::Owned(text) => Cow::Owned(commands(&text).into_owned()),
    }
}

/// A line without the blanks and styles that it begins with.
fn after_styles(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some((_, after)) = rest.strip_prefix("\x1b[").and_then(|style| style.split_once('m')) {
        rest = after.trim_start();
    }
    rest
}

/// Adds a text with something else in place of each bracket of `##[…]` and `##name[…]`.
fn push_without_brackets(harmless: &mut String, text: &str, push: impl Fn(&mut String)) {
    let mut rest = text;
    while let Some(at) = rest.find("##") {
        let name = rest[at + 2..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let end = at + 2 + name;
        if rest[end..].starts_with('[') {
            harmless.push_str(&rest[..end]);
            push(harmless);
            rest = &rest[end + 1..];
        } else {
            harmless.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
        }
    }
    harmless.push_str(rest);
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
    if !harmless.contains("##") {
        return harmless;
    }
    let mut escaped = String::with_capacity(harmless.len());
    push_without_brackets(&mut escaped, &harmless, |escaped| escaped.push_str("\\u005b"));
    escaped
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
    fn invisible_characters_become_visible() {
        for hidden in ['\u{200c}', '\u{200d}', '\u{fe0f}', '\u{2800}', '\u{3164}', '\u{115f}', '\u{fffe}', '\u{1ffff}']
        {
            assert_eq!(line(&hidden.to_string()), "�", "{hidden:?}");
        }
    }

    #[test]
    fn no_line_is_a_command() {
        assert_eq!(line("##[error]a ##vso[b] ###[c] # #[d]"), "##�error]a ##vso�b] ###�c] # #[d]");
        assert_eq!(lines("a\n  ::error::b\n::c"), "a\n  �:error::b\n�:c");
        assert_eq!(line("a::b"), "a::b");
        assert_eq!(commands("\x1b[1m ::a::b"), "\x1b[1m �:a::b");
        assert_eq!(json("\"##[a]\""), "\"##\\u005ba]\"");
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
