//! Definition, references and rename of names.

use std::collections::HashMap;

use ls_types::{
    GotoDefinitionParams, GotoDefinitionResponse, Location, PrepareRenameResponse, ReferenceParams, RenameParams,
    TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit,
};
use lsp_server::{ErrorCode, ResponseError};

use crate::check::api::{Name, Place};

use super::checked::OpenCheck;
use super::edits;
use super::session::refusal;
use super::worker::Worker;

pub(super) fn definition(worker: &mut Worker, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let (checked, name) = find(worker, &params.text_document_position_params)?;
    Some(GotoDefinitionResponse::Array(locations(&name.definitions, checked)))
}

pub(super) fn references(worker: &mut Worker, params: &ReferenceParams) -> Option<Vec<Location>> {
    let (checked, name) = find(worker, &params.text_document_position)?;
    let definitions: &[Place] = if params.context.include_declaration { &name.definitions } else { &[] };
    Some(locations(definitions.iter().chain(&name.uses), checked))
}

/// The range of the name that would be renamed.
pub(super) fn prepare_rename(
    worker: &mut Worker,
    params: &TextDocumentPositionParams,
) -> Option<PrepareRenameResponse> {
    let (checked, name) = find(worker, params)?;
    let here = locations(name.definitions.iter().chain(&name.uses), checked).into_iter().find(|location| {
        let Location { uri, range } = location;
        *uri == params.text_document.uri && range.start <= params.position && params.position <= range.end
    })?;
    Some(PrepareRenameResponse::RangeWithPlaceholder { range: here.range, placeholder: name.name })
}

pub(super) fn rename(worker: &mut Worker, params: &RenameParams) -> Result<Option<WorkspaceEdit>, ResponseError> {
    let new = &params.new_name;
    if new.is_empty() || !new.chars().all(|letter| letter.is_alphanumeric() || "_-.".contains(letter)) {
        let message = "a name consists of letters, digits, `_`, `-` and `.`";
        return Err(refusal(ErrorCode::InvalidParams, message));
    }
    let uri = params.text_document_position.text_document.uri.clone();
    let found = find(worker, &params.text_document_position);
    if let Some(why) = found.as_ref().and_then(|(_, name)| name.fixed) {
        return Err(refusal(ErrorCode::InvalidParams, why));
    }
    let edits = found.map(|(checked, name)| {
        let mut edits: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        for Location { uri, range } in locations(name.definitions.iter().chain(&name.uses), checked) {
            edits.entry(uri).or_default().push(TextEdit { range, new_text: new.clone() });
        }
        edits
    });
    Ok(edits.and_then(|edits| worker.known(&uri).map(|(_, session)| edits::workspace(edits, session))))
}

fn find<'w>(worker: &'w mut Worker, at: &TextDocumentPositionParams) -> Option<(&'w OpenCheck, Name)> {
    let checked = worker.checked(&at.text_document.uri)?;
    let (text, byte) = checked.offset(&at.text_document.uri, at.position)?;
    let name = checked.analysis.as_ref()?.name_at(text, byte)?;
    Some((checked, name))
}

fn locations<'p>(places: impl IntoIterator<Item = &'p Place>, checked: &OpenCheck) -> Vec<Location> {
    let location = |place: &Place| checked.location(*place).map(|(uri, range)| Location { uri, range });
    places.into_iter().filter_map(location).collect()
}
