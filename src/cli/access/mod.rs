//! `access`: which rule decides a request, and what the request needs.

mod configuration;
mod requests;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::inputs::Inputs;
use super::terminal::Terminal;
use super::{Error, ExitStatus};

use configuration::Loaded;

/// Show who can reach what.
#[derive(Debug, Args)]
pub(super) struct Access {
    #[command(flatten)]
    inputs: Inputs,

    /// JSON file with a list of requests: `url`, and optionally `method`, `ip`, `user`, `groups` and `factor`
    #[arg(long, value_name = "FILE")]
    requests: Option<PathBuf>,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Full,
    /// JSON
    Json,
}

impl Access {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let loaded = Loaded::read(&self.inputs)?;
        if let Some(path) = &self.requests {
            return requests::run(path, &loaded, self.format, terminal);
        }
        Ok(ExitStatus::Success)
    }
}
