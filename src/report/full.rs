//! `full`: each finding with the relevant source lines, drawn by miette.

use std::fmt;
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::check::mask::{Shown, ShownFinding};
use crate::lint::{Finding, Severity};

use super::excerpt::{Excerpt, Mark};
use super::{Report, colors, concise, summary, wrap};

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut findings = report.findings().peekable();
    while let Some(finding) = findings.next() {
        if is_one_line(&finding, report) {
            writeln!(out, "{}", concise::one_line(&finding, report))?;
            if findings.peek().is_none_or(|next| !is_one_line(next, report)) {
                writeln!(out)?;
            }
        } else {
            write_finding(&finding, None, report, out)?;
        }
    }
    if report.options.verbose {
        for (finding, reason) in report.suppressed() {
            write_finding(&finding, Some(&reason), report, out)?;
        }
    }
    summary::render(report, out)
}

/// Whether a finding takes only one line: advice does, unless it is requested in full.
const fn is_one_line(finding: &ShownFinding<'_>, report: &Report<'_>) -> bool {
    matches!(finding.severity, Severity::Advice) && !report.options.full_advice
}

/// Writes the cause of a failure, which may not be from a rule.
pub(super) fn write_cause(finding: &Finding, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_finding(&report.show(finding), None, report, out)
}

fn write_finding(
    finding: &ShownFinding<'_>,
    suppressed: Option<&Shown>,
    report: &Report<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let theme = colors::theme(report.options.color);
    let styles = theme.styles.clone();
    let style = match finding.severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Advice => styles.advice,
    };
    let suppression = if suppressed.is_some() { "suppressed " } else { "" };
    let rule = if finding.rule.is_empty() { String::new() } else { format!("[{}]", finding.rule) };
    let title = format!("{suppression}{}{rule}", finding.severity.as_str());
    let heading = format!("{}: {}", style.style(title), finding.message.line());
    writeln!(out, "{}", wrapped(&heading, "", "  ", report))?;
    out.write_all(frames(finding, theme, report)?.as_bytes())?;
    for (name, note) in [("suppressed", suppressed), ("proof", finding.proof.as_ref())] {
        if let Some(note) = note {
            let name = format!("  {}: ", styles.help.style(name));
            writeln!(out, "{}", wrapped(&note.lines(), &name, "    ", report))?;
        }
    }
    writeln!(out)
}

fn wrapped(text: &str, first: &str, further: &str, report: &Report<'_>) -> String {
    wrap::fill(text, report.options.width, first, further)
}

/// The lines with their labels and the help, as drawn by miette, without its heading, which [`write_finding`] replaces.
fn frames(finding: &ShownFinding<'_>, theme: GraphicalTheme, report: &Report<'_>) -> io::Result<String> {
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(report.options.width)
        .with_word_separator(wrap::SEPARATOR)
        .with_word_splitter(wrap::SPLITTER)
        .with_break_words(false)
        .with_links(false)
        .without_syntax_highlighting();
    let mut drawn = String::new();
    handler.render_report(&mut drawn, &DrawnFinding::new(finding, report)).map_err(io::Error::other)?;
    Ok(drawn.split_once('\n').map_or_else(String::new, |(_, frames)| frames.to_owned()))
}

/// A finding in the form that miette expects, masked and sanitized.
#[derive(Debug)]
struct DrawnFinding {
    help: Option<String>,
    excerpt: Excerpt,
}

impl DrawnFinding {
    fn new(finding: &ShownFinding<'_>, report: &Report<'_>) -> Self {
        let main = Mark { span: finding.span, text: finding.label.line().into_owned() };
        let further =
            finding.labels.iter().map(|label| Mark { span: label.span, text: label.text.line().into_owned() });
        let marks: Vec<_> = std::iter::once(main).chain(further).collect();
        Self {
            help: finding.help.as_ref().map(|help| help.lines().into_owned()),
            excerpt: Excerpt::new(&marks, report.sources, report.masks(), report.options.width),
        }
    }
}

impl fmt::Display for DrawnFinding {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for DrawnFinding {}

impl Diagnostic for DrawnFinding {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }
}
