//! `check --fix` and `check --diff`.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

use clap::{Args, ValueEnum};

use crate::check::mask::Masks;
use crate::check::{self, Options};
use crate::fix::{Converged, FreshDigests, Made};
use crate::lint::{Outcome, Safety};
use crate::report::diff;
use crate::text::parallel::share_out;
use crate::text::{SourceId, Sources, sanitize};

use super::Error;
use super::terminal::Terminal;

/// No more threads write files. They wait for the disk, which takes as long for many files at once as for one.
const MAX_WRITERS: usize = 16;

/// A thread is not worth its while for fewer.
const FILES_PER_WRITER: usize = 4;

/// Which fixes to apply, and whether to write them.
#[derive(Debug, Args)]
pub(super) struct FixArgs {
    /// Apply safe fixes; `all` also applies fixes that can change access
    #[arg(long, value_name = "WHICH", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    fix: Option<FixMode>,

    /// Show what `--fix` would change as a diff, without writing anything
    #[arg(long)]
    pub(super) diff: bool,
}

/// Which fixes to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FixMode {
    /// Fixes that preserve meaning
    Safe,
    /// All fixes
    All,
}

/// The sources and findings after fixing.
#[derive(Debug)]
pub(super) struct Fixes {
    pub(super) sources: Sources,
    pub(super) outcome: Outcome,
    pub(super) written: WriteOutcome,
}

/// What came of writing the changed texts.
#[derive(Debug, Default)]
pub(super) struct WriteOutcome {
    /// Whether a text was written to standard output.
    pub(super) stdout: bool,
    /// The files that could not be written.
    pub(super) failed: Vec<SourceId>,
}

impl FixArgs {
    /// Whether `--fix` is given without a value, or with `safe`.
    pub(super) const fn is_bare(&self) -> bool {
        matches!(self.fix, Some(FixMode::Safe))
    }

    /// Whether fixes will be written or shown as a diff.
    pub(super) fn wanted(&self) -> bool {
        self.safety().is_some()
    }

    /// Returns which fixes are written, or `None` if none are.
    pub(super) fn made(&self) -> Option<Safety> {
        if self.diff { None } else { self.safety() }
    }

    fn safety(&self) -> Option<Safety> {
        match (self.fix, self.diff) {
            (Some(FixMode::All), _) => Some(Safety::Unsafe),
            (Some(FixMode::Safe), _) | (None, true) => Some(Safety::Safe),
            (None, false) => None,
        }
    }

    pub(super) fn apply_to(&self, options: &mut Options) {
        options.fresh_digests = (self.safety() == Some(Safety::Unsafe)).then(FreshDigests::default);
    }

    /// Prints a diff of what the fixes would change.
    pub(super) fn show(
        &self,
        sources: &Sources,
        outcome: &Outcome,
        options: &Options,
        terminal: &Terminal,
    ) -> Result<(), Error> {
        let Some(safety) = self.safety() else { return Ok(()) };
        let fixed = check::fix(sources.clone(), outcome.clone(), options, safety);
        let mut text = Vec::new();
        let before = diff::DiffSide { sources, outcome };
        let after = diff::DiffSide { sources: &fixed.sources, outcome: &fixed.outcome };
        diff::render(before, after, terminal.color, &mut text).map_err(Error::output("standard output"))?;
        report(&Masks::new(outcome, sources), &fixed, "would fix");
        terminal.write(&text)
    }

    /// Applies fixes, writes the files, and lists the fixes on standard error.
    pub(super) fn make(
        &self,
        sources: Sources,
        outcome: Outcome,
        options: &Options,
        quiet: bool,
    ) -> Result<Fixes, Error> {
        let Some(safety) = self.safety() else {
            return Ok(Fixes { sources, outcome, written: WriteOutcome::default() });
        };
        let before = sources.clone();
        let secrets = Masks::new(&outcome, &sources);
        let mut fixed = check::fix(sources, outcome, options, safety);
        let written = write_changed(&before, &fixed.sources)?;
        fixed.made.retain(|made| !written.failed.contains(&made.source));
        if !quiet {
            report(&secrets, &fixed, "fixed");
        }
        let result = Fixes { sources: fixed.sources, outcome: fixed.outcome, written };
        let mut result = result.without_failed(&before, options);
        result.outcome.fixed = fixed.made.len();
        Ok(result)
    }
}

impl Fixes {
    /// Takes back the changes of the files that could not be written, so that their findings are those of their real content.
    pub(super) fn without_failed(self, before: &Sources, options: &Options) -> Self {
        let Self { sources, outcome, written } = self;
        if written.failed.is_empty() {
            return Self { sources, outcome, written };
        }
        let sources = sources.with_texts(written.failed.iter().map(|id| (*id, before.get(*id).text.clone())));
        let outcome = check::check(&sources, options);
        Self { sources, outcome, written }
    }
}

/// Writes the texts that changed. A file that cannot be written is reported on standard error and does not stop the others;
/// several of them are reported in the order of the texts.
pub(super) fn write_changed(before: &Sources, after: &Sources) -> Result<WriteOutcome, Error> {
    let mut written = WriteOutcome::default();
    let mut changed = Vec::new();
    for ((id, old), (_, new)) in before.iter().zip(after.iter()) {
        if old.piped {
            write_to_stdout(&new.text)?;
            written.stdout = true;
        } else if old.text != new.text {
            changed.push((id, old, new));
        }
    }
    let writers = (changed.len() / FILES_PER_WRITER).clamp(1, MAX_WRITERS);
    let results = share_out(&changed, writers, |_, (_, old, new)| {
        super::overwrite::overwrite(Path::new(&old.name), &old.text, &new.text)
    });
    for ((id, old, _), result) in changed.iter().zip(results) {
        if let Err(error) = result {
            // If standard error is closed, the exit code still shows the failure.
            let line = format!("{}: not changed: {error}", old.name);
            let _ = writeln!(io::stderr(), "error: {}", sanitize::line(&line));
            written.failed.push(*id);
        }
    }
    Ok(written)
}

/// Writes a text from standard input to standard output, even if it did not change.
fn write_to_stdout(text: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(Error::output("standard output"))
}

/// Lists the applied and the rejected fixes on standard error, and ignores a closed one. A title may quote what is no longer
/// in the text.
fn report(before: &Masks, fixed: &Converged, what: &str) {
    let masks = Masks::with_secrets_of(before, &fixed.outcome, &fixed.sources);
    let mut stderr = io::stderr().lock();
    let mut print = |what: &str, made: &Made| {
        let name = &fixed.sources.get(made.source).name;
        let [path, title] = [&made.path, &made.title].map(|text| masks.text(text.expose()));
        let _ = writeln!(stderr, "{what}: {}: {}: {} ({})", sanitize::line(name), path.line(), title.line(), made.rule);
    };
    fixed.made.iter().for_each(|made| print(what, made));
    let mut seen = HashSet::new();
    let refused = fixed.refused.iter().filter(|made| seen.insert(*made));
    refused.for_each(|made| print("not fixed, because it would not improve the result", made));
}
