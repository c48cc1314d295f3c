//! What a run found, ready to be shown.

use std::sync::Arc;

use super::{Finding, Severity};
use crate::text::{Secret, SourceId, Span, TextError, Unmasked};

/// A finding that a comment suppressed.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// The comment's reason; empty where it gives none.
    pub reason: Unmasked,
}

/// A client that was found, whatever is known of it.
#[derive(Debug, Clone)]
pub struct ClientEntry {
    /// Its id; `None` if it is absent or cannot be known.
    pub client_id: Option<Unmasked>,
    /// Its name.
    pub client_name: Option<Unmasked>,
    /// The id of the application that it was recognised as.
    pub app: Option<String>,
    /// The application's name.
    pub app_name: Option<String>,
    /// Why it was recognised, in words.
    pub why: Unmasked,
    /// Where it stands.
    pub span: Span,
    /// The line that it begins on, from 1.
    pub line: usize,
}

/// What a run found.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What was found, sorted by file, place and rule.
    pub findings: Vec<Finding>,
    /// How many findings were fixed before.
    pub fixed: usize,
    /// How many findings a baseline records, which are not in `findings`.
    pub recorded: usize,
    /// How many findings are less severe than what is asked for, which are not in `findings`.
    pub less_severe: usize,
    /// How many findings refer to no line that changed, which are not in `findings`.
    pub unchanged: usize,
    /// What a comment suppressed.
    pub suppressed: Vec<Suppressed>,
    /// The clients, in the order of the files.
    pub clients: Vec<ClientEntry>,
    /// How many sources held Authelia configuration.
    pub files: usize,
    /// The sources of which nothing is known, because their templates do not let them be parsed.
    pub unparsed: Vec<SourceId>,
    /// At how many places a reader gives up, whether or not a rule that is selected says so.
    pub syntax_errors: usize,
    /// How many configurations may be only a part of one, so that missing options were not reported.
    pub partial: usize,
    /// The places whose text must never be shown.
    pub secrets: Vec<Span>,
    /// Texts that must never be shown, as they were read: they may be written in another form.
    pub secret_texts: Vec<Secret>,
    /// Keys that seem to refer to a secret, but are options that do not.
    pub plain_keys: Vec<Span>,
    /// The places of which no tree is known: texts that do not parse, and text that is not read.
    pub unread: Vec<Span>,
    /// Policies that could not be judged.
    pub failures: Vec<Arc<TextError>>,
}

impl Outcome {
    /// Whether nothing is to be shown of what was found but that it was.
    #[must_use]
    pub const fn is_silent(&self) -> bool {
        self.findings.is_empty() && self.suppressed.is_empty()
    }

    /// Drops what must not be shown, because nothing is.
    pub fn forget_secrets(&mut self) {
        self.secrets = Vec::new();
        self.secret_texts = Vec::new();
        self.plain_keys = Vec::new();
        self.unread = Vec::new();
    }

    /// Leaves out what is less severe than what is asked for.
    pub fn leave_out_less_severe(&mut self, reports: impl Fn(Severity) -> bool) {
        let before = self.findings.len();
        self.findings.retain(|finding| reports(finding.severity));
        self.suppressed.retain(|suppressed| reports(suppressed.finding.severity));
        self.less_severe += before - self.findings.len();
    }

    /// Adds what was found in files that come after these.
    pub fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.fixed += other.fixed;
        self.suppressed.extend(other.suppressed);
        self.clients.extend(other.clients);
        self.files += other.files;
        self.unparsed.extend(other.unparsed);
        self.syntax_errors += other.syntax_errors;
        self.partial += other.partial;
        self.secrets.extend(other.secrets);
        self.secret_texts.extend(other.secret_texts);
        self.plain_keys.extend(other.plain_keys);
        self.unread.extend(other.unread);
        self.failures.extend(other.failures);
    }
}
