//! Texts from outside the sources of a run: files of settings, and errors of libraries.

use super::bullets::hide;
use super::harmless;
use super::ranges::{merged, random_ranges, shaped_ranges, text_ranges};

/// A text that nothing is known of, such as a file of settings, as it may be shown: without the values of telling keys,
/// and what has a telling shape or looks random.
#[must_use]
pub fn covered_text(text: &str) -> String {
    hide(text, &text_ranges(text))
}

/// The text of an error of a library, without the values that it quotes, as in `invalid type: string "…"`.
#[must_use]
pub fn covered_error(text: &str) -> String {
    let mut hidden = shaped_ranges(text);
    hidden.extend(random_ranges(text));
    for (at, quote) in text.match_indices("string \"") {
        let start = at + quote.len();
        let end = text[start..].find("\", expected").or_else(|| text[start..].rfind('"')).map(|length| start + length);
        hidden.extend(end.filter(|end| !harmless::is_value(&text[start..*end])).map(|end| start..end));
    }
    hide(text, &merged(hidden))
}
