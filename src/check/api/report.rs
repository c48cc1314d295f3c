//! What a check found, ready to be shown: secrets masked, control characters replaced.

use serde::Serialize;

use crate::check::mask::{self, Masks, ShownEdit, ShownFix};
use crate::lint::{self, Effect, Outcome, Safety, Severity};
use crate::text::{SourceId, Sources, Span};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What was found, by file and place.
    pub findings: Vec<Finding>,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The id of the rule.
    pub rule: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What happens if it is left.
    pub effect: Effect,
    /// What is wrong and what happens because of it.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
    /// How the fact behind it is known.
    pub proof: Option<String>,
    /// The configuration path, as `identity_providers.oidc.clients[0].scopes`; empty for the file as a whole.
    pub path: String,
    /// The client that it is about.
    pub client_id: Option<String>,
    /// The application that the client was recognised as.
    pub app: Option<String>,
    /// Where it is.
    pub place: Place,
    /// What is at that place; may be empty.
    pub label: String,
    /// Further places.
    pub related: Vec<Related>,
    /// What would cure it, unless what is to be written holds a secret.
    pub fix: Option<Fix>,
}

/// A further place that a finding refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// The place.
    pub place: Place,
    /// What is there.
    pub label: String,
}

/// Edits that cure a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, as an instruction.
    pub title: String,
    /// Whether it keeps the meaning, so that it needs no review.
    pub safe: bool,
    /// The edits, none of which overlap.
    pub edits: Vec<TextEdit>,
}

/// The replacement of a range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextEdit {
    /// What is replaced; empty for an insertion.
    pub place: Place,
    /// The new text.
    pub text: String,
}

/// A range of one of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The index of the text.
    pub text: usize,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// A place in a text. All numbers count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The offset in bytes.
    pub byte: usize,
    /// The line.
    pub line: usize,
    /// The column in Unicode scalar values.
    pub column: usize,
    /// The column in UTF-16 code units, as the Language Server Protocol counts by default.
    pub utf16: usize,
}

impl Report {
    pub(super) fn new(sources: &Sources, outcome: &Outcome, masks: &Masks) -> Self {
        let reporter = Shown { sources, masks };
        Self { findings: outcome.findings.iter().map(|finding| reporter.finding(finding)).collect() }
    }
}

impl Place {
    pub(super) fn new(span: Span, sources: &Sources) -> Self {
        let position = |byte| Position::new(span.source, byte, sources);
        Self { text: span.source.0 as usize, start: position(span.start), end: position(span.end) }
    }
}

impl Position {
    fn new(source: SourceId, byte: u32, sources: &Sources) -> Self {
        let source = sources.get(source);
        let position = source.position(byte);
        let utf16 = source.utf16_column(byte);
        Self { byte: byte as usize, line: position.line - 1, column: position.column - 1, utf16 }
    }
}

/// What is needed to show findings.
struct Shown<'a> {
    sources: &'a Sources,
    masks: &'a Masks,
}

impl Shown<'_> {
    fn finding(&self, finding: &lint::Finding) -> Finding {
        let shown = self.masks.finding(finding, self.sources);
        let line = |text: &mask::Shown| text.line().into_owned();
        let lines = |text: &mask::Shown| text.lines().into_owned();
        let related = |label: &mask::ShownLabel| Related { place: self.place(label.span), label: line(&label.text) };
        Finding {
            rule: shown.rule.to_owned(),
            severity: shown.severity,
            effect: shown.effect,
            message: line(&shown.message),
            help: shown.help.as_ref().map(lines),
            proof: shown.proof.as_ref().map(lines),
            path: line(&shown.path),
            client_id: shown.client_id.as_ref().map(line),
            app: shown.app.as_ref().map(line),
            place: self.place(shown.span),
            label: line(&shown.label),
            related: shown.labels.iter().map(related).collect(),
            fix: shown.fix.as_ref().map(|fix| self.fix(fix)),
        }
    }

    fn fix(&self, fix: &ShownFix<'_>) -> Fix {
        let edit = |edit: &ShownEdit<'_>| TextEdit { place: self.place(edit.span), text: edit.text.to_owned() };
        Fix {
            title: fix.title.line().into_owned(),
            safe: fix.safety == Safety::Safe,
            edits: fix.edits.iter().map(edit).collect(),
        }
    }

    fn place(&self, span: Span) -> Place {
        Place::new(span, self.sources)
    }
}
