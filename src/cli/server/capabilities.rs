//! What the editor can do, and what the server offers it.

use ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, DiagnosticOptions,
    DiagnosticServerCapabilities, DidChangeWatchedFilesRegistrationOptions, ExecuteCommandOptions, FileSystemWatcher,
    GlobPattern, OneOf, Registration, RegistrationParams, RenameOptions, SaveOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgressOptions,
};
use serde_json::Value;

use super::actions::{FIX_ALL, OPEN_RULE_PAGE};
use super::lines::Encoding;

/// The files that a check depends on: configurations, settings, and applications' own settings.
const WATCHED: [&str; 5] = ["**/*.yml", "**/*.yaml", "**/authelia-lint.toml", "**/*.json", "**/mailcow.conf"];

/// What the editor can do.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an ability of its own")]
pub(super) struct EditorCapabilities {
    pub(super) encoding: Encoding,
    /// Whether it asks for diagnostics, so that they need not be sent.
    pub(super) pulls_diagnostics: bool,
    pub(super) refreshes_diagnostics: bool,
    pub(super) shows_related_documents: bool,
    pub(super) shows_related_places: bool,
    pub(super) checks_versions: bool,
    pub(super) resolves_edits: bool,
    pub(super) watches_files: bool,
    pub(super) opens_documents: bool,
    /// Whether it was set to show what Authelia uses for options that are not set.
    pub(super) wants_hints: bool,
}

impl EditorCapabilities {
    /// Of the parameters of `initialize`. Only what is used here is read, so that nothing else in them can be wrong.
    pub(super) fn of(params: &Value) -> Self {
        let of = |name: &str| params.pointer(&format!("/capabilities/{name}"));
        let can = |name: &str| of(name).and_then(Value::as_bool) == Some(true);
        let texts = |name: &str| of(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let pulls_diagnostics = of("textDocument/diagnostic").is_some_and(Value::is_object);
        Self {
            encoding: Encoding::choose(texts("general/positionEncodings")),
            pulls_diagnostics,
            refreshes_diagnostics: can("workspace/diagnostics/refreshSupport"),
            shows_related_documents: can("textDocument/diagnostic/relatedDocumentSupport"),
            shows_related_places: if pulls_diagnostics {
                can("textDocument/diagnostic/relatedInformation")
            } else {
                can("textDocument/publishDiagnostics/relatedInformation")
            },
            checks_versions: can("workspace/workspaceEdit/documentChanges"),
            resolves_edits: texts("textDocument/codeAction/resolveSupport/properties")
                .any(|property| property == "edit"),
            watches_files: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            opens_documents: can("window/showDocument/support"),
            wants_hints: params.pointer("/initializationOptions/inlayHints") == Some(&Value::Bool(true)),
        }
    }
}

/// What the server offers.
pub(super) fn offered(client: &EditorCapabilities) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions::default())),
        ..TextDocumentSyncOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::SOURCE_FIX_ALL]),
        resolve_provider: Some(client.resolves_edits),
        work_done_progress_options: WorkDoneProgressOptions::default(),
    };
    let diagnostics = DiagnosticOptions {
        identifier: Some("authelia-lint".to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: false,
        work_done_progress_options: WorkDoneProgressOptions::default(),
    };
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
        hover_provider: Some(true.into()),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["'", "\"", "[", "=", "-", " "].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(true.into()),
        inlay_hint_provider: client.wants_hints.then_some(OneOf::Left(true)),
        diagnostic_provider: client.pulls_diagnostics.then_some(DiagnosticServerCapabilities::Options(diagnostics)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: [FIX_ALL, OPEN_RULE_PAGE].map(str::to_owned).to_vec(),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        ..ServerCapabilities::default()
    }
}

/// The request to watch the files that a check depends on.
pub(super) fn watchers() -> RegistrationParams {
    let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.map(watcher).to_vec() };
    let registration = Registration {
        id: "authelia-lint-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    RegistrationParams { registrations: vec![registration] }
}
