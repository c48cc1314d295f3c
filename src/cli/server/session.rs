//! What the threads of the server share: the connection, the open texts, and what the editor waits for.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use ls_types::notification::Notification;
use ls_types::request::Request;
use ls_types::{MessageType, ShowMessageParams, Uri, notification, request};
use lsp_server::{Connection, ErrorCode, Message, RequestId, Response, ResponseError};
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::settings::SettingsFile;

use super::capabilities::EditorCapabilities;
use super::documents::Documents;

/// A conversation with an editor.
pub(super) struct Session {
    pub(super) connection: Connection,
    pub(super) client: EditorCapabilities,
    pub(super) settings: SettingsFile,
    documents: Mutex<Documents>,
    changes: Mutex<Unchecked>,
    awaited: Mutex<HashSet<RequestId>>,
    pages: OnceLock<TempDir>,
    next_request: AtomicI32,
}

/// What changed since the last check.
#[derive(Debug, Default)]
pub(super) struct Unchecked {
    /// The texts that were opened, edited or closed.
    pub(super) texts: HashSet<Uri>,
    /// Whether files changed that any configuration may depend on.
    pub(super) files: bool,
}

/// Why there is no answer.
pub(super) fn refusal(code: ErrorCode, message: impl Into<String>) -> ResponseError {
    ResponseError { code: code as i32, message: message.into(), data: None }
}

impl Session {
    pub(super) fn new(connection: Connection, client: EditorCapabilities, settings: SettingsFile) -> Self {
        Self {
            connection,
            documents: Mutex::new(Documents::new(client.encoding)),
            client,
            settings,
            changes: Mutex::default(),
            awaited: Mutex::default(),
            pages: OnceLock::new(),
            next_request: AtomicI32::new(0),
        }
    }

    /// The open texts.
    pub(super) fn documents(&self) -> MutexGuard<'_, Documents> {
        lock(&self.documents)
    }

    /// What changed since the last check.
    pub(super) fn changes(&self) -> MutexGuard<'_, Unchecked> {
        lock(&self.changes)
    }

    /// Sends a notification.
    pub(super) fn notify<N: Notification>(&self, params: N::Params) {
        self.send(lsp_server::Notification::new(N::METHOD.to_owned(), params).into());
    }

    /// Sends a request whose answer does not matter.
    pub(super) fn ask<R: Request>(&self, params: R::Params) {
        let id = self.next_request.fetch_add(1, Ordering::Relaxed);
        self.send(lsp_server::Request::new(id.into(), R::METHOD.to_owned(), params).into());
    }

    /// Shows an error to the user.
    pub(super) fn show_error(&self, message: String) {
        self.notify::<notification::ShowMessage>(ShowMessageParams { typ: MessageType::ERROR, message });
    }

    /// Asks the editor to ask for its diagnostics again.
    pub(super) fn refresh(&self) {
        self.ask::<request::WorkspaceDiagnosticRefresh>(());
    }

    /// The folder for pages that the editor shows, which is deleted when the server ends.
    pub(super) fn pages(&self) -> io::Result<&Path> {
        if self.pages.get().is_none() {
            let folder = tempfile::Builder::new().prefix("authelia-lint").tempdir()?;
            let _ = self.pages.set(folder);
        }
        self.pages.get().map(TempDir::path).ok_or_else(|| io::Error::other("no folder"))
    }

    /// Remembers that the editor waits for an answer.
    pub(super) fn expect(&self, id: RequestId) {
        lock(&self.awaited).insert(id);
    }

    /// Whether the editor still waits for an answer.
    pub(super) fn is_awaited(&self, id: &RequestId) -> bool {
        lock(&self.awaited).contains(id)
    }

    /// Answers a request, unless it was answered before.
    pub(super) fn answer(&self, id: RequestId, answer: Result<Value, ResponseError>) {
        if !lock(&self.awaited).remove(&id) {
            return;
        }
        self.send(Response { id, response_result: answer }.into());
    }

    /// Answers a request that the editor no longer needs.
    pub(super) fn cancel(&self, id: RequestId) {
        self.answer(id, Err(refusal(ErrorCode::RequestCanceled, "canceled by the client")));
    }

    /// An editor that is gone does not read what is sent.
    fn send(&self, message: Message) {
        let _ = self.connection.sender.send(message);
    }
}

/// A panic while a value was locked leaves it as it was: all changes of these values are made in one step.
fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}
