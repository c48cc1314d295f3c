//! Code actions: fixes, all safe fixes at once, a comment that suppresses a finding, and the page of a rule.

use ls_types::{
    ApplyWorkspaceEditParams, CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command,
    ExecuteCommandParams, Range, ShowDocumentParams, Uri, WorkspaceEdit, request,
};
use lsp_server::{ErrorCode, ResponseError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::adopt::ignores::ignore_some;
use crate::check::api::{self, Finding};
use crate::lint;

use super::checked::OpenCheck;
use super::diagnostics;
use super::edits;
use super::session::{Session, refusal};
use super::worker::Worker;

/// The command that makes all safe fixes in a file.
pub(super) const FIX_ALL: &str = "authelia-lint.fixAll";

/// The command that opens the page of a rule.
pub(super) const OPEN_RULE_PAGE: &str = "authelia-lint.openRulePage";

/// What stands for the reason of a suppression until the user writes one.
const REASON: &str = "TODO: explain why";

/// An action whose edit takes a while to make.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
enum Deferred {
    /// Makes all safe fixes in a file.
    FixAll { uri: Uri, version: i32 },
    /// Suppresses a finding, by its number.
    Suppress { uri: Uri, version: i32, finding: usize },
}

/// The actions for a range.
pub(super) fn list(worker: &mut Worker, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let uri = &params.text_document.uri;
    let Some(version) = worker.session().documents().get(uri).map(|document| document.version) else {
        return Vec::new();
    };
    worker.checked(uri);
    let Some((checked, session)) = worker.known(uri) else { return Vec::new() };
    let wanted = WantedActions(params.context.only.as_deref());
    let mut actions = Vec::new();
    if wanted.has(&CodeActionKind::QUICKFIX) {
        let found = checked.report.findings.iter().enumerate();
        for (number, finding) in found.filter(|(_, finding)| is_here(finding, checked, uri, params.range)) {
            actions.extend(fix(finding, checked, session));
            let deferred = Deferred::Suppress { uri: uri.clone(), version, finding: number };
            let title = format!("Suppress `{}` here with a comment", finding.rule);
            actions.extend(defer(title, CodeActionKind::QUICKFIX, deferred, checked, session));
            actions.push(page(finding));
        }
    }
    let is_fixable = |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe);
    if wanted.has(&CodeActionKind::SOURCE_FIX_ALL) && checked.report.findings.iter().any(is_fixable) {
        let deferred = Deferred::FixAll { uri: uri.clone(), version };
        let title = "Apply all safe fixes".to_owned();
        actions.extend(defer(title, CodeActionKind::SOURCE_FIX_ALL, deferred, checked, session));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// The kinds of actions that the editor asks for; all if it names none.
struct WantedActions<'a>(Option<&'a [CodeActionKind]>);

impl WantedActions<'_> {
    /// A kind includes all those below it: `source` also asks for `source.fixAll`.
    fn has(&self, kind: &CodeActionKind) -> bool {
        let includes = |asked: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(asked.as_str());
            rest.is_some_and(|rest| asked.as_str().is_empty() || rest.is_empty() || rest.starts_with('.'))
        };
        self.0.is_none_or(|asked| asked.iter().any(includes))
    }
}

/// Whether a finding touches a range of a file.
fn is_here(finding: &Finding, checked: &OpenCheck, uri: &Uri, range: Range) -> bool {
    checked
        .location(finding.place)
        .is_some_and(|(file, place)| file == *uri && place.start <= range.end && place.end >= range.start)
}

fn fix(finding: &Finding, checked: &OpenCheck, session: &Session) -> Option<CodeAction> {
    let fix = finding.fix.as_ref()?;
    let note = if fix.safe { "" } else { " (unsafe: review the change)" };
    Some(CodeAction {
        title: format!("{}{note}", capitalised(&fix.title)),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: diagnostics::of(finding, checked, false).map(|(_, diagnostic)| vec![diagnostic]),
        edit: Some(edits::of_fix(fix, checked, session)?),
        is_preferred: Some(fix.safe),
        ..CodeAction::default()
    })
}

