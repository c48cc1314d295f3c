//! Renders errors in the user's own files, such as the settings file, with their location.

use std::fmt::{self, Write as _};

use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, NamedSource, SourceCode};

use crate::text::{Mistake, TextError, sanitize};

use super::colors;

/// Renders each of the mistakes on lines of at most `width` columns.
///
/// # Errors
/// If the range of a mistake is outside of the text.
pub fn show(error: &TextError, width: usize, color: bool) -> Result<String, fmt::Error> {
    let source = NamedSource::new(sanitize::line(&error.name), sanitized(&error.text));
    let handler = GraphicalReportHandler::new_themed(colors::theme(color)).with_width(width).with_links(false);
    let mut text = String::new();
    for mistake in error.mistakes.iter().take(TextError::MAX_SHOWN) {
        handler.render_report(&mut text, &Shown { mistake, source: &source })?;
    }
    if let Some(more @ 1..) = error.mistakes.len().checked_sub(TextError::MAX_SHOWN) {
        writeln!(text, "… and {more} more")?;
    }
    Ok(text)
}

/// Replaces characters that could harm a terminal, without changing the length in bytes.
fn sanitized(text: &str) -> String {
    let shown = |character: char| match sanitize::replacement(character) {
        // A carriage return would let the following text overwrite the line; most are at the end of a line.
        Some(_) if character == '\r' => " ".to_owned(),
        Some(_) if !matches!(character, '\n' | '\t') => "?".repeat(character.len_utf8()),
        _ => character.to_string(),
    };
    text.chars().map(shown).collect()
}

/// A mistake in the form that miette expects.
#[derive(Debug)]
struct Shown<'a> {
    mistake: &'a Mistake,
    source: &'a NamedSource<String>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sanitize::lines(&self.mistake.message))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = self.mistake.help.as_ref()?;
        Some(Box::new(sanitize::lines(help)))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_with_span(None, self.mistake.range.clone());
        Some(Box::new(std::iter::once(label)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.source)
    }
}
