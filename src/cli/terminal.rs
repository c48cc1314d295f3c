//! Standard output: its width, its colours, and closed pipes.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use clap::ColorChoice;
use clap::builder::styling::Style;

use crate::report::DEFAULT_WIDTH;

use super::Error;

/// The widest output, in columns: longer lines are hard to read.
const MAX_WIDTH: usize = 140;

/// Standard output.
#[derive(Debug)]
pub(super) struct Terminal {
    /// The width, in columns.
    pub(super) width: usize,
    /// Whether to use colours.
    pub(super) color: bool,
    choice: ColorChoice,
}

impl Terminal {
    pub(super) fn new(choice: ColorChoice) -> Self {
        let stdout = io::stdout();
        let color = match choice {
            ColorChoice::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        let width = if stdout.is_terminal() { textwrap::termwidth().min(MAX_WIDTH) } else { DEFAULT_WIDTH };
        Self { width, color, choice }
    }

    /// The same settings for output to a file.
    pub(super) fn for_file(&self) -> Self {
        Self { width: DEFAULT_WIDTH, color: self.choice == ColorChoice::Always, choice: self.choice }
    }

    /// Styles a text if colours are enabled.
    pub(super) fn paint(&self, style: Style, text: impl Display) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_string() }
    }

    /// Writes to standard output. A closed pipe, as with `head`, is not an error.
    #[allow(clippy::unused_self, reason = "writing requires a terminal")]
    pub(super) fn write(&self, text: &[u8]) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::output("standard output")(error)),
            _ => Ok(()),
        }
    }
}
