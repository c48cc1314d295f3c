//! The last lines: what was checked, what came of it, and what can be done next.

use std::io::{self, Write};
use std::time::Duration;

use crate::lint::{Outcome, Safety, Severity};

use crate::text::sanitize;

use super::{Format, Report};

/// How many applications are named.
const NAMED: usize = 6;

/// Writes the last lines, unless they are not wanted.
pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    if report.options.quiet {
        return Ok(());
    }
    let outcome = report.outcome;
    let files = report.sources.configurations().map(|id| report.sources.get(id));
    let mut files = files.filter(|source| !source.variables).map(|source| &source.name);
    let name = match (files.next(), files.next()) {
        (None, _) => return writeln!(out, "nothing was checked"),
        (Some(name), None) => format!("{}: ", sanitize::line(name)),
        _ => String::new(),
    };
    let mut parts = vec![count(outcome.files, "file", "files"), clients(outcome)];
    if outcome.fixed > 0 {
        parts.push(format!("{} fixed", outcome.fixed));
    }
    parts.extend(severities(outcome));
    if !outcome.suppressed.is_empty() {
        parts.push(format!("{} suppressed", outcome.suppressed.len()));
    }
    if outcome.recorded > 0 {
        parts.push(format!("{} in the baseline", outcome.recorded));
    }
    if outcome.less_severe > 0 {
        parts.push(format!("{} less severe and not shown", outcome.less_severe));
    }
    if outcome.unchanged > 0 {
        parts.push(format!("{} in unchanged lines", outcome.unchanged));
    }
    writeln!(out, "{name}{}, in {}", sanitize::line(&parts.join(", ")), time(report.options.elapsed))?;
    if !outcome.findings.is_empty() {
        write_next(report, out)?;
    }
    if outcome.partial > 0 {
        writeln!(
            out,
            "missing options were not checked; `--complete` reports them if this is the whole configuration"
        )?;
    }
    Ok(())
}

/// Writes what can be done next.
fn write_next(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let count = |safety| {
        let is_offered = report.options.fixed.is_none_or(|fixed| fixed < safety);
        let fixes = report.outcome.findings.iter().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| is_offered && fix.safety == safety).count()
    };
    if let Some(fixable) = fixable(count(Safety::Safe), count(Safety::Unsafe)) {
        writeln!(out, "{fixable}")?;
    }
    let has_advice = weighing(report.outcome, Severity::Advice) > 0;
    let in_short = report.options.format == Format::Full && !report.options.full_advice && !report.options.statistics;
    let in_full = if has_advice && in_short { "; `--min-severity advice` shows advice in full" } else { "" };
    writeln!(out, "`authelia-lint explain RULE` says more about a rule{in_full}")
}

/// How many findings have a fix of each safety, if any has.
pub(super) fn fixable(safe: usize, more: usize) -> Option<String> {
    match (safe, more) {
        (0, 0) => None,
        (_, 0) => Some(format!("{safe} fixable with `--fix`")),
        (0, _) => Some(format!("{more} fixable with `--fix=all`")),
        _ => Some(format!("{safe} fixable with `--fix`, {more} more with `--fix=all`")),
    }
}

/// How many findings there are of a severity.
pub(super) fn weighing(outcome: &Outcome, severity: Severity) -> usize {
    outcome.findings.iter().filter(|finding| finding.severity == severity).count()
}

/// The names of the recognised applications in the order of the files, each with the number of its clients.
pub(super) fn apps(outcome: &Outcome) -> Vec<(&str, usize)> {
    let mut apps: Vec<(&str, usize)> = Vec::new();
    for name in outcome.clients.iter().filter_map(|client| client.app_name.as_deref().or(client.app.as_deref())) {
        match apps.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => apps.push((name, 1)),
        }
    }
    apps
}

fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}

/// `9 clients (Mailcow, 2 Grafana, 6 unknown)`.
fn clients(outcome: &Outcome) -> String {
    let apps = apps(outcome);
    let known: usize = apps.iter().map(|(_, count)| count).sum();
    let unknown = outcome.clients.len() - known;
    let mut parts: Vec<_> = apps
        .iter()
        .take(NAMED)
        .map(|(name, count)| if *count == 1 { (*name).to_owned() } else { format!("{count} {name}") })
        .collect();
    let others: usize = apps.iter().skip(NAMED).map(|(_, count)| count).sum();
    parts.extend((others > 0).then(|| format!("{others} of other applications")));
    parts.extend((unknown > 0).then(|| format!("{unknown} unknown")));
    let clients = count(outcome.clients.len(), "client", "clients");
    if parts.is_empty() { clients } else { format!("{clients} ({})", parts.join(", ")) }
}

fn severities(outcome: &Outcome) -> Vec<String> {
    if outcome.findings.is_empty() {
        return vec!["no findings".to_owned()];
    }
    [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Advice, "advice", "advice"),
    ]
    .into_iter()
    .map(|(severity, one, many)| (weighing(outcome, severity), one, many))
    .filter(|(number, _, _)| *number > 0)
    .map(|(number, one, many)| count(number, one, many))
    .collect()
}

fn time(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(10) {
        format!("{} ms", elapsed.as_millis())
    } else {
        format!("{:.1} s", elapsed.as_secs_f64())
    }
}
