//! What a run found, ready to be shown.

use std::sync::Arc;

use crate::config::Secret;
use crate::finding::Finding;
use crate::policy::Policies;
use crate::settings::SettingsError;
use crate::span::Span;

/// A finding that a comment suppressed.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// The comment's reason; empty where it gives none.
    pub reason: String,
}

/// A client that was found, whatever is known of it.
#[derive(Debug, Clone)]
pub struct ClientEntry {
    /// Its id; nothing where it is absent or cannot be known.
    pub client_id: Option<String>,
    /// Its name.
    pub client_name: Option<String>,
    /// The id of the application that it was recognised as.
    pub app: Option<String>,
    /// The application's name.
    pub app_name: Option<String>,
    /// Why it was recognised, in words.
    pub why: String,
    /// Where it stands.
    pub span: Span,
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
    /// How many findings speak of no line that changed, which are not in `findings`.
    pub unchanged: usize,
    /// What a comment suppressed.
    pub suppressed: Vec<Suppressed>,
    /// The clients, in the order of the files.
    pub clients: Vec<ClientEntry>,
    /// How many sources held Authelia configuration.
    pub files: usize,
    /// The places whose text must never be shown.
    pub secrets: Vec<Span>,
    /// Texts that must never be shown, as they were read: they may be written in another form.
    pub secret_texts: Vec<Secret>,
    /// The operator's own policies, which findings may name as their rules.
    pub policies: Vec<Policies>,
    /// Policies that could not be judged.
    pub failures: Vec<Arc<SettingsError>>,
}
