//! Edits of the text that cure a finding.

use crate::span::Span;

/// Whether an edit may be made without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// It changes nothing but what is broken.
    Safe,
    /// It changes what is allowed, so a person should look at it.
    Unsafe,
}

/// One replaced range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; an empty span inserts.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A cure for one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "write `client_secret_post`".
    pub title: String,
    /// Whether it may be made without asking.
    pub safety: Safety,
    /// The edits, none of which overlap.
    pub edits: Vec<Edit>,
}
