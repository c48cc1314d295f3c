//! An input that cannot be read: named, with the reason. The others are still read.

use std::io;

use crate::text::files::ReadError;

/// An input that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct InputError {
    /// The path.
    pub name: String,
    /// Why.
    pub reason: Reason,
    /// Whether the path was named rather than found.
    pub named: bool,
}

/// Why an input cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// It does not exist.
    #[error("no such file or folder")]
    Missing,
    /// It may not be read.
    #[error("permission denied")]
    Permission,
    /// It is larger than the limit for a file.
    #[error("larger than 16 MiB, which no configuration is")]
    TooLarge,
    /// It is a pipe, a socket or a device, which might never end, or a file whose contents the system makes up.
    #[error("neither a file nor a folder; `-` reads standard input")]
    Special,
    /// It is a file of another program.
    #[error("this is {0}, not Authelia configuration")]
    Other(&'static str),
    /// The system says no.
    #[error("{0}")]
    System(io::Error),
}

impl From<ReadError> for Reason {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotRegular | ReadError::NotText => Self::Special,
            ReadError::TooLarge(_) => Self::TooLarge,
            ReadError::System(error) => error.into(),
        }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Permission,
            _ => Self::System(error),
        }
    }
}
