//! `check`: read, check, show.

use std::fs;
use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use crate::outcome::Outcome;
use crate::report::{self, Options};
use crate::rules::{self, RULES};
use crate::settings::{FailOn, Loaded, Settings};
use crate::source::Sources;
use crate::suggestion;

use super::fix::{Fixes, Fixing};
use super::inputs::{Inputs, Read};
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

    /// The least severity that makes the exit code 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", value_enum)]
    fail_on: Option<FailOn>,

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

impl Check {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let progress = Progress::new(!self.showing.quiet);
        let started = progress.started();
        let Read { mut settings, file, mut sources, unread } = self.inputs.read(&progress).or_else(|error| {
            // A mistyped id is the nearer reason.
            self.judging.know(&self.inputs.of_run()?.1)?;
            Err(error)
        })?;
        self.judging.know(&settings)?;
        settings.everywhere(|settings| {
            self.judging.add_to(settings);
            self.fixing.add_to(settings);
            settings.policies.show_in(&mut sources);
            if let Some(deployment) = &mut settings.deployment {
                deployment.show_in(&mut sources);
            }
        });
        progress.check(sources.len(), sources.iter().map(|(_, source)| source.text.len()).sum());
        let outcome = crate::check(&sources, &settings);
        drop(progress);
        if let Some(failure) = outcome.failures.first() {
            return Err(Error::Settings(Arc::clone(failure)));
        }
        let fail_on = self.judging.fail_on(file.as_ref());
        if unread == 0 {
            self.inputs.require(&outcome)?;
        }
        if self.fixing.diff {
            self.fixing.show(&sources, &outcome, &settings, terminal)?;
            return if unread > 0 { Err(Error::Inputs(unread)) } else { Ok(end(fail_on, &outcome)) };
        }
        let Fixes { sources, outcome, text } = self.fixing.make(sources, outcome, &settings, self.showing.quiet)?;
        let outputs = self.showing.outputs.or(file.as_ref());
        self.showing.show(&outputs, &outcome, &sources, started.elapsed(), terminal, text)?;
        if unread > 0 { Err(Error::Inputs(unread)) } else { Ok(end(fail_on, &outcome)) }
    }
}

impl Judging {
    /// Whether there are such rules, or such policies.
    fn know(&self, settings: &Settings) -> Result<(), Error> {
        let all = std::iter::once(settings).chain(settings.nearer.values().map(|nearer| &**nearer));
        let policies: Vec<&'static str> =
            all.flat_map(|settings| settings.policies.iter()).map(|policy| policy.id).collect();
        for id in self.select.iter().chain(&self.ignore) {
            if rules::find(id).is_none() && !policies.contains(&id.as_str()) {
                let known = RULES.iter().map(|rule| rule.id).chain(policies.iter().copied());
                return Err(Error::UnknownRule { id: id.clone(), nearest: suggestion::nearest(id, known) });
            }
        }
        Ok(())
    }

    /// Asks for what these options say; they win over the settings file.
    fn add_to(&self, settings: &mut Settings) {
        if !self.select.is_empty() {
            settings.select.clone_from(&self.select);
            settings.ignore.clear();
            Arc::make_mut(&mut settings.levels).asked.clone_from(&self.select);
        }
        settings.ignore.extend(self.ignore.iter().cloned());
        settings.no_ignores = self.no_ignores;
        settings.deep |= self.deep;
    }

    fn fail_on(&self, file: Option<&Loaded>) -> FailOn {
        self.fail_on.or_else(|| file?.file.fail_on).unwrap_or(FailOn::Warning)
    }
}

fn end(fail_on: FailOn, outcome: &Outcome) -> End {
    let least = fail_on.severity();
    let fails = outcome.findings.iter().any(|finding| least.is_some_and(|least| finding.severity >= least));
    if fails { End::Findings } else { End::Clean }
}

impl Showing {
    /// Shows what was found; on standard error where standard output is `taken`.
    fn show(
        &self,
        outputs: &Outputs,
        outcome: &Outcome,
        sources: &Sources,
        elapsed: Duration,
        terminal: &Terminal,
        taken: bool,
    ) -> Result<(), Error> {
        for (format, file) in &outputs.0 {
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
