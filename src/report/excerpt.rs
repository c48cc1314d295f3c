//! The lines around the labels of a finding, prepared for miette.
//!
//! miette never gets a whole file, because it would search all of it again for each label. An excerpt contains only the
//! lines with labels and their neighbours, from any number of files, already masked, sanitized and cut to the width.

use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::text::{Source, Sources, Span, sanitize};

use super::line::{DisplayedLine, Width};
use crate::check::mask::Masks;

use super::wrap;

/// The number of lines shown before and after a label.
const CONTEXT: usize = 1;

/// The largest distance between two labels in one frame, in lines. Two frames would be just as long and harder to read.
const MAX_DISTANCE: usize = 7;

/// The width of miette's frame to the left of a line, in columns; more for long line numbers.
const FRAME_WIDTH: usize = 12;

/// The narrowest part of a line that is shown, in columns.
const MIN_LINE_WIDTH: usize = 40;

/// The width of miette's frame without the line number, in columns.
const BARE_FRAME_WIDTH: usize = 4;

/// The narrowest label, in columns.
const MIN_LABEL_WIDTH: usize = 28;

/// The distance from the middle of the labelled text to the label, in columns.
const HOOK_WIDTH: usize = 4;

/// A label before layout.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// The labelled text.
    pub(super) span: Span,
    /// The text of the label, masked and sanitized.
    pub(super) text: String,
}

/// Lines from one or several files, and the labels in them.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    text: String,
    windows: Vec<Window>,
    labels: Vec<Placed>,
}

/// Neighbouring lines of one file.
#[derive(Debug)]
struct Window {
    name: String,
    /// The number of its first line, from 0.
    first_line: usize,
    /// The range of each line in the text of the excerpt, including its line break.
    lines: Vec<Range<usize>>,
}

/// A label in the text of an excerpt.
#[derive(Debug)]
struct Placed {
    range: Range<usize>,
    /// The column of its start in the file, from 0.
    column: usize,
    text: String,
    primary: bool,
}

impl Excerpt {
    /// Lays out the lines around some labels, the first of which is the primary one, for an output of `width` columns.
    pub(super) fn new(labels: &[Mark], sources: &Sources, masks: &Masks, width: usize) -> Self {
        let mut excerpt = Self::default();
        for group in groups(labels, sources) {
            excerpt.add_window(&group, sources, masks, width);
        }
        excerpt
    }

