//! The thread that checks and answers. It takes one job after another; what became outdated while it waited is not done.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use ls_types::{Diagnostic, LogMessageParams, MessageType, PublishDiagnosticsParams, Uri, notification};
use lsp_server::{ErrorCode, Request};

use crate::check::Abandoned;

use super::answers;
use super::checked::OpenCheck;
use super::session::{Session, Unchecked, refusal};

/// Something to do.
pub(super) enum Job {
    /// Texts or files changed.
    Check,
    /// A request came.
    Answer(Box<EditorRequest>),
}

/// A request, with the text that it concerns and the version of that text when it came.
pub(super) struct EditorRequest {
    pub(super) request: Request,
    pub(super) about: Option<(Uri, i32)>,
}

pub(super) struct Worker {
    session: Arc<Session>,
    checked: HashMap<Uri, OpenCheck>,
    /// The open texts whose check is outdated.
    stale: HashSet<Uri>,
    published: HashMap<Uri, (Option<i32>, Vec<Diagnostic>)>,
}

impl Worker {
    pub(super) fn new(session: Arc<Session>) -> Self {
        Self { session, checked: HashMap::new(), stale: HashSet::new(), published: HashMap::new() }
    }

    /// Does all jobs, until nobody can send one any more.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        for job in jobs {
            match job {
                Job::Check => self.check_all(),
                Job::Answer(question) => self.answer(*question),
            }
        }
    }

    /// What is known about an open text.
    pub(super) fn checked(&mut self, uri: &Uri) -> Option<&OpenCheck> {
        self.note_changes();
        if self.stale.contains(uri) {
            self.check(uri);
        }
        self.checked.get(uri)
    }

    /// The diagnostics of a file, from all open texts that concern it.
    pub(super) fn diagnostics(&self, uri: &Uri) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = Vec::new();
        for found in self.checked.values().filter_map(|checked| checked.diagnostics.get(uri)) {
            // What several checks find in the same file is shown once.
            let known = all.len();
            let is_new = |diagnostic: &&Diagnostic| !all[..known].contains(diagnostic);
            let new: Vec<_> = found.iter().filter(is_new).cloned().collect();
            all.extend(new);
        }
        all.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
        all
    }

    /// What was known about an open text when it was last checked, and the session.
    pub(super) fn known(&self, uri: &Uri) -> Option<(&OpenCheck, &Session)> {
        Some((self.checked.get(uri)?, &self.session))
    }

    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    fn answer(&mut self, EditorRequest { request, about }: EditorRequest) {
        let id = request.id.clone();
        if !self.session.is_awaited(&id) {
            return;
        }
        let session = Arc::clone(&self.session);
        let version = |uri: &Uri| session.documents().get(uri).map(|document| document.version);
        let is_outdated = || about.as_ref().is_some_and(|(uri, about)| version(uri) != Some(*about));
        let method = request.method.clone();
        let answer = (!is_outdated()).then(|| {
            guarded(&session, &method, || answers::answer(self, request))
                .unwrap_or_else(|| Err(refusal(ErrorCode::InternalError, "the server failed to answer; see its log")))
        });
        // The text may have changed meanwhile.
        let answer = answer.filter(|_| !is_outdated()).unwrap_or_else(|| Err(answers::outdated(&method)));
        session.answer(id, answer);
    }

    /// Checks all texts that need it, and sends what was found, unless that is outdated already.
    fn check_all(&mut self) {
        self.note_changes();
        // Freeing what was known of a large text takes milliseconds, in which nobody should wait for the answer.
        let mut former = Vec::new();
        for uri in self.stale.clone() {
            former.extend(self.check(&uri));
            if self.is_outdated() {
                return;
            }
        }
        if self.session.client.pulls_diagnostics {
            if self.session.client.refreshes_diagnostics {
                self.session.refresh();
            }
        } else {
            self.publish();
        }
    }

    /// Whether something changed that will be checked next.
    fn is_outdated(&self) -> bool {
        let changes = self.session.changes();
        changes.files || !changes.texts.is_empty()
    }

    /// Finds out which checks are outdated.
    fn note_changes(&mut self) {
        let Unchecked { texts, files } = std::mem::take(&mut *self.session.changes());
        let open: HashSet<Uri> = self.session.documents().uris().cloned().collect();
        let concerns = |uri: &Uri| {
            let checked = self.checked.get(uri);
            files
                || texts.contains(uri)
                || checked.is_some_and(|checked| texts.iter().any(|text| checked.depends_on(text)))
        };
        self.stale.extend(open.iter().filter(|uri| concerns(uri)).cloned());
        self.stale.retain(|uri| open.contains(uri));
        self.checked.retain(|uri, _| open.contains(uri));
    }

    /// Checks an open text, and returns what was known about it before. That stays if it changes meanwhile: then the check is
    /// abandoned.
    fn check(&mut self, uri: &Uri) -> Option<OpenCheck> {
        let documents = self.session.documents().clone();
        let (session, text) = (Arc::clone(&self.session), uri.clone());
        let abandoned = Abandoned::when(move || session.changes().texts.contains(&text));
        let checked =
            guarded(&self.session, uri.as_str(), || OpenCheck::of(uri, &documents, &self.session, &abandoned));
        if abandoned.now() {
            return None;
        }
        self.stale.remove(uri);
        let checked = checked.unwrap_or_else(|| OpenCheck::unknown(uri, &documents));
        self.checked.insert(uri.clone(), checked)
    }

    /// Sends the diagnostics that changed.
    fn publish(&mut self) {
        let known: HashSet<Uri> = self
            .checked
            .values()
            .flat_map(|checked| checked.diagnostics.keys())
            .chain(self.checked.keys())
            .cloned()
            .collect();
        let forgotten: Vec<Uri> = self.published.keys().filter(|uri| !known.contains(*uri)).cloned().collect();
        for uri in known.into_iter().chain(forgotten) {
            // Not that of the text as it is now: it may have changed since it was checked.
            let version = self.checked.get(&uri).and_then(|checked| checked.version);
            let now = (version, self.diagnostics(&uri));
            let is_new = match self.published.get(&uri) {
                Some(before) => *before != now,
                None => version.is_some() || !now.1.is_empty(),
            };
            if is_new {
                let (version, diagnostics) = now.clone();
                let params = PublishDiagnosticsParams { uri: uri.clone(), diagnostics, version };
                self.session.notify::<notification::PublishDiagnostics>(params);
                self.published.insert(uri, now);
            }
        }
        let Self { published, checked, .. } = self;
        published.retain(|uri, (_, diagnostics)| !diagnostics.is_empty() || checked.contains_key(uri));
    }
}

