//! `man`: prints the man pages.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use super::terminal::Terminal;
use super::{Arguments, Error, ExitStatus};

/// Print the man page, or write one for each command into a folder.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// Existing folder to write the pages to
    folder: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        if let Some(folder) = &self.folder {
            clap_mangen::generate_to(Arguments::command(), folder).map_err(Error::output(folder.display()))?;
        } else {
            let mut text = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut text).map_err(Error::output("the man page"))?;
            terminal.write(&text)?;
        }
        Ok(ExitStatus::Success)
    }
}
