//! The requests that the worker answers.

use ls_types::request::{
    CodeActionRequest, CodeActionResolveRequest, Completion, DocumentDiagnosticRequest, DocumentSymbolRequest,
    ExecuteCommand, FoldingRangeRequest, GotoDefinition, HoverRequest, InlayHintRequest, PrepareRenameRequest,
    References, Rename, Request as _,
};
use ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportKind, DocumentSymbolParams,
    FoldingRangeParams, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport, Uri,
};
use lsp_server::{ErrorCode, Request, ResponseError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::session::refusal;
use super::worker::Worker;
use super::{actions, completion, hints, hover, names, symbols};

/// Answers a request.
pub(super) fn answer(worker: &mut Worker, request: Request) -> Result<Value, ResponseError> {
    match request.method.as_str() {
        DocumentDiagnosticRequest::METHOD => with(request, |params| Ok(diagnostics(worker, &params))),
        CodeActionRequest::METHOD => with(request, |params| Ok(actions::list(worker, &params))),
        CodeActionResolveRequest::METHOD => with(request, |action| actions::resolve(worker, action)),
        ExecuteCommand::METHOD => with(request, |params| actions::execute(worker, params)),
        HoverRequest::METHOD => with(request, |params| Ok(hover::hover(worker, &params))),
        Completion::METHOD => with(request, |params| Ok(completion::complete(worker, &params))),
        DocumentSymbolRequest::METHOD => {
            with(request, |params: DocumentSymbolParams| Ok(symbols::symbols(worker, &params.text_document.uri)))
        }
        FoldingRangeRequest::METHOD => {
            with(request, |params: FoldingRangeParams| Ok(symbols::folds(worker, &params.text_document.uri)))
        }
        InlayHintRequest::METHOD => with(request, |params| Ok(hints::hints(worker, &params))),
        GotoDefinition::METHOD => with(request, |params| Ok(names::definition(worker, &params))),
        References::METHOD => with(request, |params| Ok(names::references(worker, &params))),
        PrepareRenameRequest::METHOD => with(request, |params| Ok(names::prepare_rename(worker, &params))),
        Rename::METHOD => with(request, |params| names::rename(worker, &params)),
        method => Err(refusal(ErrorCode::MethodNotFound, format!("unknown method `{method}`"))),
    }
}

/// Why a request is not answered: the text that it concerns was changed since.
pub(super) fn outdated(method: &str) -> ResponseError {
    if method == DocumentDiagnosticRequest::METHOD {
        let data = Some(json!({ "retriggerRequest": true }));
        return ResponseError { data, ..refusal(ErrorCode::ServerCancelled, "the text has changed") };
    }
    refusal(ErrorCode::ContentModified, "the text has changed")
}

/// Answers a request whose parameters have a type.
fn with<P: DeserializeOwned, R: Serialize>(
    request: Request,
    answer: impl FnOnce(P) -> Result<R, ResponseError>,
) -> Result<Value, ResponseError> {
    let params =
        serde_json::from_value(request.params).map_err(|error| refusal(ErrorCode::InvalidParams, error.to_string()))?;
    let answer = answer(params)?;
    serde_json::to_value(answer).map_err(|error| refusal(ErrorCode::InternalError, error.to_string()))
}

fn diagnostics(worker: &mut Worker, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReport {
    let uri = &params.text_document.uri;
    let full = |items| FullDocumentDiagnosticReport { result_id: None, items };
    let others: Vec<Uri> = match worker.checked(uri) {
        Some(checked) => checked.diagnostics.keys().filter(|other| *other != uri).cloned().collect(),
        None => Vec::new(),
    };
    let related = others.into_iter().map(|uri| {
        let items = worker.diagnostics(&uri);
        (uri, DocumentDiagnosticReportKind::Full(full(items)))
    });
    let related = worker.session().client.shows_related_documents.then(|| related.collect());
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: related,
        full_document_diagnostic_report: full(worker.diagnostics(uri)),
    })
}