/// Does something that must not end the server. Returns `None` if it panics, which the editor's log shows.
fn guarded<T>(session: &Session, what: &str, work: impl FnOnce() -> T) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    if done.is_none() {
        let message = format!("{what}: the check failed; this is a mistake in authelia-lint");
        let params = LogMessageParams { typ: MessageType::ERROR, message };
        session.notify::<notification::LogMessage>(params);
    }
    done
}

#[cfg(test)]
mod tests {
    use lsp_server::{Connection, Message};

    use super::*;
    use crate::cli::server::capabilities::EditorCapabilities;
    use crate::cli::settings::SettingsFile;

    #[test]
    fn a_panic_is_logged_and_does_not_end_the_server() {
        let (server, editor) = Connection::memory();
        let session = Session::new(server, EditorCapabilities::of(&serde_json::Value::Null), SettingsFile::default());
        assert_eq!(guarded(&session, "a.yml", || -> i32 { panic!("on purpose") }), None);
        assert_eq!(guarded(&session, "b.yml", || 1), Some(1));
        let Ok(Message::Notification(log)) = editor.receiver.try_recv() else { panic!("not logged") };
        assert_eq!(log.method, "window/logMessage");
        assert!(log.params["message"].as_str().is_some_and(|text| text.starts_with("a.yml: ")));
        assert!(editor.receiver.try_recv().is_err());
    }
}
