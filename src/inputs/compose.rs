//! The Compose files of the folders that are checked: services beside Authelia hold the settings of applications.

use std::fs;
use std::path::{Path, PathBuf};

use crate::text::decode;

use super::Input;
use super::candidate::read_regular;
use super::names;

/// The most Compose files that are read.
const MAX_FILES: usize = 64;

/// The Compose files in the folders among some paths, and in the folders directly below them, in the order of their names.
#[must_use]
pub fn compose_files(paths: &[PathBuf]) -> Vec<Input> {
    let folders = paths.iter().filter(|path| path.is_dir());
    let mut files: Vec<PathBuf> = folders
        .flat_map(|folder| {
            let below = entries(folder);
            let deeper: Vec<PathBuf> =
                below.iter().filter(|path| path.is_dir()).flat_map(|path| entries(path)).collect();
            below.into_iter().chain(deeper)
        })
        .filter(|path| is_compose(path))
        .collect();
    files.sort();
    files.dedup();
    files.truncate(MAX_FILES);
    let read = files.into_iter().filter_map(|path| {
        let decoded = decode(read_regular(&path)?);
        Some(Input { name: names::name(&path), decoded, piped: false })
    });
    read.collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// Whether Docker Compose reads a file of this name, perhaps beside others.
fn is_compose(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_yaml = path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml");
    is_yaml && (name.starts_with("compose") || name.starts_with("docker-compose"))
}
