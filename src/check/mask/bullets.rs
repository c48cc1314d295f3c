//! Bullets in place of secrets.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// What stands for one column of a secret.
const BULLET: char = '•';

/// A text with bullets in place of the hidden ranges, which must be sorted and apart from each other.
pub(super) fn hide(text: &str, hidden: &[Range<usize>]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for range in hidden {
        shown.push_str(&text[at..range.start]);
        text[range.clone()].chars().for_each(|character| push_hidden(&mut shown, character));
        at = range.end;
    }
    shown.push_str(&text[at..]);
    shown
}

/// Adds bullets for one hidden character: as many as it takes columns.
pub(crate) fn push_hidden(shown: &mut String, character: char) {
    let width = if character.is_control() { 1 } else { character.width().unwrap_or(1) };
    shown.extend(std::iter::repeat_n(BULLET, width));
}
