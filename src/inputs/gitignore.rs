//! What git leaves out: the `.gitignore` of each folder from the root of the repository on, the repository's own
//! `.git/info/exclude`, and the user's list for all repositories (gitignore(5)).
//!
//! Where there is no repository, the lists below the folder that is walked count.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore as List, GitignoreBuilder};

use crate::text::files;

/// So much of a list is read, in bytes: a file that was found is not trusted to end.
const MAX_LENGTH: u64 = 1024 * 1024;

/// The lists that hold in a folder that is walked.
#[derive(Debug)]
pub(super) struct Gitignore {
    /// The folder up to which lists count where there is no repository.
    top: Option<PathBuf>,
    by_folder: HashMap<PathBuf, Lists>,
    global: List,
}

/// The lists in one folder.
#[derive(Debug)]
struct Lists {
    list: List,
    /// What the repository leaves out besides, if this is its root.
    repository: Option<List>,
}

impl Gitignore {
    /// The lists that hold in a folder, of which the path is given from the root of the file system.
    pub(super) fn of(walked: PathBuf) -> Self {
        let in_repository = walked.ancestors().any(is_repository);
        Self { top: (!in_repository).then_some(walked), by_folder: HashMap::new(), global: List::global().0 }
    }

    /// Whether git leaves out a file or folder, of which the path is given from the root of the file system.
    pub(super) fn ignores(&mut self, path: &Path, is_folder: bool) -> bool {
        for folder in path.ancestors().skip(1) {
            let lists = self.by_folder.entry(folder.to_owned()).or_insert_with(|| Lists::read(folder));
            let decided = lists.list.matched(path, is_folder);
            let decided =
                decided.or(lists.repository.as_ref().map_or(Match::None, |list| list.matched(path, is_folder)));
            if !decided.is_none() {
                return decided.is_ignore();
            }
            if lists.repository.is_some() || self.top.as_deref() == Some(folder) {
                break;
            }
        }
        self.global.matched(path, is_folder).is_ignore()
    }
}

impl Lists {
    fn read(folder: &Path) -> Self {
        let repository = is_repository(folder).then(|| list(folder, &folder.join(".git/info/exclude")));
        Self { list: list(folder, &folder.join(".gitignore")), repository }
    }
}

/// Whether a folder is the root of a repository, or of a work tree of one.
fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// The patterns in a file, relative to a folder. None where it cannot be read; a pattern that git would not understand
/// leaves nothing out.
fn list(folder: &Path, file: &Path) -> List {
    let mut patterns = GitignoreBuilder::new(folder);
    for line in read(file).unwrap_or_default().lines() {
        let _ = patterns.add_line(None, line);
    }
    patterns.build().unwrap_or_else(|_| List::empty())
}

fn read(file: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    files::open(file).ok()?.take(MAX_LENGTH).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
