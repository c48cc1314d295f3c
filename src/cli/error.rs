//! Errors that keep a command from doing its work. A finding is never an error.

use std::fmt::Display;
use std::io;
use std::sync::Arc;

use crate::adopt::baseline::BaselineError;
use crate::adopt::git::GitError;
use crate::app::deployment::DeploymentError;
use crate::app::operator::AppError;
use crate::check::api::RegistrationError;
use crate::inputs::InputError;
use crate::settings::Outside;
use crate::text::TextError;
use crate::text::files::ReadError;

/// An error that keeps a command from doing its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// A rule id that does not exist.
    #[error("unknown rule `{id}`{}; run `authelia-lint rules` to list all rules", did_you_mean(.nearest.as_deref()))]
    UnknownRule { id: String, nearest: Option<String> },
    /// A file name for standard input, which is not among the paths.
    #[error("`--stdin-filename` requires standard input: add `-` to the paths")]
    StdinName,
    /// `--statistics` with a machine-readable format.
    #[error("`--statistics` works only with the formats `full` and `concise`")]
    Statistics,
    /// An invalid settings file.
    #[error(transparent)]
    Settings(#[from] Arc<TextError>),
    /// A path in a settings file that was found, which it must not lead to.
    #[error(transparent)]
    Outside(#[from] Outside),
    /// A settings file that was found, but is elsewhere.
    #[error(
        "{0}: a symbolic link leads out of the checked folder; use `--config` to name the settings file, or `--no-config`"
    )]
    Link(String),
    /// An application id that does not exist.
    #[error("unknown application `{id}`{}; run `authelia-lint apps` to list all applications", did_you_mean(.nearest.as_deref()))]
    UnknownApp { id: String, nearest: Option<String> },
    /// An application whose own settings are not known.
    #[error("the settings of the application `{id}` are not known{}", did_you_mean(.nearest.as_deref()))]
    UnknownSettings { id: String, nearest: Option<String> },
    /// An invalid pattern in `--exclude`.
    #[error(transparent)]
    Exclude(#[from] globset::Error),
    /// An input that is required and could not be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// An invalid file in the folders of `--apps`.
    #[error(transparent)]
    App(#[from] AppError),
    /// An invalid file with an application's own settings.
    #[error(transparent)]
    Deployment(#[from] DeploymentError),
    /// An invalid baseline.
    #[error("{name}: {error}")]
    Baseline { name: String, error: BaselineError },
    /// git cannot tell which lines changed.
    #[error("`--since`: {0}")]
    Since(#[from] GitError),
    /// git has no such file to compare.
    #[error("{0}")]
    Revision(GitError),
    /// Other than two files to compare.
    #[error("`access diff` compares two files: write OLD and NEW, or `--since REV` and the files")]
    Sides,
    /// A value that a space separates from its option.
    #[error("file `{name}` not found; did you mean `{suggestion}`? Nothing was changed")]
    Misplaced { name: String, suggestion: String },
    /// Some inputs could not be read; each has been reported already.
    #[error("could not read {}", counted(*.0, "input"))]
    Inputs(usize),
    /// Some files could not be written; each has been reported already.
    #[error("could not write {}", counted(*.0, "file"))]
    Unwritten(usize),
    /// No configuration was found.
    #[error("nothing to check: {0}")]
    Nothing(String),
    /// Policy cases that cannot be run.
    #[error("{file}: {why}")]
    Cases { file: String, why: String },
    /// A configuration that expands to more than can be shown.
    #[error("the configuration is longer than 32 MiB once its aliases are expanded: too long to show")]
    TooLong,
    /// Digests that a secret was not compared with; each has been reported already.
    #[error("the secret was not compared with {}", counted(*.0, "digest"))]
    Late(usize),
    /// More digests than `--deep` tests.
    #[error("`--deep` takes too long for so many client secret digests; check fewer files at once, or leave it out")]
    ManyDigests,
    /// No secret was given on standard input.
    #[error("no secret on standard input")]
    NoSecret,
    /// A registration that cannot be made.
    #[error(transparent)]
    Registration(#[from] RegistrationError),
    /// A file or stream could not be read or written.
    #[error("{name}: {error}")]
    Output { name: String, error: io::Error },
    /// A file that is read as a whole and cannot be.
    #[error("{name}: {error}")]
    File { name: String, error: ReadError },
}

impl Error {
    /// Returns a function that adds the name of a file or stream to an I/O error.
    pub(super) fn output(name: impl Display) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Output { name: name.to_string(), error }
    }
}

impl Error {
    /// Returns a function that adds the name of a file to the reason why it cannot be read.
    pub(super) fn file(name: impl Display) -> impl FnOnce(ReadError) -> Self {
        move |error| Self::File { name: name.to_string(), error }
    }
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!(" (did you mean `{nearest}`?)")).unwrap_or_default()
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
