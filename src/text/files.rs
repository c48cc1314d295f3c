//! Opens files whose names or contents may come from a stranger: only regular ones, and never waiting for another program.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

use super::paths::absolute;

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is a folder, a pipe, a socket or a device, or the system makes up its contents as they are read.
    #[error("not a regular file")]
    NotRegular,
    /// It has more bytes than the limit.
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    /// It is not UTF-8.
    #[error("not valid UTF-8")]
    NotText,
    /// The system says no.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// Opens a regular file.
///
/// # Errors
/// If it is not one, or cannot be opened.
pub fn open(path: &Path) -> Result<File, ReadError> {
    // Opening a device can have effects of its own.
    regular(&path.metadata()?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    // Something else may have taken its place since.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = options.open(path)?;
    regular(&file.metadata()?)?;
    Ok(file)
}

/// Reads a regular file of at most `limit` bytes.
///
/// # Errors
/// If it is not one, is larger, or cannot be read.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let file = open(path)?;
    let length = file.metadata()?.len();
    if length > limit {
        return Err(ReadError::TooLarge(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    // A file of procfs, such as the environment of a process, has no length.
    if length == 0 && !bytes.is_empty() {
        return Err(ReadError::NotRegular);
    }
    if bytes.len() as u64 > limit { Err(ReadError::TooLarge(limit)) } else { Ok(bytes) }
}

/// Reads a regular file of at most `limit` bytes as text.
///
/// # Errors
/// If it is not one, is larger, is not UTF-8, or cannot be read.
pub fn read_text(path: &Path, limit: u64) -> Result<String, ReadError> {
    String::from_utf8(read(path, limit)?).map_err(|_| ReadError::NotText)
}

/// Whether a path leads to something in a folder, after all links. What does not exist is where its name says.
#[must_use]
pub fn is_inside(path: &Path, folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize();
    match (real(path), real(folder)) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => absolute(path).starts_with(absolute(folder)),
    }
}

fn regular(metadata: &Metadata) -> Result<(), ReadError> {
    if metadata.is_file() { Ok(()) } else { Err(ReadError::NotRegular) }
}
