//! What is wrong with a settings file, shown with its place.

use std::fmt;
use std::ops::Range;

use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, NamedSource, SourceCode};

use crate::cel::Mistake;
use crate::report::{colors, sanitize};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the file that it is about.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
}

impl Problem {
    /// Something wrong at a place.
    pub fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None }
    }

    /// Says what to write instead, if that is known.
    #[must_use]
    pub fn help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

impl From<Mistake> for Problem {
    fn from(mistake: Mistake) -> Self {
        Self { range: mistake.range, message: mistake.message, help: mistake.help }
    }
}

/// A settings file that cannot be used: all that is wrong with it.
#[derive(Debug)]
pub struct SettingsError {
    source: NamedSource<String>,
    /// What is wrong, in the order of the file.
    pub problems: Vec<Problem>,
}

impl SettingsError {
    /// What is wrong with a file.
    #[must_use]
    pub fn new(name: &str, text: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| problem.range.start);
        Self { source: NamedSource::new(sanitize::line(name), harmless(text)), problems }
    }

    /// Each of the problems as a person sees it, on lines of up to `width` characters.
    ///
    /// # Errors
    /// Where a problem's place is none in the text.
    pub fn show(&self, width: usize, color: bool) -> Result<String, fmt::Error> {
        let handler = GraphicalReportHandler::new_themed(colors::theme(color)).with_width(width).with_links(false);
        let mut text = String::new();
        for problem in &self.problems {
            handler.render_report(&mut text, &Shown { problem, source: &self.source })?;
        }
        Ok(text)
    }
}

/// A text whose characters do no harm to a terminal, byte for byte as long as it was.
fn harmless(text: &str) -> String {
    let shown = |character: char| match sanitize::replacement(character) {
        // A carriage return would let what follows be written over the line; most stand at its end.
        Some(_) if character == '\r' => " ".to_owned(),
        Some(_) if !matches!(character, '\n' | '\t') => "?".repeat(character.len_utf8()),
        _ => character.to_string(),
    };
    text.chars().map(shown).collect()
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the settings cannot be used", self.source.name())
    }
}

impl std::error::Error for SettingsError {}

/// One problem as miette sees it.
#[derive(Debug)]
struct Shown<'a> {
    problem: &'a Problem,
    source: &'a NamedSource<String>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sanitize::lines(&self.problem.message))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = self.problem.help.as_ref()?;
        Some(Box::new(sanitize::lines(help)))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_with_span(None, self.problem.range.clone());
        Some(Box::new(std::iter::once(label)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.source)
    }
}
