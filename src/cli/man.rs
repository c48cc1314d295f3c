//! `man`: the manual.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use super::terminal::Terminal;
use super::{Arguments, End, Error};

/// Print the manual, or write a page for each command into a folder.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The folder to write the pages into, which exists
    folder: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        if let Some(folder) = &self.folder {
            clap_mangen::generate_to(Arguments::command(), folder).map_err(Error::output(folder.display()))?;
        } else {
            let mut text = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut text).map_err(Error::output("the manual"))?;
            terminal.write(&text)?;
        }
        Ok(End::Clean)
    }
}
