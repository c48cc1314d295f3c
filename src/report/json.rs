//! `json`: a single machine-readable object, independent of the clock and the terminal.

use std::io::{self, Write};

use serde::Serialize;

use crate::check::mask::{Shown, ShownEdit, ShownFinding, ShownFix};
use crate::lint::{ClientEntry, Safety, Severity};
use crate::text::{Span, Unmasked, sanitize};

use super::{Report, summary};

/// The version of the format, increased only by breaking changes.
const VERSION: u32 = 1;

pub(super) fn render(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let outcome = report.outcome;
    let object = JsonReport {
        version: VERSION,
        findings: report.findings().map(|finding| JsonFinding::new(finding, None, report)).collect(),
        suppressed: report
            .suppressed()
            .map(|(finding, reason)| JsonFinding::new(finding, Some(&reason), report))
            .collect(),
        clients: outcome.clients.iter().map(|client| JsonClient::new(client, report)).collect(),
        summary: Summary::new(report),
    };
    write(&object, out)
}

/// Writes an object on one line.
pub(super) fn write(object: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", sanitize::json(&serde_json::to_string(object)?))
}

#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    findings: Vec<JsonFinding<'a>>,
    suppressed: Vec<JsonFinding<'a>>,
    clients: Vec<JsonClient<'a>>,
    summary: Summary<'a>,
}

/// A finding. Lines and columns count from 1, columns in Unicode scalar values; bytes count from 0.
#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: &'a str,
    effect: &'a str,
    message: String,
    help: Option<String>,
    proof: Option<String>,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    byte_start: u32,
    byte_end: u32,
    path: String,
    client_id: Option<String>,
    app: Option<String>,
    label: String,
    labels: Vec<JsonLabel<'a>>,
    fix: Option<JsonFix<'a>>,
    suppressed: Option<JsonReason>,
}

impl<'a> JsonFinding<'a> {
    fn new(finding: ShownFinding<'a>, suppressed: Option<&Shown>, report: &Report<'a>) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity.as_str(),
            effect: finding.effect.as_str(),
            message: text(&finding.message),
            help: finding.help.as_ref().map(text),
            proof: finding.proof.as_ref().map(text),
            place: JsonPlace::new(finding.span, report),
            byte_start: finding.span.start,
            byte_end: finding.span.end,
            path: text(&finding.path),
            client_id: finding.client_id.as_ref().map(text),
            app: finding.app.as_ref().map(text),
            label: text(&finding.label),
            labels: finding
                .labels
                .iter()
                .map(|label| JsonLabel { place: JsonPlace::new(label.span, report), text: text(&label.text) })
                .collect(),
            fix: finding.fix.map(|fix| JsonFix::new(fix, report)),
            suppressed: suppressed.map(|reason| JsonReason { reason: text(reason) }),
        }
    }
}

/// A text as it is, since [`write`] escapes what could harm a terminal.
fn text(text: &Shown) -> String {
    text.raw().to_owned()
}

#[derive(Serialize)]
pub(super) struct JsonPlace<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> JsonPlace<'a> {
    pub(super) fn new(span: Span, report: &Report<'a>) -> Self {
        let (start, end) = report.sources.positions(span);
        Self {
            file: &report.sources.get(span.source).name,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    text: String,
}

#[derive(Serialize)]
struct JsonReason {
    reason: String,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: String,
    safety: &'a str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    file: &'a str,
    byte_start: u32,
    byte_end: u32,
    text: &'a str,
}

impl<'a> JsonFix<'a> {
    fn new(fix: ShownFix<'a>, report: &Report<'a>) -> Self {
        let edit = |edit: ShownEdit<'a>| JsonEdit {
            file: &report.sources.get(edit.span.source).name,
            byte_start: edit.span.start,
            byte_end: edit.span.end,
            text: edit.text,
        };
        Self {
            title: text(&fix.title),
            safety: match fix.safety {
                Safety::Safe => "safe",
                Safety::Unsafe => "unsafe",
            },
            edits: fix.edits.into_iter().map(edit).collect(),
        }
    }
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names, reason = "keys of the configuration")]
struct JsonClient<'a> {
    client_id: Option<String>,
    client_name: Option<String>,
    app: Option<&'a str>,
    why: String,
    file: &'a str,
    line: usize,
}

impl<'a> JsonClient<'a> {
    fn new(client: &'a ClientEntry, report: &Report<'a>) -> Self {
        let shown = |unmasked: &Unmasked| text(&report.text(unmasked.expose()));
        Self {
            client_id: client.client_id.as_ref().map(shown),
            client_name: client.client_name.as_ref().map(shown),
            app: client.app.as_deref(),
            why: shown(&client.why),
            file: &report.sources.get(client.span.source).name,
            line: client.line,
        }
    }
}

#[derive(Serialize)]
struct Summary<'a> {
    files: usize,
    clients: usize,
    apps: Vec<JsonApp<'a>>,
    errors: usize,
    warnings: usize,
    advice: usize,
    suppressed: usize,
    recorded: usize,
    less_severe: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct JsonApp<'a> {
    name: &'a str,
    clients: usize,
}

impl<'a> Summary<'a> {
    fn new(report: &Report<'a>) -> Self {
        let outcome = report.outcome;
        Self {
            files: outcome.files,
            clients: outcome.clients.len(),
            apps: summary::apps(outcome).into_iter().map(|(name, clients)| JsonApp { name, clients }).collect(),
            errors: summary::count_severity(outcome, Severity::Error),
            warnings: summary::count_severity(outcome, Severity::Warning),
            advice: summary::count_severity(outcome, Severity::Advice),
            suppressed: outcome.suppressed.len(),
            recorded: outcome.recorded,
            less_severe: outcome.less_severe,
            unchanged: outcome.unchanged,
        }
    }
}
