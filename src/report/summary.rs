//! The last line: what was checked and what came of it.

use std::io::{self, Write};
use std::time::Duration;

use crate::finding::Severity;
use crate::outcome::Outcome;

use super::{Report, sanitize};

/// How many applications are named.
const NAMED: usize = 6;

/// Writes the last line, unless it is not wanted.
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
    if outcome.unchanged > 0 {
        parts.push(format!("{} in unchanged lines", outcome.unchanged));
    }
    writeln!(out, "{name}{}, in {}", sanitize::line(&parts.join(", ")), time(report.options.elapsed))?;
    if outcome.partial > 0 {
        writeln!(
            out,
            "missing options were not checked; `--complete` reports them if this is the whole configuration"
        )?;
    }
    Ok(())
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
