//! Where the settings file of a checked file is: in its folder, or in the nearest folder around it.

use std::path::{Component, Path, PathBuf};

/// The name of a settings file.
pub const NAME: &str = "authelia-lint.toml";

/// The nearest settings file around a file or folder.
#[must_use]
pub fn nearest(path: &Path) -> Option<PathBuf> {
    let path = absolute(path);
    let start = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
    start?.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())
}

/// The way from a folder to a path, `..` where it leads out of the folder. Both are from the root.
#[must_use]
pub fn relative(path: &Path, folder: &Path) -> PathBuf {
    let common = path.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
}

/// A path from the root, without `.` and `..`; links are not followed.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            clean.pop();
        } else {
            clean.push(part);
        }
    }
    clean
}
