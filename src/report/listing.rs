//! Lines of a file with their numbers, without secrets.

use std::fmt::Write as _;

use crate::check::mask::Masks;
use crate::text::{Sources, Span};

use super::line::{DisplayedLine, Width};

/// The most lines of a place that are shown.
const MAX_LINES: usize = 12;

/// The lines of a place, for an output of `width` columns.
#[must_use]
pub fn lines(span: Span, sources: &Sources, masks: &Masks, width: usize) -> String {
    let source = sources.get(span.source);
    let (first, last) = (source.line_at(span.start), source.line_at(span.end.saturating_sub(1).max(span.start)));
    let digits = last.to_string().len();
    let mut text = String::new();
    for number in first..=last.min(first + MAX_LINES - 1) {
        let range = source.line(number);
        let focus = range.start..range.start;
        let shown = Width { line: width.saturating_sub(digits + 5), room: 0 };
        let line = DisplayedLine::new(&source.text, range, masks.of(span.source), focus, shown);
        let _ = writeln!(text, "{}", format!("  {number:digits$} | {}", line.text()).trim_end());
    }
    if last >= first + MAX_LINES {
        let _ = writeln!(text, "  {:digits$} | … {} more lines", "", last + 1 - first - MAX_LINES);
    }
    text
}
