//! The answers of `why`: what failed, and the finding that explains it.

use std::io::{self, Write};

use serde::Serialize;

use crate::check::mask::Shown;
use crate::check::why::{Answer, Cause};
use crate::lint::Outcome;
use crate::text::{Sources, Unmasked};

use super::json::{self, JsonPlace};
use super::{RenderOptions, Report, full};

/// The version of the JSON object, increased only by breaking changes.
const VERSION: u32 = 1;

/// Writes the answers for people.
///
/// # Errors
/// If `out` cannot be written to.
pub fn render(
    answers: &[Answer],
    outcome: &Outcome,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = Report::new(outcome, sources, options);
    for answer in answers {
        let style = report.style(anstyle::Style::new().bold());
        writeln!(out, "{style}{}{style:#}", heading(answer, &report))?;
        if let Some(cause) = &answer.cause {
            full::write_cause(&cause.finding, &report, out)?;
        }
        write_checks(answer, &report, out)?;
    }
    Ok(())
}

/// `mailcow: token: the application sends a different secret (line 12, 3 times)`.
fn heading(answer: &Answer, report: &Report<'_>) -> String {
    let shown = |text: &Unmasked| report.text(text.expose()).line().into_owned();
    let client = match (answer.client_id.as_ref().map(shown), answer.app.as_ref().map(shown)) {
        (Some(id), Some(app)) => format!("{app} (`{id}`): "),
        (Some(id), None) => format!("`{id}`: "),
        (None, _) => String::new(),
    };
    let count = if answer.count > 1 { format!(", {} times", answer.count) } else { String::new() };
    let time = answer.time.as_ref().map(|time| format!(", {}", shown(time))).unwrap_or_default();
    let line = answer.line.map(|line| format!(" (line {line}{time}{count})")).unwrap_or_default();
    format!("{client}{}: {}{line}", answer.step, said(answer, report).line())
}

/// What failed. Parts of it are from the log.
fn said(answer: &Answer, report: &Report<'_>) -> Shown {
    report.foreign(answer.says.expose(), answer.client_id.as_ref().map(Unmasked::expose))
}

fn write_checks(answer: &Answer, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    if answer.check.is_empty() {
        return Ok(());
    }
    let opening = match &answer.cause {
        Some(_) => "also check:",
        None if report.outcome.files > 0 => "the configuration does not show a cause; check:",
        None => "check:",
    };
    writeln!(out, "  {opening}")?;
    for check in &answer.check {
        writeln!(out, "  - {check}")?;
    }
    writeln!(out)
}

/// Writes the answers as a single JSON object.
///
/// # Errors
/// If `out` cannot be written to.
pub fn render_json(
    answers: &[Answer],
    outcome: &Outcome,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = Report::new(outcome, sources, options);
    let answers = answers.iter().map(|answer| AnswerEntry::new(answer, &report)).collect();
    json::write(&JsonAnswer { version: VERSION, answers }, out)
}

#[derive(Serialize)]
struct JsonAnswer<'a> {
    version: u32,
    answers: Vec<AnswerEntry<'a>>,
}

#[derive(Serialize)]
struct AnswerEntry<'a> {
    /// The number of the line that reports the failure last, from 1.
    message: Option<usize>,
    time: Option<String>,
    count: usize,
    step: &'a str,
    failure: String,
    client_id: Option<String>,
    app: Option<String>,
    rule: Option<&'a str>,
    cause: Option<CauseEntry<'a>>,
    check: &'a [&'static str],
}

impl<'a> AnswerEntry<'a> {
    fn new(answer: &'a Answer, report: &Report<'a>) -> Self {
        let shown = |text: &Unmasked| report.text(text.expose()).raw().to_owned();
        let rule = answer.cause.as_ref().map(|cause| cause.finding.rule.as_str()).filter(|rule| !rule.is_empty());
        Self {
            message: answer.line,
            time: answer.time.as_ref().map(shown),
            count: answer.count,
            step: answer.step,
            failure: said(answer, report).raw().to_owned(),
            client_id: answer.client_id.as_ref().map(shown),
            app: answer.app.as_ref().map(shown),
            rule,
            cause: answer.cause.as_ref().map(|cause| CauseEntry::new(cause, report)),
            check: &answer.check,
        }
    }
}

/// The cause: in the configuration, or a setting of the application.
#[derive(Serialize)]
struct CauseEntry<'a> {
    path: String,
    setting: Option<&'a str>,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    message: String,
    help: Option<String>,
}

impl<'a> CauseEntry<'a> {
    fn new(cause: &'a Cause, report: &Report<'a>) -> Self {
        let finding = &cause.finding;
        let setting = finding.setting.as_ref();
        let span = setting.and_then(|setting| setting.span).unwrap_or(finding.span);
        let shown = report.show(finding);
        Self {
            path: shown.path.raw().to_owned(),
            setting: setting.map(|setting| setting.name.as_str()),
            place: JsonPlace::new(span, report),
            message: shown.message.raw().to_owned(),
            help: shown.help.as_ref().map(|help| help.raw().to_owned()),
        }
    }
}
