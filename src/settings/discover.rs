//! Finds the settings file of a checked file: in its folder, or in the nearest parent folder.

use std::path::{Path, PathBuf};

use crate::text::paths::absolute;

/// The file name of a settings file.
pub const NAME: &str = "authelia-lint.toml";

/// The settings file that is nearest to a file or folder. Returns `None` if there is none.
#[must_use]
pub fn nearest(path: &Path) -> Option<PathBuf> {
    let path = absolute(path);
    let start = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
    start?.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
}
