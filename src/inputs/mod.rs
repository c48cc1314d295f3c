//! From paths to texts: files, folders and standard input.
//!
//! A folder is walked: hidden folders, excluded paths and what git ignores are left out, links are followed but never in circles, and of
//! the YAML files in it only those that look like Authelia's are kept. With `merge` a folder is read as Authelia reads
//! one: its own `*.yml` and `*.yaml` files, by name (`internal/configuration/sources.go`, v4.39.20).
//!
//! What cannot be read is an [`InputError`] that names the file; the other files are still read.

pub mod batch;
pub mod beside;
mod candidate;
mod error;
mod find;
mod gitignore;
mod names;
mod skipped;
mod surroundings;

use std::path::{Path, PathBuf};

use globset::GlobSet;

pub use candidate::{Candidate, Content, Input, MAX_FILE};
pub use error::{InputError, Reason};
pub use find::{FoundFiles, find};
pub use names::name;
pub use skipped::Skipped;
pub use surroundings::surroundings;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// The name of standard input, unless it is given another one.
pub const STDIN_NAME: &str = "<stdin>";

/// What to read.
#[derive(Debug)]
pub struct Request<'a> {
    /// Files, folders, or `-`.
    pub paths: &'a [PathBuf],
    /// What to leave out of folders, by path or by name.
    pub excludes: &'a GlobSet,
    /// What else to leave out of folders: patterns, and the folder that they are relative to.
    pub excludes_below: Option<(&'a Path, &'a GlobSet)>,
    /// Whether what git leaves out is left out of folders.
    pub gitignore: bool,
    /// The name of standard input.
    pub stdin: &'a str,
    /// Whether the inputs are one configuration.
    pub merge: bool,
    /// Which of the named files are read.
    pub named: Named,
}

/// Which of the named files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// All of them, whatever they are.
    Anything,
    /// All that are not recognisably something else, which is an error.
    NotOthers,
    /// Only those that may be Authelia's; the rest is skipped, as for a hook that is given every file.
    OnlyAuthelias,
}

/// What was read, and what could not be.
#[derive(Debug, Default)]
pub struct Collected {
    /// The texts, in the order of the paths, those of a folder by path.
    pub inputs: Vec<Input>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// The files that were skipped, and why.
    pub skipped: Vec<(String, Skipped)>,
}

/// Whether a file that an editor has open is checked: as one that is named beside many others.
#[must_use]
pub fn is_checked(path: &Path, text: &str) -> bool {
    candidate::skipped(path, Some(Named::OnlyAuthelias), text).is_none()
}

/// Reads all inputs. `progress` hears of each file that is found.
pub fn collect(request: &Request<'_>, progress: &mut dyn FnMut(&Path)) -> Collected {
    let FoundFiles { candidates, errors, skipped } = find(request, progress);
    let mut collected = Collected { errors, skipped, ..Collected::default() };
    for candidate in candidates {
        match candidate.read() {
            Ok(Content::Input(input)) => collected.inputs.push(input),
            Ok(Content::Skipped(_, Skipped::Unrelated)) => {}
            Ok(Content::Skipped(name, why)) => collected.skipped.push((name, why)),
            Err(error) => collected.errors.push(error),
        }
    }
    collected
}
