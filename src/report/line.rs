//! A line of a file as displayed: masked, sanitized and cut to the width.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::check::mask::bullets;
use crate::text::sanitize;

/// Marks the end at which a long line was cut.
const CUT: char = '…';

/// The most characters of a long line before the label.
const MAX_LEAD: usize = 32;

/// The distance of miette's tab stops, in columns.
const TAB_WIDTH: usize = 4;

/// The width available to a line, in characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Width {
    /// The whole line.
    pub(super) line: usize,
    /// The part of it that must remain after the start of the focus.
    pub(super) room: usize,
}

/// A line of a file as displayed.
#[derive(Debug)]
pub(super) struct DisplayedLine {
    text: String,
    /// For each displayed character, its byte offset in the file and in `text`.
    places: Vec<(usize, usize)>,
}

impl DisplayedLine {
    /// The line at `range` of `text`, without its line break. A line that exceeds the width is cut to the part around
    /// `focus`.
    pub(super) fn new(
        text: &str,
        range: Range<usize>,
        hidden: &[Range<usize>],
        focus: Range<usize>,
        width: Width,
    ) -> Self {
        let whole = range.start..range.start + text[range].trim_end_matches('\r').len();
        let kept = cut(text, &whole, &focus, width);
        let mut line = Self { text: String::new(), places: Vec::new() };
        if kept.start > whole.start {
            line.text.push(CUT);
        }
        let mut next = hidden.partition_point(|range| range.end <= kept.start);
        for (offset, character) in text[kept.clone()].char_indices() {
            let at = kept.start + offset;
            while hidden.get(next).is_some_and(|range| range.end <= at) {
                next += 1;
            }
            line.places.push((at, line.text.len()));
            match hidden.get(next) {
                Some(range) if range.start <= at => bullets::push_hidden(&mut line.text, character),
                _ if character == '\t' => line.text.push('\t'),
                _ => line.text.push(sanitize::replacement(character).unwrap_or(character)),
            }
        }
        line.places.push((kept.end, line.text.len()));
        if kept.end < whole.end {
            line.text.push(CUT);
        }
        line
    }

    /// The displayed text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The width of the text before an offset, in columns.
    pub(super) fn columns_before(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        before.split_inclusive('\t').fold(0, |columns, part| match part.strip_suffix('\t') {
            Some(part) => (columns + part.width()) / TAB_WIDTH * TAB_WIDTH + TAB_WIDTH,
            None => columns + part.width(),
        })
    }

    /// The offset in the displayed text of a byte of the file, or the nearest one if that byte was cut off.
    pub(super) fn offset_of(&self, at: usize) -> usize {
        let index = self.places.partition_point(|(byte, _)| *byte < at);
        self.places.get(index).map_or(self.text.len(), |(_, shown)| *shown)
    }
}

/// The part of a line to display: from its start if that includes the focus and the room after it, else from shortly before
/// the focus.
fn cut(text: &str, line: &Range<usize>, focus: &Range<usize>, Width { line: width, room }: Width) -> Range<usize> {
    let forward = |from: usize, count: usize| {
        text[from..line.end].char_indices().nth(count).map_or(line.end, |(offset, _)| from + offset)
    };
    let end = forward(line.start, width);
    let has_room = focus.start <= forward(line.start, width.saturating_sub(room));
    if has_room && (end == line.end || focus.end <= end) {
        return line.start..end;
    }
    let focus = floor_boundary(text, focus.start.clamp(line.start, line.end));
    let lead = MAX_LEAD.min(width / 2);
    let before = text[line.start..focus].char_indices().rev().nth(lead.saturating_sub(1));
    let start = before.map_or(line.start, |(offset, _)| line.start + offset);
    start..forward(start, width)
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
