//! Where output goes: how wide it is, whether it takes colours, and what it means that nobody reads on.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use clap::ColorChoice;
use clap::builder::styling::Style;

use crate::report::WIDTH;

use super::Error;

/// Wider lines are hard to read.
const MAX_WIDTH: usize = 140;

/// Standard output.
#[derive(Debug)]
pub(super) struct Terminal {
    /// The width, in columns.
    pub(super) width: usize,
    /// Whether to use colours.
    pub(super) color: bool,
    asked: ColorChoice,
}

impl Terminal {
    pub(super) fn new(asked: ColorChoice) -> Self {
        let stdout = io::stdout();
        let color = match asked {
            ColorChoice::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        let width = if stdout.is_terminal() { textwrap::termwidth().min(MAX_WIDTH) } else { WIDTH };
        Self { width, color, asked }
    }

    /// The same for a file, which is not a terminal.
    pub(super) fn for_file(&self) -> Self {
        Self { width: WIDTH, color: self.asked == ColorChoice::Always, asked: self.asked }
    }

    /// A text in a style, where styles are used.
    pub(super) fn paint(&self, style: Style, text: impl Display) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_string() }
    }

    /// Writes to standard output. A reader that has had enough, as `head`, is not an error.
    #[allow(clippy::unused_self, reason = "only who holds the terminal may write to it")]
    pub(super) fn write(&self, text: &[u8]) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::output("standard output")(error)),
            _ => Ok(()),
        }
    }
}
