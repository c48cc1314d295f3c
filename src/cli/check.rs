//! `check`: reads the inputs, checks them, and reports or fixes the findings.

use std::fs;
use std::io::{self, Write as _};
use std::sync::Arc;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::check::{Options, Selectable, Selection};
use crate::lint::{Outcome, Severity};
use crate::policy::Policies;
use crate::report::{self, Format, RenderOptions};
use crate::settings::{FailOn, LoadedSettings, Sort};
use crate::text::Sources;

use super::adopting::AdoptArgs;
use super::fix::{FixArgs, Fixes};
use super::inputs::{CheckedInputs, Inputs, report_skipped};
use super::outputs::Outputs;
use super::progress::Progress;
use super::terminal::Terminal;
use super::{Error, ExitStatus};

/// Check configuration files.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    inputs: Inputs,

    #[command(flatten)]
    rules: RuleArgs,

    #[command(flatten)]
    fixes: FixArgs,

    #[command(flatten)]
    adopt: AdoptArgs,

    #[command(flatten)]
    output: OutputArgs,
}

/// Which rules run, and which findings count.
#[derive(Debug, Args)]
struct RuleArgs {
    /// Run only these rules: ids, patterns such as `invalid-*`, or effects such as `login`
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,

    /// Skip these rules: ids, patterns, or effects
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Lowest severity to report and fix [default: advice, on one line each; `--min-severity advice` shows it in full]
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    min_severity: Option<Severity>,

    /// Lowest severity that causes exit code 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", value_enum)]
    fail_on: Option<FailOn>,

    /// Exit with code 0 even if there are findings; same as `--fail-on never`
    #[arg(long, conflicts_with = "fail_on")]
    exit_zero: bool,

    /// Test client secret digests against common secrets (slow)
    #[arg(long)]
    deep: bool,

    /// Report findings even if a comment suppresses them
    #[arg(long)]
    no_ignores: bool,
}

/// How and where to report findings.
#[derive(Debug, Args)]
struct OutputArgs {
    #[command(flatten)]
    outputs: Outputs,

    /// Order of the findings [default: severity]
    #[arg(long, value_name = "ORDER", value_enum)]
    sort: Option<Sort>,

    /// Show the number of findings per rule instead of the findings
    #[arg(long)]
    statistics: bool,

    /// Do not print the summary
    #[arg(short, long)]
    quiet: bool,

    /// Also show suppressed findings with their reasons, and each skipped file
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
}

/// Parses a severity.
fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::as_str))
        .try_map(|word| Severity::of_word(&word).ok_or("not a severity"))
}

impl Check {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        self.reject_misplaced_values()?;
        let progress = Progress::new(!self.output.quiet);
        let started = progress.started();
        let configure = |options: &mut Options| {
            let selected = self.rules.resolve(options)?;
            options.everywhere(|options| {
                self.rules.apply_to(options, &selected);
                self.fixes.apply_to(options);
            });
            Ok(())
        };
        let keep_texts = self.fixes.wanted() || self.adopt.writes_comments();
        let CheckedInputs { options, file, mut sources, outcome, unread, skipped } =
            self.inputs.check(configure, keep_texts, &progress)?;
        let known = self.adopt.read(file.as_ref(), &mut sources, unread.count())?;
        drop(progress);
        unread.report();
        report_skipped(&skipped, self.output.verbose);
        // Write nothing unless all named inputs could be read.
        if keep_texts && unread.is_named() {
            return Err(Error::Inputs(unread.count()));
        }
        let unread = unread.count();
        if let Some(failure) = outcome.failures.first() {
            return Err(Error::Settings(Arc::clone(failure)));
        }
        if options.guesses.are_exhausted() {
            return Err(Error::ManyDigests);
        }
        let fail_on = self.rules.fail_on(file.as_ref());
        if unread == 0 {
            self.inputs.require(&outcome)?;
        }
        if self.fixes.diff {
            self.fixes.show(&sources, &outcome, &options, terminal)?;
            return if unread > 0 {
                Err(Error::Inputs(unread))
            } else {
                Ok(exit_status(fail_on, &options.selection, &outcome))
            };
        }
        let fixes = self.fixes.make(sources, outcome, &options, self.output.quiet)?;
        let Fixes { sources, mut outcome, written } = self.adopt.adopt(fixes, known, &options, self.output.quiet)?;
        self.output.sort(file.as_ref()).apply(&mut outcome.findings);
        let outputs = self.output.outputs.or(file.as_ref());
        self.output.validate_statistics(&outputs)?;
        let render_options = |format: Format, terminal: &Terminal| RenderOptions {
            format,
            width: terminal.width,
            color: terminal.color,
            quiet: self.output.quiet,
            verbose: self.output.verbose,
            full_advice: self.output.verbose || self.rules.asks_for_advice(&options.selection),
            statistics: self.output.statistics,
            fixed: self.fixes.made(),
            elapsed: started.elapsed(),
            policies: options.all_policies().cloned().collect(),
        };
        write_reports(&outputs, &outcome, &sources, render_options, terminal, written.stdout)?;
        match (unread, written.failed.len()) {
            (0, 0) => Ok(exit_status(fail_on, &options.selection, &outcome)),
            (0, failed) => Err(Error::Unwritten(failed)),
            (unread, _) => Err(Error::Inputs(unread)),
        }
    }
}

