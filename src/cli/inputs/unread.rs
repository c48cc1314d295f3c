//! What could not be read, what was skipped, and what to say if nothing is left.

use std::io::{self, Write};

use crate::inputs::{InputError, Skipped};
use crate::lint::Outcome;
use crate::text::{Sources, sanitize};

use super::super::Error;
use super::Inputs;

/// The inputs that could not be read.
#[derive(Debug)]
pub(in crate::cli) struct Unread(pub(super) Vec<InputError>);

impl Unread {
    /// The number of inputs.
    pub(in crate::cli) const fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether one of them was named on the command line rather than found in a folder.
    pub(in crate::cli) fn is_named(&self) -> bool {
        self.0.iter().any(|error| error.named)
    }

    /// Reports each on standard error.
    pub(in crate::cli) fn report(&self) {
        for error in &self.0 {
            // If standard error is closed, the exit code still shows the failure.
            let _ = writeln!(io::stderr(), "error: {}", sanitize::line(&error.to_string()));
        }
    }
}

/// The most skipped files that one line names.
const MAX_NAMED_SKIPPED: usize = 3;

/// Reports skipped files on standard error: those that mention Authelia on one line, or every file with its reason if
/// `verbose`.
pub(in crate::cli) fn report_skipped(skipped: &[(String, Skipped)], verbose: bool) {
    let mut stderr = io::stderr().lock();
    if verbose {
        for (name, why) in skipped {
            let _ = writeln!(stderr, "skipped: {}", sanitize::line(&format!("{name}: {why}")));
        }
        return;
    }
    let notable: Vec<String> = skipped
        .iter()
        .filter(|(name, why)| why.is_worth_a_line(name))
        .map(|(name, why)| format!("{name} ({why})"))
        .collect();
    if notable.is_empty() {
        return;
    }
    let more = notable.len().saturating_sub(MAX_NAMED_SKIPPED);
    let named = notable.iter().take(MAX_NAMED_SKIPPED).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more (`-v` lists all)") } else { String::new() };
    let line = format!("skipped {named}{more}; name a file to check it");
    let _ = writeln!(stderr, "note: {}", sanitize::line(&line));
}

/// Adds the files that were read but could not be parsed to the skipped ones.
pub(super) fn with_unparsed(
    mut skipped: Vec<(String, Skipped)>,
    outcome: &Outcome,
    sources: &Sources,
) -> Vec<(String, Skipped)> {
    skipped.extend(outcome.unparsed.iter().map(|id| (sources.get(*id).name.clone(), Skipped::Unparsed)));
    skipped
}

impl Inputs {
    /// Rejects a run without any input, unless `--allow-empty` is given.
    pub(super) fn require_input(
        &self,
        unread: &Unread,
        is_empty: bool,
        skipped: &[(String, Skipped)],
    ) -> Result<(), Error> {
        if is_empty && unread.0.is_empty() && !self.allow_empty {
            return Err(Error::Nothing(self.explain_nothing(skipped)));
        }
        Ok(())
    }

    /// Rejects inputs without any configuration, unless `--allow-empty` is given.
    pub(in crate::cli) fn require(&self, outcome: &Outcome) -> Result<(), Error> {
        if outcome.files > 0 || self.allow_empty {
            return Ok(());
        }
        let paths = self.quoted_paths();
        Err(Error::Nothing(match &self.root {
            Some(root) => format!("`{root}` not found in {paths}"),
            None => format!("no Authelia configuration in {paths}; use `--root PATH` to say where it is inside a file"),
        }))
    }

    /// The paths as they appear in an error message.
    fn quoted_paths(&self) -> String {
        let paths: Vec<_> = self.paths.iter().map(|path| format!("`{}`", path.display())).collect();
        paths.join(", ")
    }

    /// Explains why there is nothing to check.
    fn explain_nothing(&self, skipped: &[(String, Skipped)]) -> String {
        let ignored = skipped.iter().filter(|(_, why)| *why == Skipped::Gitignored).count();
        let others = skipped.len() - ignored;
        let paths = self.quoted_paths();
        let reason = match others {
            0 => format!("no YAML file in {paths}"),
            1 => format!("the only YAML file in {paths} does not look like Authelia configuration"),
            _ => format!("none of the {others} YAML files in {paths} looks like Authelia configuration"),
        };
        let hint = if ignored > 0 { "; use `--no-gitignore` to also check files that git ignores" } else { "" };
        format!("{reason}{hint}")
    }
}
