//! What a run found, shown: the only code, with `cli`, that writes for people and machines.
//!
//! Each format is one file and one function. They share a [`Report`], which knows what must not be shown: secrets
//! ([`mask`]) and what would harm a terminal ([`sanitize`]).

use std::cell::OnceCell;
use std::io::{self, Write};
use std::time::Duration;

use anstyle::Style;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::lint::{Fix, Outcome, Safety};
use crate::policy::Policies;
use crate::text::{Sources, sanitize};

pub mod colors;
mod concise;
pub mod configuration;
pub mod diff;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod line;
mod sarif;
mod statistics;
mod summary;
pub mod text_error;
mod uri;
pub mod wrap;

use crate::check::mask::Masks;

/// The width of the output where there is no terminal, in columns.
pub const WIDTH: usize = 100;

/// A form in which findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Each finding with the lines that it refers to
    #[default]
    Full,
    /// One line for each finding
    Concise,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// A JUnit report
    Junit,
}

/// How to show findings.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own, as on the command line")]
pub struct RenderOptions {
    /// The form.
    pub format: Format,
    /// The width of the output, in columns.
    pub width: usize,
    /// Whether to use colours.
    pub color: bool,
    /// Whether to leave out the last line.
    pub quiet: bool,
    /// Whether to show suppressed findings, too.
    pub verbose: bool,
    /// Whether advice is shown with the lines that it refers to, not on one line.
    pub full_advice: bool,
    /// Whether to show how often each rule found something in place of what it found.
    pub statistics: bool,
    /// Which fixes were made already, so that what is left of them need not be offered.
    pub fixed: Option<Safety>,
    /// How long the work took.
    pub elapsed: Duration,
    /// The operator's own policies, which findings may name as their rules.
    pub policies: Vec<Policies>,
}

impl RenderOptions {
    /// A form, and the usual choice for all else: what a program without a terminal writes.
    #[must_use]
    pub const fn of(format: Format) -> Self {
        Self {
            format,
            width: WIDTH,
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

/// A finished run and what is needed to show it.
#[derive(Debug)]
struct Report<'a> {
    outcome: &'a Outcome,
    sources: &'a Sources,
    options: &'a RenderOptions,
    masks: OnceCell<Masks>,
}

impl Report<'_> {
    /// The secrets, looked for when the first text is shown: most runs find nothing and show no lines.
    fn masks(&self) -> &Masks {
        self.masks.get_or_init(|| Masks::new(self.outcome, self.sources))
    }

    /// A text for one line, without secrets and without anything that would harm a terminal.
    fn one_line(&self, text: &str) -> String {
        sanitize::line(&self.masks().scrub(text)).into_owned()
    }

    /// A style, where styles are used.
    const fn style(&self, style: Style) -> Style {
        if self.options.color { style } else { Style::new() }
    }

    /// Whether what a fix writes holds no secret.
    fn may_show(&self, fix: &Fix) -> bool {
        fix.edits.iter().all(|edit| self.masks().scrub(&edit.text) == edit.text)
    }

    /// The same for a text that may have several lines.
    fn several_lines(&self, text: &str) -> String {
        sanitize::lines(&self.masks().scrub(text)).into_owned()
    }
}

/// Writes what a run found.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn render(outcome: &Outcome, sources: &Sources, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let report = Report { outcome, sources, options, masks: OnceCell::new() };
    match options.format {
        Format::Full | Format::Concise if options.statistics => statistics::render(&report, out),
        Format::Full => full::render(&report, out),
        Format::Concise => concise::render(&report, out),
        Format::Json => json::render(&report, out),
        Format::Sarif => sarif::render(&report, out),
        Format::Github => github::render(&report, out),
        Format::Gitlab => gitlab::render(&report, out),
        Format::Junit => junit::render(&report, out),
    }
}
