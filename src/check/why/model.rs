//! Messages of Authelia and of applications: the form of the files in `rules/messages`.
//!
//! The build script includes this file, too: it reads the files once, and the program keeps what it read.

use serde::{Deserialize, Serialize};

/// How far a login is that a message of level `debug` reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoginProgress {
    /// The authorization endpoint handles the request.
    Authorizing,
    /// The application got a code.
    Authorized,
    /// The token endpoint handles the request.
    Exchanging,
    /// The application got what it asked for.
    Exchanged,
}

/// One message, and what it means.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Message {
    /// A part of its text, in which `{name}` is a parameter; empty for a failure that no message reports.
    pub text: String,
    /// How the error of this name is described in general: a part of that text, which tells no more than the name.
    pub described: Option<String>,
    /// Set if it reports progress instead of a failure.
    pub context: Option<LoginProgress>,
    /// The application that prints it, unless others do, too.
    pub app: Option<String>,
    /// The step of the login at which it is reported.
    pub step: String,
    /// What failed.
    pub says: String,
    /// The rules that report the cause, the most specific first.
    pub rules: Vec<String>,
    /// The effects of the rules that report the cause.
    pub effects: Vec<String>,
    /// The options at which the cause can be: of the client, or with their whole path.
    pub options: Vec<String>,
    /// Whether the cause can be in the application's settings only.
    pub settings_only: bool,
    /// Whether only an option that is set can be the cause: `false` and an empty text cannot.
    pub only_set: bool,
    /// Values that the cause must be about.
    pub quotes: Vec<String>,
    /// What to write at the first of `options`, if no rule reports the cause.
    pub write: Option<String>,
    /// What to check if the configuration is correct.
    pub check: Vec<String>,
    /// The lowest level of the log at which it is reported: `error` unless it is `info`.
    pub level: Option<String>,
}
