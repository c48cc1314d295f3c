//! Where the settings file of a checked file is: in its folder, or in the nearest folder around it.

use std::path::{Path, PathBuf};

use crate::text::paths::absolute;

/// The name of a settings file.
pub const NAME: &str = "authelia-lint.toml";

/// The nearest settings file around a file or folder.
#[must_use]
pub fn nearest(path: &Path) -> Option<PathBuf> {
    let path = absolute(path);
    let start = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
    start?.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
}
