//! The bytes of a text that are hidden, whatever else is known of it.

use std::ops::Range;

use crate::text::parallel::both;

use super::names::Names;
use super::{LONG_TEXT, digests, harmless, keyed, patterns};

/// The bytes to hide: what is known, what is behind a telling key, and what has a telling shape.
pub(super) fn hidden_ranges<'a>(
    text: &'a str,
    known: Vec<Range<usize>>,
    names: &mut Names<'a>,
    is_plain: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let behind_keys = || {
        let ranges = known.into_iter().chain(keyed::find(text, names, is_plain));
        ranges.flat_map(|range| hidden_parts(text, range)).collect::<Vec<_>>()
    };
    let (shaped, mut hidden) = both(text.len() >= LONG_TEXT, || shaped_ranges(text), behind_keys);
    hidden.extend(shaped);
    merged(hidden)
}

pub(super) fn shaped_ranges(text: &str) -> Vec<Range<usize>> {
    patterns::find(text).into_iter().flat_map(|range| hidden_parts(text, range)).collect()
}

/// The parts of a secret value that must not be read: not its quotes, the header of a block scalar, indentation, PEM's
/// markers, or a digest's scheme.
pub(super) fn hidden_parts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let Some(value) = text.get(range.clone()) else { return parts };
    let mut start = range.start;
    let mut end = range.end;
    match value.as_bytes() {
        [b'"', .., b'"'] | [b'\'', .., b'\''] => (start, end) = (start + 1, end - 1),
        [b'|' | b'>', ..] => start = value.find('\n').map_or(start, |at| start + at),
        _ => {}
    }
    for (number, line) in text[start..end].split_inclusive('\n').enumerate() {
        let content = if number == 0 { line } else { line.trim_start_matches([' ', '\t', '#']) };
        let line_end = start + line.trim_end_matches(['\r', '\n']).len();
        let mut at = start + line.len() - content.len();
        at += digests::readable_prefix(content);
        at += patterns::pem_marker(&text[at..line_end.max(at)]);
        let closing = text[at..line_end.max(at)].find("-----END ").map(|offset| at + offset);
        parts.push(at..closing.unwrap_or(line_end));
        if let Some(closing) = closing {
            parts.push(closing + patterns::pem_marker(&text[closing..line_end])..line_end);
        }
        start += line.len();
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The same bytes in ranges that are sorted and apart from each other.
pub(super) fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// The bytes to hide in a text that nothing is known of.
#[must_use]
pub fn text_ranges(text: &str) -> Vec<Range<usize>> {
    let mut hidden = hidden_ranges(text, Vec::new(), &mut Names::default(), |_| false);
    hidden.extend(random_ranges(text));
    merged(hidden)
}

/// The words of a text that look random.
pub(super) fn random_ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_of_word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '+' | '=');
    let mut at = 0;
    text.split(move |letter| !is_of_word(letter)).filter_map(move |word| {
        let start = text[at..].find(word).map_or(at, |offset| at + offset);
        at = start + word.len();
        harmless::is_random(word).then_some(start..at)
    })
}
