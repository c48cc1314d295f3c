//! `check --fix` and `check --diff`.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

use clap::{Args, ValueEnum};

use crate::check::mask::Masks;
use crate::check::{self, Options};
use crate::fix::{Fixed, FreshDigests, Made};
use crate::lint::{Outcome, Safety};
use crate::report::diff;
use crate::text::{Source, Sources, sanitize};

use super::Error;
use super::terminal::Terminal;

/// What to do about what is found.
#[derive(Debug, Args)]
pub(super) struct Fixing {
    /// Fix what can be fixed; `all`: also what changes who may do what
    #[arg(long, value_name = "WHICH", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    fix: Option<Which>,

    /// Show as a diff what `--fix` would write, and write nothing
    #[arg(long)]
    pub(super) diff: bool,
}

/// Which fixes to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Those that do not change what is meant
    Safe,
    /// All
    All,
}

/// What there is to show after the fixes.
#[derive(Debug)]
pub(super) struct Fixes {
    pub(super) sources: Sources,
    pub(super) outcome: Outcome,
    /// Whether standard output holds a fixed text.
    pub(super) text: bool,
}

impl Fixing {
    /// Whether `--fix` is given without saying which fixes.
    pub(super) const fn is_bare(&self) -> bool {
        matches!(self.fix, Some(Which::Safe))
    }

    /// Whether anything is to be fixed, or shown as fixed.
    pub(super) fn wanted(&self) -> bool {
        self.safety().is_some()
    }

    /// The fixes that are made and written.
    pub(super) fn made(&self) -> Option<Safety> {
        if self.diff { None } else { self.safety() }
    }

    fn safety(&self) -> Option<Safety> {
        match (self.fix, self.diff) {
            (Some(Which::All), _) => Some(Safety::Unsafe),
            (Some(Which::Safe), _) | (None, true) => Some(Safety::Safe),
            (None, false) => None,
        }
    }

    pub(super) fn add_to(&self, options: &mut Options) {
        options.fresh_digests = (self.safety() == Some(Safety::Unsafe)).then(FreshDigests::default);
    }

    /// Shows what fixes would change.
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
        let before = diff::State { sources, outcome };
        let after = diff::State { sources: &fixed.sources, outcome: &fixed.outcome };
        diff::render(before, after, terminal.color, &mut text).map_err(Error::output("standard output"))?;
        tell(&fixed, "would fix");
        terminal.write(&text)
    }

    /// Makes fixes, writes the files, and says on standard error what was fixed.
    pub(super) fn make(
        &self,
        sources: Sources,
        outcome: Outcome,
        options: &Options,
        quiet: bool,
    ) -> Result<Fixes, Error> {
        let Some(safety) = self.safety() else { return Ok(Fixes { sources, outcome, text: false }) };
        let before = sources.clone();
        let mut fixed = check::fix(sources, outcome, options, safety);
        let text = write_changed(&before, &fixed.sources)?;
        if !quiet {
            tell(&fixed, "fixed");
        }
        fixed.outcome.fixed = fixed.made.len();
        Ok(Fixes { sources: fixed.sources, outcome: fixed.outcome, text })
    }
}

/// Writes the texts that changed. Whether standard output was written to.
pub(super) fn write_changed(before: &Sources, after: &Sources) -> Result<bool, Error> {
    let mut text = false;
    for ((_, old), (_, new)) in before.iter().zip(after.iter()) {
        text |= write(old, new)?;
    }
    Ok(text)
}

/// Writes a changed text to where it came from; that of standard input goes to standard output, changed or not. Whether
/// standard output was written to.
fn write(old: &Source, new: &Source) -> Result<bool, Error> {
    if old.piped {
        let mut stdout = io::stdout().lock();
        return stdout
            .write_all(new.text.as_bytes())
            .and_then(|()| stdout.flush())
            .map(|()| true)
            .map_err(Error::output("standard output"));
    }
    if old.text == new.text {
        return Ok(false);
    }
    super::overwrite::overwrite(Path::new(&old.name), &old.text, &new.text)
        .map(|()| false)
        .map_err(Error::output(&old.name))
}

/// Says what was fixed and what was not. Where standard error is gone, nobody wants to know.
fn tell(fixed: &Fixed, what: &str) {
    let masks = Masks::new(&fixed.outcome, &fixed.sources);
    let mut stderr = io::stderr().lock();
    let mut say = |what: &str, made: &Made| {
        let name = &fixed.sources.get(made.source).name;
        let line = format!("{what}: {name}: {}: {} ({})", made.path, made.title, made.rule);
        let _ = writeln!(stderr, "{}", sanitize::line(&masks.scrub(&line)));
    };
    fixed.made.iter().for_each(|made| say(what, made));
    let mut seen = HashSet::new();
    let refused = fixed.refused.iter().filter(|made| seen.insert(*made));
    refused.for_each(|made| say("not fixed, because the result would be not a better", made));
}
