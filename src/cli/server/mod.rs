//! `server`: the language server. Editors start it, and speak the Language Server Protocol with it on standard input and
//! output.
//!
//! The main thread reads messages and keeps the open texts; the worker checks them and answers requests.

mod actions;
mod answers;
mod capabilities;
mod checked;
mod completion;
mod diagnostics;
mod documents;
mod edits;
mod hints;
mod hover;
mod lines;
mod names;
mod project;
mod session;
mod symbols;
mod worker;

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use clap::Args;
use ls_types::notification::{
    Cancel, DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Exit, Initialized, Notification as _,
};
use ls_types::request::{RegisterCapability, Request as _, Shutdown};
use ls_types::{
    CancelParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, InitializeResult,
    NumberOrString, ServerInfo, Uri,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::settings::SettingsFile;
use super::{Error, ExitStatus};

use capabilities::EditorCapabilities;
use session::{Session, refusal};
use worker::{EditorRequest, Job, Worker};

/// Run the language server.
#[derive(Debug, Args)]
pub(super) struct Server {
    #[command(flatten)]
    config: SettingsFile,
}

impl Server {
    pub(super) fn run(&self) -> Result<ExitStatus, Error> {
        let (connection, threads) = Connection::stdio();
        let status = serve(connection, self.config.clone());
        if status == ExitStatus::Success {
            threads.join().map_err(Error::output("standard output"))?;
        }
        Ok(status)
    }
}

/// Serves an editor until it leaves.
fn serve(connection: Connection, settings: SettingsFile) -> ExitStatus {
    let Some(client) = initialize(&connection) else { return ExitStatus::Abandoned };
    let session = Arc::new(Session::new(connection, client, settings));
    let (jobs, queue) = channel();
    let worker = Worker::new(Arc::clone(&session));
    let worker = thread::spawn(move || worker.run(&queue));
    let main = Main { session, jobs, is_shut_down: false };
    let status = main.run();
    // The worker ends with the sender of its jobs; what it still has to say is sent before that.
    let _ = worker.join();
    status
}

/// Agrees with the editor on what each of them can do. Returns `None` if the editor leaves before that.
fn initialize(connection: &Connection) -> Option<EditorCapabilities> {
    let (id, params) = connection.initialize_start().ok()?;
    let client = EditorCapabilities::of(&params);
    let result = InitializeResult {
        capabilities: capabilities::offered(&client),
        server_info: Some(ServerInfo {
            name: "authelia-lint".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        offset_encoding: None,
    };
    connection.sender.send(Response::new_ok(id, result).into()).ok()?;
    Some(client)
}

/// The thread that reads messages.
struct Main {
    session: Arc<Session>,
    jobs: Sender<Job>,
    is_shut_down: bool,
}

impl Main {
    /// Reads messages until the editor leaves.
    fn run(mut self) -> ExitStatus {
        let session = Arc::clone(&self.session);
        for message in &session.connection.receiver {
            match message {
                Message::Request(request) => self.request(request),
                Message::Notification(notification) if notification.method == Exit::METHOD => break,
                Message::Notification(notification) => self.notification(notification),
                Message::Response(_) => {}
            }
        }
        if self.is_shut_down { ExitStatus::Success } else { ExitStatus::Abandoned }
    }

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        self.session.expect(id.clone());
        if self.is_shut_down {
            self.session.answer(id, Err(refusal(ErrorCode::InvalidRequest, "the server was shut down")));
        } else if request.method == Shutdown::METHOD {
            self.is_shut_down = true;
            self.session.answer(id, Ok(Value::Null));
        } else {
            let about = self.about(&request);
            let _ = self.jobs.send(Job::Answer(Box::new(EditorRequest { request, about })));
        }
    }

    /// The text that a request concerns, and its version now.
    fn about(&self, request: &Request) -> Option<(Uri, i32)> {
        let uri: Uri = request.params.get("textDocument")?.get("uri")?.as_str()?.parse().ok()?;
        let version = self.session.documents().get(&uri)?.version;
        Some((uri, version))
    }

    fn notification(&mut self, Notification { method, params }: Notification) {
        match method.as_str() {
            Initialized::METHOD => self.initialized(),
            Cancel::METHOD => {
                if let Some(CancelParams { id }) = read(params) {
                    self.session.cancel(match id {
                        NumberOrString::Number(id) => id.into(),
                        NumberOrString::String(id) => id.into(),
                    });
                }
            }
            DidOpenTextDocument::METHOD => {
                if let Some(DidOpenTextDocumentParams { text_document }) = read(params) {
                    let uri = text_document.uri.clone();
                    self.session.documents().open(text_document);
                    self.changed(uri);
                }
            }
            DidChangeTextDocument::METHOD => {
                if let Some(DidChangeTextDocumentParams { text_document, content_changes }) = read(params) {
                    self.session.documents().change(&text_document.uri, text_document.version, content_changes);
                    self.changed(text_document.uri);
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Some(DidCloseTextDocumentParams { text_document }) = read(params) {
                    self.session.documents().close(&text_document.uri);
                    self.changed(text_document.uri);
                }
            }
            DidChangeWatchedFiles::METHOD | DidSaveTextDocument::METHOD => {
                self.session.changes().files = true;
                let _ = self.jobs.send(Job::Check);
            }
            _ => {}
        }
    }

    fn initialized(&self) {
        if self.session.client.watches_files {
            self.session.ask::<RegisterCapability>(capabilities::watchers());
        }
    }

    /// Has a text checked, and all that depends on it. An editor that asks for diagnostics does so by itself.
    fn changed(&self, uri: Uri) {
        self.session.changes().texts.insert(uri);
        if !self.session.client.pulls_diagnostics {
            let _ = self.jobs.send(Job::Check);
        }
    }
}

/// The parameters of a notification, which has no answer to say that they are wrong.
fn read<P: DeserializeOwned>(params: Value) -> Option<P> {
    serde_json::from_value(params).ok()
}
