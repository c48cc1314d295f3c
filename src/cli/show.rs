//! `show`: prints the configuration as Authelia reads it.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::check::mask::Masks;
use crate::embedded::Configurations;
use crate::report::configuration::{Configuration, ValueOrigin};
use crate::text::sanitize;

use super::inputs::{Inputs, ReadInputs};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{Error, ExitStatus};

/// Show the configuration as Authelia reads it: merged, with deprecated keys renamed and secrets masked.
#[derive(Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    inputs: Inputs,

    /// Show each value separately, with its file and line
    #[arg(long)]
    origin: bool,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "yaml")]
    format: ShowFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ShowFormat {
    /// YAML, or one line per value with `--origin`
    Yaml,
    /// JSON
    Json,
}

/// The most text that is shown of all files, in bytes.
const MAX_LENGTH: usize = 64 * 1024 * 1024;

impl Show {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let ReadInputs { options, sources, unread, .. } = self.inputs.read(&Progress::new(true))?;
        let masks = Masks::new(&crate::check(&sources, &options), &sources);
        let mut texts: Vec<String> = Vec::new();
        let mut length = 0;
        let mut unread = unread;
        let mut failed = Ok(());
        Configurations::all(&sources, &options.load, |config| {
            unread += usize::from(!config.syntax_errors.is_empty());
            if failed.is_ok() {
                let configuration = Configuration::new(config, &sources, &masks);
                failed = self.text(&configuration).and_then(|text| {
                    length += text.len();
                    texts.push(text);
                    if configuration.is_cut() || length > MAX_LENGTH { Err(Error::TooLong) } else { Ok(()) }
                });
            }
        });
        failed?;
        let separator = match (self.format, self.origin) {
            (ShowFormat::Yaml, false) => "---\n",
            (ShowFormat::Yaml, true) => "\n",
            (ShowFormat::Json, _) => "",
        };
        terminal.write(sanitize::commands(&texts.join(separator)).as_bytes())?;
        if unread > 0 { Err(Error::Inputs(unread)) } else { Ok(ExitStatus::Success) }
    }

    fn text(&self, configuration: &Configuration<'_>) -> Result<String, Error> {
        match (self.format, self.origin) {
            (ShowFormat::Yaml, false) => yaml(&configuration.tree()),
            (ShowFormat::Yaml, true) => Ok(lines(&configuration.origins())),
            (ShowFormat::Json, false) => json(&configuration.tree()),
            (ShowFormat::Json, true) => json(&configuration.origins()),
        }
    }
}

fn yaml(value: &impl Serialize) -> Result<String, Error> {
    serde_yaml::to_string(value).map_err(|error| Error::output("standard output")(std::io::Error::other(error)))
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| sanitize::json(&text) + "\n").map_err(|error| Error::output("standard output")(error.into()))
}

/// `configuration.yml:12: session.name: "home"`.
fn lines(origins: &[ValueOrigin]) -> String {
    let mut text = String::new();
    for ValueOrigin { path, value, file, line } in origins {
        let _ = writeln!(text, "{file}:{line}: {path}: {value}");
    }
    text
}
