//! `check --baseline`, `--write-baseline`, `--since` and `--add-ignore`: options for adopting the linter on a
//! configuration that already has findings.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::adopt::baseline::{self, Baseline, Stale};
use crate::adopt::ignores::{self, Ignored};
use crate::adopt::since::ChangedLines;
use crate::check::Options;
use crate::inputs::Input;
use crate::lint::{Finding, Outcome, UNREADABLE};
use crate::rules;
use crate::settings::LoadedSettings;
use crate::text::paths::absolute;
use crate::text::{SourceId, Sources, sanitize};

use super::Error;
use super::fix::{self, Fixes};
use super::inputs;

/// How to handle existing findings.
#[derive(Debug, Args)]
pub(super) struct AdoptArgs {
    /// Hide findings recorded in this file; report stale entries
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    baseline: Option<PathBuf>,

    /// Record the current findings in a file, for `--baseline`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "since", "fix", "diff"])]
    write_baseline: Option<PathBuf>,

    /// Report only findings on lines changed since this git revision
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "diff"])]
    since: Option<String>,

    /// Add a suppression comment for each finding, with this reason
    #[arg(long, value_name = "REASON", num_args = 0..=1, require_equals = true, default_missing_value = "",
        value_parser = reason, conflicts_with_all = ["baseline", "write_baseline", "since", "fix", "diff", "no_ignores"])]
    add_ignore: Option<String>,
}

/// A parsed baseline and its source.
#[derive(Debug)]
pub(super) struct LoadedBaseline {
    source: SourceId,
    baseline: Baseline,
}

impl AdoptArgs {
    /// Whether suppression comments will be written.
    pub(super) const fn writes_comments(&self) -> bool {
        self.add_ignore.is_some()
    }

    /// Whether suppression comments will be written without a reason.
    pub(super) fn lacks_reason(&self) -> bool {
        self.add_ignore.as_deref() == Some("")
    }

    /// Reads the baseline and adds it to the sources.
    ///
    /// # Errors
    /// If a new baseline is to be written and some inputs are `unread`: their findings would be missing from it.
    pub(super) fn read(
        &self,
        file: Option<&LoadedSettings>,
        sources: &mut Sources,
        unread: usize,
    ) -> Result<Option<LoadedBaseline>, Error> {
        if self.write_baseline.is_some() && unread > 0 {
            return Err(Error::Inputs(unread));
        }
        if self.write_baseline.is_some() {
            return Ok(None);
        }
        let written = || Some(file?.path(file?.file.baseline.as_deref()?));
        let Some(path) = self.baseline.clone().map(Ok).or_else(written).transpose()? else { return Ok(None) };
        let Input { name, decoded, .. } = inputs::read_one(&path)?;
        let baseline = Baseline::parse(&decoded.text, folder_of(&path))
            .map_err(|error| Error::Baseline { name: name.clone(), error })?;
        Ok(Some(LoadedBaseline { source: sources.add_beside(name, decoded), baseline }))
    }

    /// Records, hides or suppresses the findings.
    pub(super) fn adopt(
        &self,
        fixes: Fixes,
        baseline: Option<LoadedBaseline>,
        options: &Options,
        quiet: bool,
    ) -> Result<Fixes, Error> {
        let Fixes { sources, mut outcome, written } = fixes;
        let stale = baseline.map(|baseline| baseline.hide(&mut outcome, &sources, options)).unwrap_or_default();
        outcome.leave_out_less_severe(|severity| options.selection.reports(severity));
        if let Some(reason) = &self.add_ignore {
            return ignore(Fixes { sources, outcome, written }, options, reason, quiet);
        }
        if let Some(path) = &self.write_baseline {
            let baseline = Baseline::of(&outcome, &sources, folder_of(path));
            write(path, &baseline)?;
            baseline.hide(&mut outcome, &sources, options);
        }
        if let Some(revision) = &self.since {
            ChangedLines::since(revision, &outcome, &sources)?.limit(&mut outcome, &sources);
        }
        // The baseline is the last source, so its findings come last.
        outcome.findings.extend(stale);
        Ok(Fixes { sources, outcome, written })
    }
}

impl LoadedBaseline {
    /// Hides the recorded findings, and returns a finding for each stale entry.
    fn hide(&self, outcome: &mut Outcome, sources: &Sources, options: &Options) -> Vec<Finding> {
        // A file that cannot be parsed has no other findings, which does not make its entries stale.
        let broken = outcome.findings.iter().filter(|finding| finding.rule == UNREADABLE);
        let broken: HashSet<SourceId> = broken.map(|finding| finding.span.source).collect();
        let stale = self.baseline.hide(outcome, sources, options);
        let Some(rule) = rules::find(baseline::RULE).filter(|rule| options.selection.wants(rule.id)) else {
            return Vec::new();
        };
        let by_path: HashMap<PathBuf, SourceId> =
            sources.iter().map(|(id, source)| (absolute(Path::new(&source.name)), id)).collect();
        let judged = |stale: &Stale<'_>| {
            let path = stale.path();
            let source = by_path.get(&path);
            let name = source.map_or_else(|| path.display().to_string(), |id| sources.get(*id).name.clone());
            let selection = &options.of(&name).selection;
            let ran = selection.wants(stale.rule()) && !selection.levels.may_be_off(stale.rule(), &name);
            ran && source.map_or_else(|| !path.exists(), |id| !broken.contains(id))
        };
        let stale = stale.into_iter().filter(judged);
        let mut stale = stale.map(|stale| stale.into_finding(self.source, sources, rule.meta())).collect();
        options.selection.weigh(&mut stale, sources);
        stale.retain(|finding| options.selection.reports(finding.severity));
        stale
    }
}

/// The folder that contains a file.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Writes suppression comments, and lists the findings that no comment can suppress on standard error.
fn ignore(fixes: Fixes, options: &Options, reason: &str, quiet: bool) -> Result<Fixes, Error> {
    let before = fixes.sources.clone();
    let Ignored { sources, outcome, written: comments, left } =
        ignores::ignore(fixes.sources, fixes.outcome, options, reason);
    let written = fix::write_changed(&before, &sources)?;
    if !quiet {
        // A closed standard error is not a failure.
        let mut stderr = io::stderr().lock();
        for finding in &left {
            let source = sources.get(finding.span.source);
            let line = source.position(finding.span.start).line;
            let place = format!("{}:{line}: {}", source.name, finding.rule);
            let _ = writeln!(stderr, "cannot be suppressed by a comment: {}", sanitize::line(&place));
        }
        let noun = if comments == 1 { "comment" } else { "comments" };
        if written.failed.is_empty() {
            let _ = writeln!(stderr, "added {comments} suppression {noun}");
        }
    }
    Ok(Fixes { sources, outcome, written }.without_failed(&before, options))
}

/// Writes a baseline atomically.
fn write(path: &Path, baseline: &Baseline) -> Result<(), Error> {
    let name = path.display().to_string();
    let text = baseline.to_json().map_err(|error| Error::Baseline { name: name.clone(), error })?;
    super::overwrite::write(path, &text).map_err(Error::output(name))
}

/// Parses a reason, which must fit on one line.
fn reason(text: &str) -> Result<String, String> {
    let reason = text.trim();
    if sanitize::line(reason) == reason && !reason.contains(" # ") {
        Ok(reason.to_owned())
    } else {
        Err("a reason must be a single line without ` # `".to_owned())
    }
}
