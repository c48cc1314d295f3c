//! `check`: read, check, show.

use std::fs;
use std::io::{self, Write as _};
use std::sync::Arc;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::check::{Options, Selectable, Selection};
use crate::lint::{Outcome, Severity};
use crate::policy::Policies;
use crate::report::{self, Format, RenderOptions};
use crate::settings::{FailOn, Loaded, Sort};
use crate::text::Sources;

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
    /// Check only these rules: ids, patterns such as `invalid-*`, or effects such as `login`
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,

    /// Do not check these rules: ids, patterns, or effects
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,

    /// The least severity that is reported and fixed [default: advice, on one line each; `--min-severity advice` shows it in full]
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    min_severity: Option<Severity>,

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

    /// The order of what is found [default: severity]
    #[arg(long, value_name = "ORDER", value_enum)]
    sort: Option<Sort>,

    /// Show how often each rule found something in place of what it found
    #[arg(long)]
    statistics: bool,

    /// Leave out the last lines
    #[arg(short, long)]
    quiet: bool,

    /// Show what comments suppress, and why
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
}

/// Reads a severity.
fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::as_str))
        .try_map(|word| Severity::of_word(&word).ok_or("not a severity"))
}

impl Check {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        self.refuse_misplaced_values()?;
        let progress = Progress::new(!self.showing.quiet);
        let started = progress.started();
        let ask = |options: &mut Options| {
            let named = self.judging.named(options)?;
            options.everywhere(|options| {
                self.judging.add_to(options, &named);
                self.fixing.add_to(options);
            });
            Ok(())
        };
        let keep_texts = self.fixing.wanted() || self.adopting.writes_comments();
        let Checked { options, file, mut sources, outcome, unread, skipped } =
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
            self.fixing.show(&sources, &outcome, &options, terminal)?;
            return if unread > 0 {
                Err(Error::Inputs(unread))
            } else {
                Ok(end(fail_on, &options.selection, &outcome))
            };
        }
        let fixes = self.fixing.make(sources, outcome, &options, self.showing.quiet)?;
        let Fixes { sources, mut outcome, text } = self.adopting.adopt(fixes, known, &options, self.showing.quiet)?;
        self.showing.sort(file.as_ref()).apply(&mut outcome.findings);
        let outputs = self.showing.outputs.or(file.as_ref());
        self.showing.allow_statistics(&outputs)?;
        let form = |format: Format, terminal: &Terminal| RenderOptions {
            format,
            width: terminal.width,
            color: terminal.color,
            quiet: self.showing.quiet,
            verbose: self.showing.verbose,
            full_advice: self.showing.verbose || self.judging.asks_for_advice(&options.selection),
            statistics: self.showing.statistics,
            fixed: self.fixing.made(),
            elapsed: started.elapsed(),
            policies: options.all_policies().cloned().collect(),
        };
        show(&outputs, &outcome, &sources, form, terminal, text)?;
        if unread > 0 { Err(Error::Inputs(unread)) } else { Ok(end(fail_on, &options.selection, &outcome)) }
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

/// The rules and policies that the command line names.
struct Named {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Judging {
    /// The rules and policies that are named.
    fn named(&self, options: &Options) -> Result<Named, Error> {
        let policies = options.all_policies().flat_map(Policies::iter).map(|policy| (policy.id, policy.effect));
        let selectable = Selectable::with(policies);
        let named = |selectors: &[String]| -> Result<Vec<String>, Error> {
            let named = selectors.iter().map(|selector| {
                super::note_renamed(selector);
                let unknown = |nearest| Error::UnknownRule { id: selector.clone(), nearest };
                selectable.named(selector).map_err(unknown)
            });
            Ok(named.collect::<Result<Vec<_>, Error>>()?.concat())
        };
        Ok(Named { select: named(&self.select)?, ignore: named(&self.ignore)? })
    }

    /// Asks for what these options say; they win over the settings file.
    fn add_to(&self, options: &mut Options, named: &Named) {
        let selection = &mut options.selection;
        if !self.select.is_empty() {
            selection.select.clone_from(&named.select);
            selection.ignore.clear();
            Arc::make_mut(&mut selection.levels).asked.clone_from(&self.select);
        }
        selection.ignore.extend(named.ignore.iter().cloned());
        selection.min_severity = self.min_severity.or(selection.min_severity);
        options.no_ignores = self.no_ignores;
        options.deep |= self.deep;
    }

    /// Whether advice is asked for, so that a line is not enough.
    fn asks_for_advice(&self, selection: &Selection) -> bool {
        selection.min_severity == Some(Severity::Advice) || !self.select.is_empty()
    }

    fn fail_on(&self, file: Option<&Loaded>) -> FailOn {
        if self.exit_zero {
            return FailOn::Never;
        }
        self.fail_on.or_else(|| file?.file.fail_on).unwrap_or(FailOn::Warning)
    }
}

fn end(fail_on: FailOn, selection: &Selection, outcome: &Outcome) -> End {
    let fails = |severity| fail_on.severity().is_some_and(|least| severity >= least) && selection.reports(severity);
    if outcome.findings.iter().any(|finding| fails(finding.severity)) { End::Reporter } else { End::Clean }
}

impl Showing {
    fn sort(&self, file: Option<&Loaded>) -> Sort {
        self.sort.or_else(|| file?.file.sort).unwrap_or_default()
    }

    /// Refuses statistics in a form that has no room for them.
    fn allow_statistics(&self, outputs: &Outputs) -> Result<(), Error> {
        let has_room = |format: &Format| matches!(format, Format::Full | Format::Concise);
        if self.statistics && !outputs.0.iter().all(|(format, _)| has_room(format)) {
            return Err(Error::Statistics);
        }
        Ok(())
    }
}

/// Shows what was found; on standard error where standard output is `taken`.
fn show(
    outputs: &Outputs,
    outcome: &Outcome,
    sources: &Sources,
    form: impl Fn(Format, &Terminal) -> RenderOptions,
    terminal: &Terminal,
    taken: bool,
) -> Result<(), Error> {
    for (format, file) in &outputs.0 {
        let terminal = if taken || file.is_some() { &terminal.for_file() } else { terminal };
        let mut text = Vec::new();
        let written = report::render(outcome, sources, &form(*format, terminal), &mut text);
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
