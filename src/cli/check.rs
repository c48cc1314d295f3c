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

use super::adopting::Adopting;
use super::fix::{Fixes, Fixing};
use super::inputs::{Checked, Inputs, tell_skipped};
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
    adopting: Adopting,

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

    /// Exit with code 0 even if there are findings: the same as `--fail-on never`
    #[arg(long, conflicts_with = "fail_on")]
    exit_zero: bool,

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
        self.refuse_misplaced_values()?;
        let progress = Progress::new(!self.showing.quiet);
        let started = progress.started();
        let ask = |settings: &mut Settings| {
            self.judging.know(settings)?;
            settings.everywhere(|settings| {
                self.judging.add_to(settings);
                self.fixing.add_to(settings);
            });
            Ok(())
        };
        let keep_texts = self.fixing.wanted() || self.adopting.writes_comments();
        let Checked { settings, file, mut sources, outcome, unread, skipped } =
            self.inputs.check(ask, keep_texts, &progress)?;
        let known = self.adopting.read(file.as_ref(), &mut sources, unread.count())?;
        drop(progress);
        unread.tell();
        tell_skipped(&skipped, self.showing.verbose);
        // Nothing is written before all that was named is read.
        if keep_texts && unread.is_named() {
            return Err(Error::Inputs(unread.count()));
        }
        let unread = unread.count();
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
        let fixes = self.fixing.make(sources, outcome, &settings, self.showing.quiet)?;
        let Fixes { sources, outcome, text } = self.adopting.adopt(fixes, known, &settings, self.showing.quiet)?;
        let outputs = self.showing.outputs.or(file.as_ref());
        self.showing.show(&outputs, &outcome, &sources, started.elapsed(), terminal, text)?;
        if unread > 0 { Err(Error::Inputs(unread)) } else { Ok(end(fail_on, &outcome)) }
    }
}

impl Check {
    /// Refuses a value that was written apart from its option, and so is taken for a file.
    fn refuse_misplaced_values(&self) -> Result<(), Error> {
        for path in self.inputs.missing() {
            let name = path.display().to_string();
            let meant = if self.fixing.is_bare() && ["all", "safe"].contains(&name.as_str()) {
                Some(format!("--fix={name}"))
            } else {
                self.adopting.lacks_reason().then(|| format!("--add-ignore='{name}'"))
            };
            if let Some(meant) = meant {
                return Err(Error::Misplaced { name, meant });
            }
        }
        Ok(())
    }
}

impl Judging {
    /// Whether there are such rules, or such policies.
    fn know(&self, settings: &Settings) -> Result<(), Error> {
        let all = std::iter::once(settings).chain(settings.nearer.iter());
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
        if self.exit_zero {
            return FailOn::Never;
        }
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
