//! Why a command could not do its work. Never a finding.

use std::fmt::Display;
use std::io;
use std::sync::Arc;

use crate::adopt::baseline::BaselineError;
use crate::adopt::git::GitError;
use crate::app::deployment::DeploymentError;
use crate::app::operator::AppError;
use crate::inputs::InputError;
use crate::text::TextError;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// A rule's id that does not exist.
    #[error("there is no rule `{id}`{}; `authelia-lint rules` lists all", did_you_mean(*.nearest))]
    UnknownRule { id: String, nearest: Option<&'static str> },
    /// A name for standard input, which is not read.
    #[error("`--stdin-filename` names standard input, which is not among the paths: add `-`")]
    StdinName,
    /// Statistics in a form for programs.
    #[error("`--statistics` is shown in the formats `full` and `concise` only")]
    Statistics,
    /// A settings file that is not right.
    #[error(transparent)]
    Settings(#[from] Arc<TextError>),
    /// An application's id that does not exist.
    #[error("there is no application `{id}`{}; `authelia-lint apps` lists all", did_you_mean(.nearest.as_deref()))]
    UnknownApp { id: String, nearest: Option<String> },
    /// A pattern of `--exclude`.
    #[error(transparent)]
    Exclude(#[from] globset::Error),
    /// An input that must be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The operator's own applications.
    #[error(transparent)]
    App(#[from] AppError),
    /// The application's own settings.
    #[error(transparent)]
    Deployment(#[from] DeploymentError),
    /// A baseline that is none.
    #[error("{name}: {error}")]
    Baseline { name: String, error: BaselineError },
    /// What changed is not known.
    #[error("`--since`: {0}")]
    Since(#[from] GitError),
    /// A value that was written apart from its option.
    #[error("there is no file `{name}`; did you mean `{meant}`? Nothing was changed")]
    Misplaced { name: String, meant: String },
    /// Some inputs could not be read; each was named before.
    #[error("could not read {}", counted(*.0, "input"))]
    Inputs(usize),
    /// No configuration was found.
    #[error("nothing to check: {0}")]
    Nothing(String),
    /// Cases for policies that cannot be run.
    #[error("{file}: {why}")]
    Cases { file: String, why: String },
    /// No secret was given.
    #[error("no secret was given on standard input")]
    NoSecret,
    /// An application's address that cannot be one.
    #[error("`{url}` is not an address of an application: {why}")]
    Address { url: String, why: String },
    /// An application whose file gives no registration.
    #[error("no client registration is known for `{0}`")]
    NoExample(String),
    /// A registration that Authelia would not take.
    #[error("no registration can be made of this: {0}")]
    Registration(String),
    /// The operating system has no random numbers.
    #[error("no random numbers for a secret: {0}")]
    Random(#[from] getrandom::Error),
    /// The report cannot be written.
    #[error("{name}: {error}")]
    Output { name: String, error: io::Error },
}

impl Error {
    /// That an output cannot be written to.
    pub(super) fn output(name: impl Display) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Output { name: name.to_string(), error }
    }
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!(" (did you mean `{nearest}`?)")).unwrap_or_default()
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
