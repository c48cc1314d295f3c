//! `github`: workflow commands, which GitHub shows as annotations on the changed lines.

use std::io::{self, Write};

use crate::check::mask::ShownFinding;
use crate::lint::Severity;
use crate::text::sanitize;

use super::Report;

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    report.findings().try_for_each(|finding| writeln!(out, "{}", command(&finding, report)))
}

/// `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=…::…`.
fn command(finding: &ShownFinding<'_>, report: &Report<'_>) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let (start, end) = report.sources.positions(finding.span);
    let mut message = finding.message.line().into_owned();
    if let Some(help) = &finding.help {
        message = format!("{message}\n{}", help.lines());
    }
    // GitHub accepts columns only if the range is on one line.
    let columns =
        if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
    let lines = format!("line={},endLine={}{columns}", start.line, end.line);
    annotation(name, &report.sources.get(finding.span.source).name, &lines, finding.rule, &message)
}

/// An annotation of some lines of a file.
#[must_use]
pub fn annotation(level: &str, file: &str, lines: &str, title: &str, message: &str) -> String {
    format!("::{level} file={},{lines},title={}::{}", property(file), property(title), data(message))
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(&sanitize::line(text)).replace(':', "%3A").replace(',', "%2C")
}
