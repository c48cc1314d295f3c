//! `check`: read, check, show.

use std::fs;
use std::io::{self, Write as _};
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::finding::Severity;
use crate::outcome::Outcome;
use crate::report::{self, Options};
use crate::rules::{self, RULES};
use crate::settings::Settings;
use crate::source::Sources;
use crate::suggestion;

use super::fix::{Fixes, Fixing};
use super::inputs::{Checked, Inputs};
use super::outputs::Outputs;
use super::progress::Progress;
use super::terminal::Terminal;
use super::{End, Error};

/// Check configuration files.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    inputs: Inputs,

    #[command(flatten)]
    judging: Judging,

    #[command(flatten)]
    fixing: Fixing,

    #[command(flatten)]
    showing: Showing,
}

/// What counts.
#[derive(Debug, Args)]
struct Judging {
    /// Check only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,

    /// Do not check these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,

    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Warning)]
    fail_on: FailOn,

    /// Try well-known secrets on the digests of the clients; slow
    #[arg(long)]
    deep: bool,

    /// Report what comments suppress, too
    #[arg(long)]
    no_ignores: bool,
}

/// How and where to show it.
#[derive(Debug, Args)]
struct Showing {
    #[command(flatten)]
    outputs: Outputs,

    /// Leave out the last line
    #[arg(short, long)]
    quiet: bool,

    /// Show what comments suppress, and why
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
}

/// The least severity that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Advice,
    Never,
}

impl FailOn {
    const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Never => None,
        }
    }
}

impl Check {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let mut settings = self.fixing.add_to(self.judging.add_to(self.inputs.settings()?)?);
        let progress = Progress::new(!self.showing.quiet);
        let started = progress.started();
        let Checked { sources, outcome, unread } = self.inputs.check(&mut settings, self.fixing.wanted(), &progress)?;
        drop(progress);
        if unread == 0 {
            self.inputs.require(&outcome)?;
        }
        if self.fixing.diff {
            self.fixing.show(&sources, &outcome, &settings, terminal)?;
            return if unread > 0 { Err(Error::Inputs(unread)) } else { Ok(self.judging.end(&outcome)) };
        }
        let Fixes { sources, outcome, text } = self.fixing.make(sources, outcome, &settings, self.showing.quiet)?;
        self.showing.show(&outcome, &sources, started.elapsed(), terminal, text)?;
        if unread > 0 { Err(Error::Inputs(unread)) } else { Ok(self.judging.end(&outcome)) }
    }
}

impl Judging {
    fn add_to(&self, settings: Settings) -> Result<Settings, Error> {
        for id in self.select.iter().chain(&self.ignore) {
            if rules::find(id).is_none() {
                let nearest = suggestion::nearest(id, RULES.iter().map(|rule| rule.id));
                return Err(Error::UnknownRule { id: id.clone(), nearest });
            }
        }
        Ok(Settings {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            no_ignores: self.no_ignores,
            deep: self.deep,
            ..settings
        })
    }

    fn end(&self, outcome: &Outcome) -> End {
        let least = self.fail_on.severity();
        let fails = outcome.findings.iter().any(|finding| least.is_some_and(|least| finding.severity >= least));
        if fails { End::Findings } else { End::Clean }
    }
}

impl Showing {
    /// Shows what was found; on standard error where standard output is `taken`.
    fn show(
        &self,
        outcome: &Outcome,
        sources: &Sources,
        elapsed: Duration,
        terminal: &Terminal,
        taken: bool,
    ) -> Result<(), Error> {
        for (format, file) in &self.outputs.0 {
            let terminal = if taken || file.is_some() { &terminal.for_file() } else { terminal };
            let options = Options {
                format: *format,
                width: terminal.width,
                color: terminal.color,
                quiet: self.quiet,
                verbose: self.verbose,
                elapsed,
            };
            let mut text = Vec::new();
            let written = report::render(outcome, sources, &options, &mut text);
            match file {
                Some(path) => written.and_then(|()| fs::write(path, &text)).map_err(Error::output(path.display()))?,
                None if taken => {
                    written.and_then(|()| io::stderr().write_all(&text)).map_err(Error::output("standard error"))?;
                }
                None => written.map_err(Error::output("standard output")).and_then(|()| terminal.write(&text))?,
            }
        }
        Ok(())
    }
}
