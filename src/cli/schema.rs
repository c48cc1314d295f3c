//! `schema`: prints the JSON schema of the settings file.

use clap::Args;

use crate::settings;

use super::terminal::Terminal;
use super::{Error, ExitStatus};

/// Print the JSON schema of `authelia-lint.toml`, which editors use to complete and validate it.
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    #[expect(clippy::unused_self, reason = "same signature for all commands")]
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let text = format!("{:#}\n", settings::schema());
        terminal.write(text.as_bytes())?;
        Ok(ExitStatus::Success)
    }
}
