//! `concise`: one line per finding, for editors and `grep`.

use std::io::{self, Write};

use crate::check::mask::ShownFinding;
use crate::text::sanitize;

use super::{Report, colors, summary};

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings() {
        writeln!(out, "{}", one_line(&finding, report))?;
    }
    if report.options.verbose {
        for (finding, reason) in report.suppressed() {
            writeln!(out, "{} (suppressed: {})", one_line(&finding, report), reason.line())?;
        }
    }
    summary::render(report, out)
}

/// `path:line:col: severity[rule] message`.
pub(super) fn one_line(finding: &ShownFinding<'_>, report: &Report<'_>) -> String {
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
        finding.message.line()
    )
}
