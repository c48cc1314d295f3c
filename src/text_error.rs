//! A text of the operator's that cannot be used, such as a settings file, and all that is wrong with it.

use std::fmt;
use std::ops::Range;

use crate::cel::Mistake;

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

/// A text that cannot be used: all that is wrong with it.
#[derive(Debug)]
pub struct TextError {
    /// The name that the text is shown under.
    pub name: String,
    /// The text.
    pub text: String,
    /// What is wrong, in the order of the text.
    pub problems: Vec<Problem>,
}

impl TextError {
    /// What is wrong with a text.
    #[must_use]
    pub fn new(name: &str, text: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| problem.range.start);
        Self { name: name.to_owned(), text: text.to_owned(), problems }
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the settings cannot be used", self.name)
    }
}

impl std::error::Error for TextError {}
