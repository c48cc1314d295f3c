//! Completion: what can be written where the cursor is.

use ls_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionResponse, CompletionTextEdit, Documentation,
    InsertTextFormat, InsertTextMode, TextEdit,
};

use crate::check::api::{Completion, CompletionKind};

use super::checked::OpenCheck;
use super::worker::Worker;

pub(super) fn complete(worker: &mut Worker, params: &CompletionParams) -> Option<CompletionResponse> {
    let at = &params.text_document_position;
    let checked = worker.checked(&at.text_document.uri)?;
    let (text, byte) = checked.offset(&at.text_document.uri, at.position)?;
    let completions = checked.analysis.as_ref()?.completions_at(text, byte);
    let items = completions.into_iter().filter_map(|completion| item(completion, checked)).collect();
    Some(CompletionResponse::Array(items))
}

fn item(completion: Completion, checked: &OpenCheck) -> Option<CompletionItem> {
    let (_, range) = checked.location(completion.replaces)?;
    let edit = TextEdit { range, new_text: completion.text.clone() };
    Some(CompletionItem {
        label: completion.label,
        kind: Some(kind(completion.kind)),
        detail: Some(completion.detail).filter(|detail| !detail.is_empty()),
        documentation: (!completion.description.is_empty())
            .then(|| Documentation::String(completion.description.to_owned())),
        // What is typed so far may begin with a quote, so the label would not match it.
        filter_text: Some(completion.text),
        insert_text_format: Some(InsertTextFormat::PLAIN_TEXT),
        insert_text_mode: Some(InsertTextMode::AS_IS),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        ..CompletionItem::default()
    })
}

const fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Key => CompletionItemKind::PROPERTY,
        CompletionKind::Section => CompletionItemKind::MODULE,
        CompletionKind::Value => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Name => CompletionItemKind::REFERENCE,
        CompletionKind::Rule => CompletionItemKind::EVENT,
        CompletionKind::App => CompletionItemKind::SNIPPET,
    }
}
