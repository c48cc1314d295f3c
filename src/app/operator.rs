//! An operator's own applications: files of the same form as those in `rules/apps`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::{Position, Source};

use super::flaws::{Flaw, flaws};
use super::knowledge::knowledge;
use super::model::App;
use super::resolve::resolve;

/// The most bytes that a file may have.
const MAX_FILE: u64 = 1 << 20;

/// Why an operator's applications cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A folder or a file cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        error: io::Error,
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

/// Reads the applications of a folder, in the order of their ids.
///
/// # Errors
/// Where the folder or one of its files cannot be read, or is not of the form.
pub fn read_folder(folder: &Path) -> Result<Vec<App>, AppError> {
    let unreadable = |error| AppError::Unreadable { path: folder.to_owned(), error };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(AppError::Empty(folder.to_owned()));
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<App, AppError> {
    let unreadable = |error| AppError::Unreadable { path: path.to_owned(), error };
    let form = |place: String, reason: String| AppError::Form { path: path.to_owned(), place, reason };
    if fs::metadata(path).map_err(unreadable)?.len() > MAX_FILE {
        return Err(form(String::new(), format!("it has more than {MAX_FILE} bytes")));
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
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
    let Position { line, column } =
        Source::new(String::new(), text.to_owned()).position(u32::try_from(start + at).unwrap_or(u32::MAX));
    format!(":{line}:{column}")
}

/// Whether a key may begin behind this text.
fn begins(before: &str) -> bool {
    before.is_empty() || before.ends_with(['\n', ' ', '{'])
}

/// An error's text without the place, which stands before it.
fn reason(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    match error.location() {
        Some(place) => text.replace(&format!(" at line {} column {}", place.line(), place.column()), ""),
        None => text,
    }
}