    fn add_window(&mut self, group: &[PlacedLabel<'_>], sources: &Sources, masks: &Masks, width: usize) {
        let Some(first) = group.first() else { return };
        let source = sources.get(first.mark.span.source);
        let hidden = masks.of(first.mark.span.source);
        let (first_line, ranges) = line_ranges(source, group);
        let right = width.saturating_sub(BARE_FRAME_WIDTH + (first_line + ranges.len()).to_string().len());
        let mut lines = Vec::with_capacity(ranges.len());
        for (number, range) in (first_line..).zip(ranges) {
            let here = group.iter().filter(|located| located.line == number);
            let focus = here
                .clone()
                .map(|located| located.mark.span.range())
                .reduce(|one, other| one.start.min(other.start)..one.end.max(other.end));
            let focus = focus.unwrap_or(range.start..range.start);
            let room = if here.clone().any(|located| !located.mark.text.is_empty()) { MIN_LABEL_WIDTH } else { 0 };
            let shown = Width { line: width.saturating_sub(FRAME_WIDTH).max(MIN_LINE_WIDTH), room };
            let line = DisplayedLine::new(&source.text, range.clone(), hidden, focus, shown);
            for located in here {
                self.labels.push(located.place(&line, self.text.len(), range.end, right));
            }
            let start = self.text.len();
            self.text.push_str(line.text());
            self.text.push('\n');
            lines.push(start..self.text.len());
        }
        self.windows.push(Window { name: sanitize::line(&source.name).into_owned(), first_line, lines });
    }

    /// The labels in the form that miette expects.
    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> {
        self.labels.iter().map(|label| {
            let text = (!label.text.is_empty()).then(|| label.text.clone());
            let span = SourceSpan::from(label.range.clone());
            if label.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let window = self.windows.iter().find(|window| window.holds(start, end)).ok_or(MietteError::OutOfBounds)?;
        // For a label with context, return the whole window; for a label alone, its line.
        let line_of = |at: usize| window.lines.partition_point(|line| line.end <= at);
        let (range, first, column) = if before + after > 0 {
            (window.range(), 0, 0)
        } else {
            let first = line_of(start);
            (start..window.lines[first].end, first, self.column(start))
        };
        Ok(Box::new(MietteSpanContents::new_named(
            window.name.clone(),
            &self.text.as_bytes()[range.clone()],
            SourceSpan::from(range),
            window.first_line + first,
            column,
            window.lines.len() - first,
        )))
    }
}

impl Excerpt {
    /// The column in the file, from 0, of the label that starts at an offset in the text.
    fn column(&self, start: usize) -> usize {
        self.labels.iter().find(|label| label.range.start == start).map_or(0, |label| label.column)
    }
}

impl Window {
    fn range(&self) -> Range<usize> {
        self.lines.first().map_or(0, |line| line.start)..self.lines.last().map_or(0, |line| line.end)
    }

    fn holds(&self, start: usize, end: usize) -> bool {
        let Range { start: first, end: last } = self.range();
        first <= start && start < last && end <= last
    }
}

/// A label and the line that it starts on.
#[derive(Debug, Clone, Copy)]
struct PlacedLabel<'m> {
    mark: &'m Mark,
    /// From 0.
    line: usize,
    /// From 0.
    column: usize,
    primary: bool,
}

impl PlacedLabel<'_> {
    /// Places the label on its line, and wraps its text to end at the column `right`. A label that spans several lines is
    /// drawn on the first one only.
    fn place(&self, line: &DisplayedLine, offset: usize, line_end: usize, right: usize) -> Placed {
        let span = self.mark.span.range();
        let start = line.offset_of(span.start);
        let end = line.offset_of(span.end.min(line_end)).max(start);
        let middle = usize::midpoint(line.columns_before(start), line.columns_before(end));
        let room = right.saturating_sub(middle + HOOK_WIDTH).max(MIN_LABEL_WIDTH);
        Placed {
            range: offset + start..offset + end,
            column: self.column,
            text: wrap::fill(&self.mark.text, room, "", ""),
            primary: self.primary,
        }
    }
}

/// Groups labels on neighbouring lines; the group with the primary label comes first.
fn groups<'m>(marks: &'m [Mark], sources: &Sources) -> Vec<Vec<PlacedLabel<'m>>> {
    let mut located: Vec<_> = marks
        .iter()
        .enumerate()
        .map(|(index, mark)| {
            let position = sources.get(mark.span.source).position(mark.span.start);
            PlacedLabel { mark, line: position.line - 1, column: position.column - 1, primary: index == 0 }
        })
        .collect();
    located.sort_by_key(|located| (located.mark.span.source, located.mark.span.start));
    let mut groups: Vec<Vec<PlacedLabel<'m>>> = Vec::new();
    for next in located {
        match groups.last_mut().filter(|group| group.last().is_some_and(|last| are_neighbours(last, &next))) {
            Some(group) => group.push(next),
            None => groups.push(vec![next]),
        }
    }
    groups.sort_by_key(|group| !group.iter().any(|located| located.primary));
    groups
}

/// Whether two labels belong in one frame.
fn are_neighbours(left: &PlacedLabel<'_>, right: &PlacedLabel<'_>) -> bool {
    left.mark.span.source == right.mark.span.source && right.line - left.line <= MAX_DISTANCE
}

/// The lines from the first to the last label of a group, with their neighbours: the number of the first line, from 0, and
/// the range of each line in the file.
fn line_ranges(source: &Source, group: &[PlacedLabel<'_>]) -> (usize, Vec<Range<usize>>) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return (0, Vec::new()) };
    let first_line = first.line.saturating_sub(CONTEXT);
    let end = (last.line + 1 + CONTEXT).min(source.lines());
    let mut ranges: Vec<_> = (first_line..end).map(|line| source.line(line + 1)).collect();
    if end > last.line + 1 {
        // The empty line after the last line feed is not worth showing.
        ranges.pop_if(|range| range.start == source.text.len());
    }
    (first_line, ranges)
}