impl Check {
    /// Rejects a value that a space separates from its option: it would be taken as a path.
    fn reject_misplaced_values(&self) -> Result<(), Error> {
        for path in self.inputs.missing() {
            let name = path.display().to_string();
            let suggestion = if self.fixes.is_bare() && ["all", "safe"].contains(&name.as_str()) {
                Some(format!("--fix={name}"))
            } else {
                self.adopt.lacks_reason().then(|| format!("--add-ignore='{name}'"))
            };
            if let Some(suggestion) = suggestion {
                return Err(Error::Misplaced { name, suggestion });
            }
        }
        Ok(())
    }
}

/// The ids of the rules and policies that the command line selects.
struct Selected {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl RuleArgs {
    /// Resolves the selectors to ids of rules and policies.
    fn resolve(&self, options: &Options) -> Result<Selected, Error> {
        let policies =
            options.all_policies().flat_map(Policies::iter).map(|policy| (policy.id.as_str(), policy.effect));
        let selectable = Selectable::with(policies);
        let resolve = |selectors: &[String]| -> Result<Vec<String>, Error> {
            let ids = selectors.iter().map(|selector| {
                super::note_renamed(selector);
                let unknown = |nearest: Option<&str>| Error::UnknownRule {
                    id: selector.clone(),
                    nearest: nearest.map(str::to_owned),
                };
                selectable.named(selector).map_err(unknown)
            });
            Ok(ids.collect::<Result<Vec<_>, Error>>()?.concat())
        };
        Ok(Selected { select: resolve(&self.select)?, ignore: resolve(&self.ignore)? })
    }

    /// Applies these options, which take precedence over the settings file.
    fn apply_to(&self, options: &mut Options, selected: &Selected) {
        for selection in options.selections() {
            if !self.select.is_empty() {
                selection.select.clone_from(&selected.select);
                selection.ignore.clear();
                Arc::make_mut(&mut selection.levels).asked.clone_from(&self.select);
            }
            selection.ignore.extend(selected.ignore.iter().cloned());
            selection.min_severity = self.min_severity.or(selection.min_severity);
        }
        options.no_ignores = self.no_ignores;
        options.deep |= self.deep;
    }

    /// Whether advice is requested explicitly, and therefore shown in full.
    fn asks_for_advice(&self, selection: &Selection) -> bool {
        selection.min_severity == Some(Severity::Advice) || !self.select.is_empty()
    }

    fn fail_on(&self, file: Option<&LoadedSettings>) -> FailOn {
        if self.exit_zero {
            return FailOn::Never;
        }
        self.fail_on.or_else(|| file?.file.fail_on).unwrap_or_default()
    }
}

fn exit_status(fail_on: FailOn, selection: &Selection, outcome: &Outcome) -> ExitStatus {
    let fails = |severity| fail_on.severity().is_some_and(|lowest| severity >= lowest) && selection.reports(severity);
    if outcome.findings.iter().any(|finding| fails(finding.severity)) {
        ExitStatus::Findings
    } else {
        ExitStatus::Success
    }
}

impl OutputArgs {
    fn sort(&self, file: Option<&LoadedSettings>) -> Sort {
        self.sort.or_else(|| file?.file.sort).unwrap_or_default()
    }

    /// Rejects `--statistics` for a format that cannot show it.
    fn validate_statistics(&self, outputs: &Outputs) -> Result<(), Error> {
        let is_supported = |format: &Format| matches!(format, Format::Full | Format::Concise);
        if self.statistics && !outputs.0.iter().all(|(format, _)| is_supported(format)) {
            return Err(Error::Statistics);
        }
        Ok(())
    }
}

/// Writes the report to each output. Standard error takes the place of standard output if `stdout_is_taken`.
fn write_reports(
    outputs: &Outputs,
    outcome: &Outcome,
    sources: &Sources,
    render_options: impl Fn(Format, &Terminal) -> RenderOptions,
    terminal: &Terminal,
    stdout_is_taken: bool,
) -> Result<(), Error> {
    for (format, file) in &outputs.0 {
        let terminal = if stdout_is_taken || file.is_some() { &terminal.for_file() } else { terminal };
        let mut text = Vec::new();
        let written = report::render(outcome, sources, &render_options(*format, terminal), &mut text);
        match file {
            Some(path) => written.and_then(|()| fs::write(path, &text)).map_err(Error::output(path.display()))?,
            None if stdout_is_taken => {
                written.and_then(|()| io::stderr().write_all(&text)).map_err(Error::output("standard error"))?;
            }
            None => written.map_err(Error::output("standard output")).and_then(|()| terminal.write(&text))?,
        }
    }
    Ok(())
}
