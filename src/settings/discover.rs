//! Finds the settings files of a checked file: in its folder, and in its parent folders.

use std::path::{Path, PathBuf};

use crate::text::paths::absolute;

/// The file name of a settings file.
pub const NAME: &str = "authelia-lint.toml";

/// The settings file that is nearest to a file or folder. Returns `None` if there is none.
#[must_use]
pub fn nearest(path: &Path) -> Option<PathBuf> {
    let path = absolute(path);
    let start = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
    in_folders(start?).next()
}

/// The settings files in the parent folders of the folder of a settings file, the nearest first.
pub fn around(settings: &Path) -> Vec<PathBuf> {
    let parent = settings.parent().and_then(Path::parent);
    parent.into_iter().flat_map(in_folders).collect()
}

/// The settings files in a folder and its parent folders, the nearest first.
fn in_folders(start: &Path) -> impl Iterator<Item = PathBuf> {
    start.ancestors().map(|folder| folder.join(NAME)).filter(|file| file.is_file())
}