/// A title as editors write them.
fn capitalised(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn page(finding: &Finding) -> CodeAction {
    let title = format!("Open the page of `{}`", finding.rule);
    let arguments = Some(vec![json!(finding.rule)]);
    CodeAction {
        title: title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        command: Some(Command { title, command: OPEN_RULE_PAGE.to_owned(), arguments }),
        ..CodeAction::default()
    }
}

/// An action whose edit is made when the user chooses it, if the editor can ask for it then. Returns `None` if there is
/// no such edit.
fn defer(
    title: String,
    kind: CodeActionKind,
    deferred: Deferred,
    checked: &OpenCheck,
    session: &Session,
) -> Option<CodeAction> {
    let action = CodeAction { title, kind: Some(kind), ..CodeAction::default() };
    if session.client.resolves_edits {
        return Some(CodeAction { data: serde_json::to_value(deferred).ok(), ..action });
    }
    Some(CodeAction { edit: Some(deferred.edit(checked, session)?), ..action })
}

/// Makes the edit of an action that the user chose.
pub(super) fn resolve(worker: &mut Worker, action: CodeAction) -> Result<CodeAction, ResponseError> {
    let Some(data) = action.data.clone() else { return Ok(action) };
    let deferred: Deferred =
        serde_json::from_value(data).map_err(|error| refusal(ErrorCode::InvalidParams, error.to_string()))?;
    let edit = make(worker, &deferred)?;
    Ok(CodeAction { edit, ..action })
}

fn make(worker: &mut Worker, deferred: &Deferred) -> Result<Option<WorkspaceEdit>, ResponseError> {
    let (Deferred::FixAll { uri, version } | Deferred::Suppress { uri, version, .. }) = deferred;
    let now = worker.session().documents().get(uri).map(|document| document.version);
    if now != Some(*version) {
        return Err(refusal(ErrorCode::ContentModified, "the text has changed"));
    }
    worker.checked(uri);
    Ok(worker.known(uri).and_then(|(checked, session)| deferred.edit(checked, session)))
}

impl Deferred {
    fn edit(&self, checked: &OpenCheck, session: &Session) -> Option<WorkspaceEdit> {
        let analysis = checked.analysis.as_ref()?;
        let texts = match self {
            Self::FixAll { .. } => analysis.fixed(),
            Self::Suppress { finding, .. } => suppressed(analysis, *finding)?,
        };
        if texts.is_empty() { None } else { edits::of_texts(texts, checked, session) }
    }
}

/// The texts with a comment that suppresses a finding. Returns `None` if no comment can.
fn suppressed(analysis: &api::Analysis, finding: usize) -> Option<Vec<(usize, String)>> {
    let finding = analysis.outcome.findings.get(finding)?;
    let is_it = |other: &lint::Finding| other == finding;
    let (sources, outcome) = (analysis.sources.clone(), analysis.outcome.clone());
    let ignored = ignore_some(sources, outcome, &analysis.options, REASON, &is_it);
    let changed = ignored.sources.iter().filter(|(id, source)| source.text != analysis.sources.get(*id).text);
    let changed: Vec<_> = changed.map(|(id, source)| (id.0 as usize, source.text.clone())).collect();
    (!changed.is_empty()).then_some(changed)
}

/// Runs a command.
pub(super) fn execute(worker: &mut Worker, params: ExecuteCommandParams) -> Result<Value, ResponseError> {
    let argument = params.arguments.into_iter().next().unwrap_or_default();
    match params.command.as_str() {
        FIX_ALL => fix_all(worker, argument),
        OPEN_RULE_PAGE => open_page(worker.session(), argument.as_str().unwrap_or_default()),
        command => Err(refusal(ErrorCode::InvalidParams, format!("unknown command `{command}`"))),
    }
}

fn fix_all(worker: &mut Worker, argument: Value) -> Result<Value, ResponseError> {
    let uri: Uri =
        serde_json::from_value(argument).map_err(|error| refusal(ErrorCode::InvalidParams, error.to_string()))?;
    let Some(version) = worker.session().documents().get(&uri).map(|document| document.version) else {
        return Ok(Value::Null);
    };
    if let Some(edit) = make(worker, &Deferred::FixAll { uri, version })? {
        let label = Some("Apply all safe fixes".to_owned());
        worker.session().ask::<request::ApplyWorkspaceEdit>(ApplyWorkspaceEditParams { label, edit });
    }
    Ok(Value::Null)
}

/// Returns the page of a rule, and has the editor show it if it can: as a file, because not every editor can show a text
/// that is in none.
fn open_page(session: &Session, rule: &str) -> Result<Value, ResponseError> {
    let Some(page) = api::rule_page(rule) else {
        return Err(refusal(ErrorCode::InvalidParams, format!("unknown rule `{rule}`")));
    };
    if session.client.opens_documents {
        let written = session.pages().and_then(|folder| {
            let path = folder.join(rule).with_extension("md");
            std::fs::write(&path, page)?;
            Ok(path)
        });
        match written.ok().and_then(Uri::from_file_path) {
            Some(uri) => {
                let (external, take_focus, selection) = (None, Some(true), None);
                session.ask::<request::ShowDocument>(ShowDocumentParams { uri, external, take_focus, selection });
            }
            None => session.show_error(format!("could not write the page of `{rule}`")),
        }
    }
    Ok(json!(page))
}
