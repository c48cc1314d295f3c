//! Renders the findings of a run in all report formats.
//!
//! Each format is one file with one function. All share a `Report`, which hides secrets ([`Masks`]) and characters that
//! could harm a terminal ([`crate::text::sanitize`]).

use std::cell::OnceCell;
use std::io::{self, Write};
use std::time::Duration;

use anstyle::Style;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::lint::{Finding, Outcome, Safety};
use crate::policy::Policies;
use crate::text::{Sources, sanitize};

pub mod answers;
pub mod colors;
mod concise;
pub mod configuration;
pub mod diff;
mod excerpt;
mod full;
pub mod github;
mod gitlab;
mod json;
mod junit;
mod line;
pub mod listing;
mod sarif;
mod statistics;
mod summary;
pub mod table;
pub mod text_error;
mod uri;
pub mod wrap;

use crate::check::mask::{Masks, Shown, ShownFinding};

/// The width of the output without a terminal, in columns.
pub const DEFAULT_WIDTH: usize = 100;

/// A report format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Each finding with the relevant source lines
    #[default]
    Full,
    /// One line per finding
    Concise,
    /// A single JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations in a GitHub workflow
    Github,
    /// A GitLab code quality report
    Gitlab,
    /// A JUnit report
    Junit,
}

/// How to render findings.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate option, as on the command line")]
pub struct RenderOptions {
    /// The report format.
    pub format: Format,
    /// The width of the output, in columns.
    pub width: usize,
    /// Whether to use colours.
    pub color: bool,
    /// Whether to omit the summary.
    pub quiet: bool,
    /// Whether to also show suppressed findings.
    pub verbose: bool,
    /// Whether to show advice with its source lines instead of on one line.
    pub full_advice: bool,
    /// Whether to show the number of findings per rule instead of the findings.
    pub statistics: bool,
    /// Which fixes were already applied. Remaining ones of that kind are not offered again.
    pub fixed: Option<Safety>,
    /// The duration of the run.
    pub elapsed: Duration,
    /// Custom policies, which findings may refer to as their rules.
    pub policies: Vec<Policies>,
}

impl RenderOptions {
    /// A format with defaults for all other options, for output without a terminal.
    #[must_use]
    pub const fn of(format: Format) -> Self {
        Self {
            format,
            width: DEFAULT_WIDTH,
            color: false,
            quiet: false,
            verbose: false,
            full_advice: false,
            statistics: false,
            fixed: None,
            elapsed: Duration::ZERO,
            policies: Vec::new(),
        }
    }
}

/// The outcome of a run, with everything needed to render it.
#[derive(Debug)]
struct Report<'a> {
    outcome: &'a Outcome,
    sources: &'a Sources,
    options: &'a RenderOptions,
    masks: OnceCell<Masks>,
}

impl<'a> Report<'a> {
    fn new(outcome: &'a Outcome, sources: &'a Sources, options: &'a RenderOptions) -> Self {
        Self { outcome, sources, options, masks: OnceCell::new() }
    }

    /// The secrets, collected on first use: most runs have no findings, and show no text of the files.
    fn masks(&self) -> &Masks {
        self.masks.get_or_init(|| Masks::new(self.outcome, self.sources))
    }

    /// A finding without secrets.
    fn show<'f>(&self, finding: &'f Finding) -> ShownFinding<'f> {
        self.masks().finding(finding, self.sources)
    }

    /// All findings without secrets.
    fn findings(&self) -> impl Iterator<Item = ShownFinding<'_>> {
        self.outcome.findings.iter().map(|finding| self.show(finding))
    }

    /// All suppressed findings without secrets, each with its reason.
    fn suppressed(&self) -> impl Iterator<Item = (ShownFinding<'_>, Shown)> {
        self.outcome
            .suppressed
            .iter()
            .map(|suppressed| (self.show(&suppressed.finding), self.text(suppressed.reason.expose())))
    }

    /// A text without secrets.
    fn text(&self, text: &str) -> Shown {
        self.masks().text(text)
    }

    /// A text from a log without secrets, which may name a client.
    fn foreign(&self, text: &str, client: Option<&str>) -> Shown {
        self.masks().foreign(text, client)
    }

    /// A style, or none if colours are disabled.
    const fn style(&self, style: Style) -> Style {
        if self.options.color { style } else { Style::new() }
    }
}

/// Writes the report of a run.
///
/// # Errors
/// If `out` cannot be written to.
pub fn render(outcome: &Outcome, sources: &Sources, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let report = Report::new(outcome, sources, options);
    let mut text = Vec::new();
    match options.format {
        Format::Full | Format::Concise if options.statistics => statistics::render(&report, &mut text)?,
        Format::Full => full::render(&report, &mut text)?,
        Format::Concise => concise::render(&report, &mut text)?,
        format => return render_data(format, &report, out),
    }
    out.write_all(sanitize::commands(&String::from_utf8_lossy(&text)).as_bytes())
}

/// Writes a report for a program, whose format has escapes of its own.
fn render_data(format: Format, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full | Format::Concise => Ok(()),
        Format::Json => json::render(report, out),
        Format::Sarif => sarif::render(report, out),
        Format::Github => github::render(report, out),
        Format::Gitlab => gitlab::render(report, out),
        Format::Junit => junit::render(report, out),
    }
}
