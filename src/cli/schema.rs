//! `schema`: the JSON schema of the settings file.

use clap::Args;

use crate::settings;

use super::terminal::Terminal;
use super::{End, Error};

/// Print the JSON schema of `authelia-lint.toml`, with which editors complete and check it.
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    #[expect(clippy::unused_self, reason = "as with every command")]
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let text = format!("{:#}\n", settings::schema());
        terminal.write(text.as_bytes())?;
        Ok(End::Clean)
    }
}
