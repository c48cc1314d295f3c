//! Renders errors in the user's own files, such as the settings file, with their location.

use std::fmt::{self, Write as _};

use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, SourceCode};

use crate::check::mask::{Masks, Shown};
use crate::text::{Sources, Span, TextError};

use super::colors;
use super::excerpt::{Excerpt, Mark};

/// Renders each of the mistakes on lines of at most `width` columns, without secrets.
///
/// # Errors
/// If the range of a mistake is outside of the text.
pub fn show(error: &TextError, width: usize, color: bool) -> Result<String, fmt::Error> {
    let mut sources = Sources::default();
    let source = sources.add_beside(error.name.clone(), error.text.clone());
    let masks = Masks::of_settings(source, &error.text);
    let handler = GraphicalReportHandler::new_themed(colors::theme(color)).with_width(width).with_links(false);
    let mut text = String::new();
    for mistake in error.mistakes.iter().take(TextError::MAX_SHOWN) {
        let span = Span::of(source, mistake.range.clone());
        let shown = |text: &str| masks.text_at(span, &sources, text);
        let mark = Mark { span, text: String::new() };
        let drawn = DrawnMistake {
            message: shown(&mistake.message),
            help: mistake.help.as_deref().map(shown),
            excerpt: Excerpt::new(&[mark], &sources, &masks, width),
        };
        handler.render_report(&mut text, &drawn)?;
    }
    if let Some(more @ 1..) = error.mistakes.len().checked_sub(TextError::MAX_SHOWN) {
        writeln!(text, "… and {more} more")?;
    }
    Ok(crate::text::sanitize::commands(&text).into_owned())
}

/// A mistake in the form that miette expects.
#[derive(Debug)]
struct DrawnMistake {
    message: Shown,
    help: Option<Shown>,
    excerpt: Excerpt,
}

impl fmt::Display for DrawnMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.lines())
    }
}

impl std::error::Error for DrawnMistake {}

impl Diagnostic for DrawnMistake {
    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = self.help.as_ref()?;
        Some(Box::new(help.lines()))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }
}
