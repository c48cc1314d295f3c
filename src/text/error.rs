//! A text of the operator's that cannot be used, such as a settings file, and all that is wrong with it.

use std::fmt;
use std::ops::Range;

/// One thing that is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes of the text that it is about.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
}

impl Mistake {
    /// Something wrong at a place.
    pub fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None }
    }

    /// Says what to write instead, if that is known.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
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
    pub mistakes: Vec<Mistake>,
}

impl TextError {
    /// The most mistakes that are shown; each shows lines of the text.
    pub const MAX_SHOWN: usize = 50;

    /// What is wrong with a text.
    #[must_use]
    pub fn new(name: &str, text: &str, mut mistakes: Vec<Mistake>) -> Self {
        mistakes.sort_by_key(|mistake| mistake.range.start);
        Self { name: name.to_owned(), text: text.to_owned(), mistakes }
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the settings cannot be used", self.name)
    }
}

impl std::error::Error for TextError {}
