//! What the program is called with: files of the project, files of a folder of their own, and texts that are in no file.

use std::fs;
use std::path::{Path, PathBuf};

use authelia_lint::lint::Finding;
use authelia_lint::text::Sources;
use tempfile::TempDir;
use walkdir::WalkDir;

/// A file or folder of the project.
pub(crate) fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the project.
pub(crate) fn project_text(path: &str) -> String {
    fs::read_to_string(in_project(path)).unwrap()
}

/// All files `*.yml` in a folder, in order.
pub(crate) fn yaml_in(folder: &Path) -> Vec<PathBuf> {
    yaml(WalkDir::new(folder).max_depth(1))
}

/// The same, and in the folders below it.
pub(crate) fn yaml_below(folder: &Path) -> Vec<PathBuf> {
    yaml(WalkDir::new(folder))
}

fn yaml(walk: WalkDir) -> Vec<PathBuf> {
    walk.sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yml"))
        .collect()
}

/// A folder with these files, each with its text.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A text as if it stood in a file of this name.
pub(crate) fn source(name: &str, text: impl Into<String>) -> Sources {
    let mut sources = Sources::default();
    sources.add(name.to_owned(), text.into());
    sources
}

/// The rule that found something; no policy of the operator's own did.
pub(crate) fn rule(finding: &Finding) -> &'static str {
    authelia_lint::rules::find(&finding.rule).unwrap().id
}
