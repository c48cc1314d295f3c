//! `full`: each finding with the lines that it speaks of, drawn by miette.

use std::fmt;
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::finding::{Finding, Severity};

use super::excerpt::{CONTEXT, Excerpt, Mark};
use super::{Report, summary};

/// The columns that miette's frame takes beside a line's text.
const FRAME: usize = 12;

/// The narrowest part of a line that is shown.
const NARROWEST: usize = 40;

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.outcome.findings {
        write_finding(finding, None, report, out)?;
    }
    if report.options.verbose {
        for suppressed in &report.outcome.suppressed {
            write_finding(&suppressed.finding, Some(&suppressed.reason), report, out)?;
        }
    }
    summary::render(report, out)
}

fn write_finding(
    finding: &Finding,
    suppressed: Option<&str>,
    report: &Report<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let theme = theme(finding, suppressed.is_some(), report.options.color);
    let heading = theme.styles.help;
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(report.options.width)
        .with_context_lines(CONTEXT)
        .with_links(false)
        .without_syntax_highlighting();
    let mut text = String::new();
    handler.render_report(&mut text, &Shown::new(finding, report)).map_err(io::Error::other)?;
    out.write_all(text.trim_start_matches(' ').as_bytes())?;
    let notes = [("suppressed", suppressed), ("proof", finding.proof.as_deref())];
    for (name, note) in notes.into_iter().filter_map(|(name, note)| Some((name, note?))) {
        let indent = " ".repeat(name.len() + 4);
        let wrapped = textwrap::fill(
            &report.several_lines(note),
            textwrap::Options::new(report.options.width).initial_indent(&indent).subsequent_indent(&indent),
        );
        writeln!(out, "  {} {}", heading.style(format!("{name}:")), wrapped.trim_start())?;
    }
    writeln!(out)
}

/// miette's theme, with `error[rule-id]:` where it draws its icon.
fn theme(finding: &Finding, suppressed: bool, color: bool) -> GraphicalTheme {
    let mut theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let suppressed = if suppressed { "suppressed " } else { "" };
    let icon = format!("{suppressed}{}[{}]:", finding.severity.as_str(), finding.rule);
    theme.characters.error.clone_from(&icon);
    theme.characters.warning.clone_from(&icon);
    theme.characters.advice = icon;
    theme
}

/// A finding as miette sees it: nothing in it needs to be hidden any more.
#[derive(Debug)]
struct Shown {
    severity: Severity,
    message: String,
    help: Option<String>,
    excerpt: Excerpt,
}

impl Shown {
    fn new(finding: &Finding, report: &Report<'_>) -> Self {
        let main = Mark { span: finding.span, text: report.one_line(&finding.label) };
        let further = finding.labels.iter().map(|label| Mark { span: label.span, text: report.one_line(&label.text) });
        let marks: Vec<_> = std::iter::once(main).chain(further).collect();
        let width = report.options.width.saturating_sub(FRAME).max(NARROWEST);
        Self {
            severity: finding.severity,
            message: report.one_line(&finding.message),
            help: finding.help.as_deref().map(|help| report.several_lines(help)),
            excerpt: Excerpt::new(&marks, report.sources, &report.masks, width),
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

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
