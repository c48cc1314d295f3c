//! What the editor can do, and what the server offers it.

use ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, DiagnosticOptions,
    DiagnosticServerCapabilities, DidChangeWatchedFilesRegistrationOptions, ExecuteCommandOptions, FileSystemWatcher,
    GlobPattern, InitializeParams, OneOf, Registration, RegistrationParams, RenameOptions, SaveOptions,
    ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
};

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
    pub(super) fn of(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let general = capabilities.general.as_ref();
        let encodings = general.and_then(|general| general.position_encodings.as_deref());
        let workspace = capabilities.workspace.as_ref();
        let texts = capabilities.text_document.as_ref();
        let pulled = texts.and_then(|texts| texts.diagnostic.as_ref());
        let pushed = texts.and_then(|texts| texts.publish_diagnostics.as_ref());
        let related = if pulled.is_some() {
            pulled.and_then(|pulled| pulled.related_information)
        } else {
            pushed.and_then(|pushed| pushed.related_information)
        };
        let resolved = texts
            .and_then(|texts| texts.code_action.as_ref()?.resolve_support.as_ref())
            .is_some_and(|resolve| resolve.properties.iter().any(|property| property == "edit"));
        let is = |ability: Option<bool>| ability == Some(true);
        Self {
            encoding: Encoding::choose(encodings.unwrap_or_default()),
            pulls_diagnostics: pulled.is_some(),
            refreshes_diagnostics: is(workspace.and_then(|it| it.diagnostics.as_ref()?.refresh_support)),
            shows_related_documents: is(pulled.and_then(|pulled| pulled.related_document_support)),
            shows_related_places: is(related),
            checks_versions: is(workspace.and_then(|it| it.workspace_edit.as_ref()?.document_changes)),
            resolves_edits: resolved,
            watches_files: is(workspace.and_then(|it| it.did_change_watched_files.as_ref()?.dynamic_registration)),
            opens_documents: capabilities
                .window
                .as_ref()
                .and_then(|it| it.show_document.as_ref())
                .is_some_and(|it| it.support),
            wants_hints: params.initialization_options.as_ref().is_some_and(|options| options["inlayHints"] == true),
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
