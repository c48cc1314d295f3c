//! `concise`: one line per finding, for editors and `grep`.

use std::io::{self, Write};

use crate::lint::Finding;

use crate::text::sanitize;

use super::{Report, colors, summary};

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.outcome.findings {
        writeln!(out, "{}", one_line(finding, report))?;
    }
    if report.options.verbose {
        for suppressed in &report.outcome.suppressed {
            let reason = report.one_line(&suppressed.reason);
            writeln!(out, "{} (suppressed: {reason})", one_line(&suppressed.finding, report))?;
        }
    }
    summary::render(report, out)
}

/// `path:line:col: severity[rule] message`.
pub(super) fn one_line(finding: &Finding, report: &Report<'_>) -> String {
    let source = report.sources.get(finding.span.source);
    let position = source.position(finding.span.start);
    let style = report.style(colors::severity(finding.severity));
    format!(
        "{}:{}:{}: {style}{}[{}]{style:#} {}",
        sanitize::line(&source.name),
        position.line,
        position.column,
        finding.severity.as_str(),
        finding.rule,
        report.one_line(&finding.message)
    )
}
