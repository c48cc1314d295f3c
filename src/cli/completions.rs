//! `completions`: what a shell completes.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::terminal::Terminal;
use super::{Arguments, End, Error};

/// Print completions for a shell.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), env!("CARGO_PKG_NAME"), &mut text);
        terminal.write(&text)?;
        Ok(End::Clean)
    }
}
