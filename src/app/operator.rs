//! An operator's own applications: files of the same form as those in `rules/apps`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::files::{self, ReadError};
use crate::text::{Position, Source, paths, quoted};

use super::flaws::{Flaw, flaws};
use super::knowledge::knowledge;
use super::model::App;
use super::resolve::resolve;

/// The most bytes that a file may have.
const MAX_FILE: u64 = 1 << 20;

/// The most brackets that may be open at once: the YAML library takes time for each at every value in them.
const MAX_BRACKETS: usize = 100;

/// Why an operator's applications cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A folder or a file cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        error: ReadError,
    },
    /// A folder holds no application.
    #[error("{0}: there is no file `<id>.yml` in it")]
    Empty(PathBuf),
    /// A file is not of the form.
    #[error("{path}{place}: {reason}")]
    Form {
        /// The file.
        path: PathBuf,
        /// `:line:column`, both from 1; empty where it is the file as a whole.
        place: String,
        /// What is wrong.
        reason: String,
    },
}

/// The files of a folder that describe applications, in the order of their ids.
///
/// # Errors
/// Where the folder cannot be read, or holds none.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>, AppError> {
    let unreadable = |error: io::Error| AppError::Unreadable { path: folder.to_owned(), error: error.into() };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if paths::is_yaml(&path) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(AppError::Empty(folder.to_owned()));
    }
    paths.sort();
    Ok(paths)
}

/// Reads the file of an application.
///
/// # Errors
/// Where it cannot be read, or is not of the form.
pub fn read(path: &Path) -> Result<App, AppError> {
    let unreadable = |error| AppError::Unreadable { path: path.to_owned(), error };
    let form = |place: String, reason: String| AppError::Form { path: path.to_owned(), place, reason };
    let text = files::read_text(path, MAX_FILE).map_err(unreadable)?;
    if let Some(at) = too_deep(&text) {
        return Err(form(position(at, &text), format!("more than {MAX_BRACKETS} open brackets")));
    }
    let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let app: App = serde_yaml::from_str(&text).map_err(|error| {
        let place = error.location().map(|place| format!(":{}:{}", place.line(), place.column()));
        form(place.unwrap_or_default(), reason(&error))
    })?;
    if let Some(flaw) = flaws(&app).first() {
        let written = if flaw.written.is_empty() { String::new() } else { format!("`{}` ", flaw.written) };
        return Err(form(place(flaw, &text), format!("{}: {written}{}", flaw.key, flaw.reason)));
    }
    resolve(App { id, ..app }, knowledge().libraries()).map_err(|reason| {
        let line = text.lines().position(|line| line.trim_start().starts_with("library:"));
        form(line.map_or_else(String::new, |line| format!(":{}:1", line + 1)), reason)
    })
}

/// Where a flaw stands: at what is written from its key on, else at the key.
fn place(flaw: &Flaw, text: &str) -> String {
    let key = format!("{}:", flaw.key);
    let Some(start) = text.match_indices(&key).map(|(start, _)| start).find(|start| begins(&text[..*start])) else {
        return String::new();
    };
    let at = if flaw.written.is_empty() { 0 } else { text[start..].find(&flaw.written).unwrap_or(0) };
    position(start + at, text)
}

/// The position of a byte as `:line:column`.
fn position(at: usize, text: &str) -> String {
    let Position { line, column } =
        Source::new(String::new(), text.to_owned()).position(u32::try_from(at).unwrap_or(u32::MAX));
    format!(":{line}:{column}")
}

/// Where more brackets are open than may be. Brackets in texts count, too: their number is usually even.
fn too_deep(text: &str) -> Option<usize> {
    let mut open: usize = 0;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_BRACKETS
    })
}

/// Whether a key may begin behind this text.
fn begins(before: &str) -> bool {
    before.is_empty() || before.ends_with(['\n', ' ', '{'])
}

/// An error's text without the place, which stands before it.
fn reason(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    quoted::without_values(&match error.location() {
        Some(place) => text.replace(&format!(" at line {} column {}", place.line(), place.column()), ""),
        None => text,
    })
}
