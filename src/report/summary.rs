//! The summary: what was checked, how many findings there are, and what to do next.

use std::io::{self, Write};
use std::time::Duration;

use crate::lint::{Outcome, Safety, Severity};

use crate::text::sanitize;

use super::{Format, Report};

/// The most applications that the summary names.
const MAX_NAMED_APPS: usize = 6;

/// Writes the summary, unless `quiet` is set.
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
        parts.push(format!("{} below the minimum severity", outcome.less_severe));
    }
    if outcome.unchanged > 0 {
        parts.push(format!("{} in unchanged lines", outcome.unchanged));
    }
    writeln!(out, "{name}{}, in {}", sanitize::line(&parts.join(", ")), time(report.options.elapsed))?;
    if !outcome.findings.is_empty() {
        write_next(report, out)?;
    }
    if outcome.partial > 0 {
        writeln!(out, "missing options are not reported; use `--complete` if this is the complete configuration")?;
    }
    Ok(())
}

/// Writes which commands to run next.
fn write_next(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let count = |safety| {
        let is_offered = report.options.fixed.is_none_or(|fixed| fixed < safety);
        let fixes = report.outcome.findings.iter().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| is_offered && fix.safety == safety).count()
    };
    if let Some(fixable) = fixable(count(Safety::Safe), count(Safety::Unsafe)) {
        writeln!(out, "{fixable}")?;
    }
    let has_advice = count_severity(report.outcome, Severity::Advice) > 0;
    let in_short = report.options.format == Format::Full && !report.options.full_advice && !report.options.statistics;
    let in_full = if has_advice && in_short { "; use `--min-severity advice` to show advice in full" } else { "" };
    writeln!(out, "run `authelia-lint explain RULE` for more about a rule{in_full}")
}

/// Describes how many findings have a safe fix, and how many `more` have an unsafe one. Returns `None` if there are none.
pub(super) fn fixable(safe: usize, more: usize) -> Option<String> {
    match (safe, more) {
        (0, 0) => None,
        (_, 0) => Some(format!("{safe} fixable with `--fix`")),
        (0, _) => Some(format!("{more} fixable with `--fix=all`")),
        _ => Some(format!("{safe} fixable with `--fix`, {more} more with `--fix=all`")),
    }
}

/// The number of findings of a severity.
pub(super) fn count_severity(outcome: &Outcome, severity: Severity) -> usize {
    outcome.findings.iter().filter(|finding| finding.severity == severity).count()
}

/// The names of the recognised applications with their numbers of clients, in the order of the files.
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
        .take(MAX_NAMED_APPS)
        .map(|(name, count)| if *count == 1 { (*name).to_owned() } else { format!("{count} {name}") })
        .collect();
    let others: usize = apps.iter().skip(MAX_NAMED_APPS).map(|(_, count)| count).sum();
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
    .map(|(severity, one, many)| (count_severity(outcome, severity), one, many))
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
