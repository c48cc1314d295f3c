//! Looking for files: those that are named, and those in folders that are named.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use globset::GlobSet;
use walkdir::{DirEntry, WalkDir};

use crate::text::paths::{absolute, is_yaml};

use super::candidate::CandidatePlace;
use super::gitignore::Gitignore;
use super::{Candidate, InputError, Named, Reason, Request, STDIN, Skipped, names};

/// What was found before any of it is read.
#[derive(Debug, Default)]
pub struct FoundFiles {
    /// What is to be read, in the order of the paths, that of a folder by path.
    pub candidates: Vec<Candidate>,
    /// What cannot be.
    pub errors: Vec<InputError>,
    /// What is left out, and why.
    pub skipped: Vec<(String, Skipped)>,
}

/// Finds all that is to be read. `progress` hears of each file that is found.
pub fn find(request: &Request<'_>, progress: &mut dyn FnMut(&Path)) -> FoundFiles {
    let mut finder = Finder { request, progress, seen: HashSet::new(), found: FoundFiles::default() };
    for path in request.paths {
        finder.add(path);
    }
    finder.found
}

struct Finder<'a> {
    request: &'a Request<'a>,
    progress: &'a mut dyn FnMut(&Path),
    /// The files that were found, where the system gives them a number: a link leads to the same text again.
    seen: HashSet<(u64, u64)>,
    found: FoundFiles,
}

impl Finder<'_> {
    fn add(&mut self, path: &Path) {
        if path.as_os_str() == STDIN {
            let name = self.request.stdin.to_owned();
            return self.found.candidates.push(Candidate { name, length: 0, place: CandidatePlace::Stdin });
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() && self.request.merge => self.add_flat_folder(path),
            Ok(metadata) if metadata.is_dir() => self.add_folder(path),
            Ok(metadata) => self.add_file(path, &metadata, Some(self.request.named)),
            Err(error) => {
                self.found.errors.push(InputError { name: names::name(path), reason: error.into(), named: true });
            }
        }
    }

    /// A folder as Authelia reads one: no folders in it, by name.
    fn add_flat_folder(&mut self, folder: &Path) {
        let entries = fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>());
        let mut paths = match entries {
            Ok(paths) => paths,
            Err(error) => return self.fail(folder, error.into()),
        };
        paths.retain(|path| is_yaml(path) && !path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()));
        paths.sort();
        for path in paths {
            match fs::metadata(&path) {
                Ok(metadata) => self.add_file(&path, &metadata, Some(Named::Anything)),
                Err(error) => self.fail(&path, error.into()),
            }
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let request = self.request;
        let mut gitignore = request.gitignore.then(|| Gitignore::of(absolute(folder)));
        let mut ignored = Vec::new();
        let mut is_ignored = |entry: &DirEntry| {
            let (path, is_folder) = (entry.path(), entry.file_type().is_dir());
            let is_ignored = gitignore.as_mut().is_some_and(|lists| lists.ignores(&absolute(path), is_folder));
            if is_ignored && (is_folder || names::is_read(path)) {
                ignored.push((names::name(path), Skipped::Gitignored));
            }
            is_ignored
        };
        let is_wanted = |entry: &DirEntry| entry.depth() == 0 || (is_wanted(entry, request) && !is_ignored(entry));
        for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_wanted) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() || !names::is_read(entry.path()) => {}
                Ok(entry) => match entry.metadata() {
                    Ok(metadata) => self.add_file(entry.path(), &metadata, None),
                    Err(error) => self.fail_walk(folder, error),
                },
                Err(error) => self.fail_walk(folder, error),
            }
        }
        self.found.skipped.extend(ignored);
    }

    /// A loop of links is not an error, it is just not followed; nor is a broken link that an editor left behind.
    fn fail_walk(&mut self, folder: &Path, error: walkdir::Error) {
        let path = error.path().unwrap_or(folder).to_owned();
        let is_loop = error.loop_ancestor().is_some();
        let concerns = path == folder || path.is_dir() || names::is_read(&path) && !names::is_hidden(&path);
        if let Some(error) = error.into_io_error().filter(|_| !is_loop && concerns) {
            self.fail(&path, error.into());
        }
    }

    fn add_file(&mut self, path: &Path, metadata: &Metadata, named: Option<Named>) {
        (self.progress)(path);
        if !self.request.merge && identity(metadata).is_some_and(|identity| !self.seen.insert(identity)) {
            return;
        }
        let place = CandidatePlace::File { path: path.to_owned(), is_file: metadata.is_file(), named };
        self.found.candidates.push(Candidate { name: names::name(path), length: metadata.len(), place });
    }

    fn fail(&mut self, path: &Path, reason: Reason) {
        self.found.errors.push(InputError { name: names::name(path), reason, named: false });
    }
}

/// Whether the walk goes on here: not into hidden folders, nor where the operator said no.
fn is_wanted(entry: &DirEntry, request: &Request<'_>) -> bool {
    let path = entry.path();
    let path = path.strip_prefix(".").unwrap_or(path);
    let matches = |globs: &GlobSet, path: &Path| globs.is_match(path) || globs.is_match(Path::new(entry.file_name()));
    let below = request
        .excludes_below
        .is_some_and(|(folder, globs)| absolute(path).strip_prefix(folder).is_ok_and(|path| matches(globs, path)));
    let left_out = below || matches(request.excludes, path);
    let hidden_folder = entry.file_type().is_dir() && names::is_hidden(path);
    !left_out && !hidden_folder
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "other systems have no such number")]
fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<(u64, u64)> {
    None
}
