//! `check --baseline`, `--write-baseline`, `--since` and `--add-ignore`: for who begins with findings that are there already.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::adopt::baseline::{self, Baseline, Stale};
use crate::adopt::ignores::{self, Ignored};
use crate::adopt::since::Changes;
use crate::check::Options;
use crate::inputs::Input;
use crate::lint::{Finding, Outcome, UNREADABLE};
use crate::rules;
use crate::settings::Loaded;
use crate::text::paths::absolute;
use crate::text::{SourceId, Sources, sanitize};

use super::Error;
use super::fix::{self, Fixes};
use super::inputs;

/// What to do about findings that are there already.
#[derive(Debug, Args)]
pub(super) struct Adopting {
    /// Do not report the findings that this file records, but those of its entries that nothing matches any more
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    baseline: Option<PathBuf>,

    /// Record the present findings in a file, for `--baseline`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "since", "fix", "diff"])]
    write_baseline: Option<PathBuf>,

    /// Report only what refers to lines that changed in git since this revision
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "diff"])]
    since: Option<String>,

    /// Write a comment that suppresses it beside each finding, with this reason
    #[arg(long, value_name = "REASON", num_args = 0..=1, require_equals = true, default_missing_value = "",
        value_parser = reason, conflicts_with_all = ["baseline", "write_baseline", "since", "fix", "diff", "no_ignores"])]
    add_ignore: Option<String>,
}

/// A baseline that was read, and its text among the sources.
#[derive(Debug)]
pub(super) struct Known {
    source: SourceId,
    baseline: Baseline,
}

impl Adopting {
    /// Whether texts are to be changed.
    pub(super) const fn writes_comments(&self) -> bool {
        self.add_ignore.is_some()
    }

    /// Whether comments are to be written, and no reason is given.
    pub(super) fn lacks_reason(&self) -> bool {
        self.add_ignore.as_deref() == Some("")
    }

    /// Reads the baseline, and keeps its text among the sources. A new one is not written where inputs are `unread`: it
    /// would lack what is known of them.
    pub(super) fn read(
        &self,
        file: Option<&Loaded>,
        sources: &mut Sources,
        unread: usize,
    ) -> Result<Option<Known>, Error> {
        if self.write_baseline.is_some() && unread > 0 {
            return Err(Error::Inputs(unread));
        }
        if self.write_baseline.is_some() {
            return Ok(None);
        }
        let written = || file.and_then(|file| file.file.baseline.as_deref().map(|path| file.path(path)));
        let Some(path) = self.baseline.clone().or_else(written) else { return Ok(None) };
        let Input { name, decoded, .. } = inputs::one(&path)?;
        let baseline = Baseline::parse(&decoded.text, folder_of(&path))
            .map_err(|error| Error::Baseline { name: name.clone(), error })?;
        Ok(Some(Known { source: sources.add_beside(name, decoded), baseline }))
    }

    /// Records, hides or suppresses what was found.
    pub(super) fn adopt(
        &self,
        fixes: Fixes,
        known: Option<Known>,
        options: &Options,
        quiet: bool,
    ) -> Result<Fixes, Error> {
        let Fixes { sources, mut outcome, text } = fixes;
        let stale = known.map(|known| known.hide(&mut outcome, &sources, options)).unwrap_or_default();
        outcome.leave_out_less_severe(|severity| options.selection.reports(severity));
        if let Some(reason) = &self.add_ignore {
            return ignore(Fixes { sources, outcome, text }, options, reason, quiet);
        }
        if let Some(path) = &self.write_baseline {
            let baseline = Baseline::of(&outcome, &sources, folder_of(path));
            write(path, &baseline)?;
            baseline.hide(&mut outcome, &sources, options);
        }
        if let Some(revision) = &self.since {
            Changes::since(revision, &outcome, &sources)?.limit(&mut outcome, &sources);
        }
        // They stand in the last of the sources.
        outcome.findings.extend(stale);
        Ok(Fixes { sources, outcome, text })
    }
}

impl Known {
    /// Hides what is known, and gives what is wrong with the baseline.
    fn hide(&self, outcome: &mut Outcome, sources: &Sources, options: &Options) -> Vec<Finding> {
        // Of a file that does not parse, nothing else is found.
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

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Writes comments, and says on standard error what they cannot suppress.
fn ignore(fixes: Fixes, options: &Options, reason: &str, quiet: bool) -> Result<Fixes, Error> {
    let before = fixes.sources.clone();
    let Ignored { sources, outcome, written, left } = ignores::ignore(fixes.sources, fixes.outcome, options, reason);
    let text = fix::write_changed(&before, &sources)?;
    if !quiet {
        // Where standard error is gone, nobody wants to know.
        let mut stderr = io::stderr().lock();
        for finding in &left {
            let source = sources.get(finding.span.source);
            let line = source.position(finding.span.start).line;
            let place = format!("{}:{line}: {}", source.name, finding.rule);
            let _ = writeln!(stderr, "no comment can suppress this here: {}", sanitize::line(&place));
        }
        let _ = writeln!(stderr, "lines with a new comment: {written}");
    }
    Ok(Fixes { sources, outcome, text })
}

/// Writes a baseline as a whole or not at all.
fn write(path: &Path, baseline: &Baseline) -> Result<(), Error> {
    let name = path.display().to_string();
    let text = baseline.to_json().map_err(|error| Error::Baseline { name: name.clone(), error })?;
    super::overwrite::write(path, &text).map_err(Error::output(name))
}

/// A reason is on one line.
fn reason(text: &str) -> Result<String, String> {
    let reason = text.trim();
    if sanitize::line(reason) == reason && !reason.contains(" # ") {
        Ok(reason.to_owned())
    } else {
        Err("a reason is one line of text without ` # `".to_owned())
    }
}
