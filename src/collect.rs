//! From paths to texts: files, folders and standard input.
//!
//! A folder is walked: hidden folders and excluded paths are left out, links are followed but never in circles, and of
//! the YAML files in it only those that look like Authelia's are kept. With `merge` a folder is read as Authelia reads
//! one: its own `*.yml` and `*.yaml` files, by name (`internal/configuration/sources.go`, v4.39.20).
//!
//! What cannot be read is an [`InputError`] that names the file; the other files are still read.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use globset::GlobSet;
use walkdir::{DirEntry, WalkDir};

use crate::document::{self, Decoded};
use crate::recognition;
use crate::settings::discover::absolute;

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// Room for a file of a usual length, in bytes.
const TYPICAL: usize = 16 * 1024;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// What to read.
#[derive(Debug)]
pub struct Request<'a> {
    /// Files, folders, or `-`.
    pub paths: &'a [PathBuf],
    /// What to leave out of folders, by path or by name.
    pub excludes: &'a GlobSet,
    /// What else to leave out of folders: patterns, and the folder that they are relative to.
    pub excludes_below: Option<(&'a Path, &'a GlobSet)>,
    /// Whether the inputs are one configuration.
    pub merge: bool,
    /// Whether files that do not look like Authelia's are left out even where they are named.
    pub only_authelia: bool,
}

/// A text that was read.
pub struct Input {
    /// The path as a person would write it, or `<stdin>`.
    pub name: String,
    /// The text.
    pub decoded: Decoded,
}

/// The text may hold secrets.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Input({}, {} bytes)", self.name, self.decoded.text.len())
    }
}

/// What was read, and what could not be.
#[derive(Debug, Default)]
pub struct Collected {
    /// The texts, in the order of the paths, those of a folder by path.
    pub inputs: Vec<Input>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// How many YAML files were left out because they do not look like Authelia's.
    pub strangers: usize,
}

/// An input that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct InputError {
    /// The path.
    pub name: String,
    /// Why.
    pub reason: Reason,
}

/// Why an input cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// It does not exist.
    #[error("no such file or folder")]
    Missing,
    /// It may not be read.
    #[error("permission denied")]
    Permission,
    /// It is larger than [`LARGEST`].
    #[error("larger than 16 MiB, which no configuration is")]
    TooLarge,
    /// It is a pipe, a socket or a device, which might never end.
    #[error("neither a file nor a folder; `-` reads standard input")]
    Special,
    /// The system says no.
    #[error("{0}")]
    System(io::Error),
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Permission,
            _ => Self::System(error),
        }
    }
}

/// Something that is to be read.
#[derive(Debug)]
pub struct Candidate {
    /// The path; that of standard input is [`STDIN`].
    path: PathBuf,
    /// Whether it is a file; a pipe or a device might never end.
    is_file: bool,
    /// In bytes.
    length: u64,
    /// Whether it is left out where it does not look like Authelia's.
    only_authelia: bool,
}

impl Candidate {
    /// Reads it; nothing where it is left out.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(&self) -> Result<Option<Input>, InputError> {
        let (name, read) = if self.is_stdin() {
            ("<stdin>".to_owned(), read_bytes(io::stdin().lock()).map(|bytes| Some(document::decode(bytes))))
        } else {
            (name(&self.path), self.read_file())
        };
        match read {
            Ok(decoded) => Ok(decoded.map(|decoded| Input { name, decoded })),
            Err(reason) => Err(InputError { name, reason }),
        }
    }

    /// The path as a person would write it, or `<stdin>`.
    #[must_use]
    pub fn name(&self) -> String {
        if self.is_stdin() { "<stdin>".to_owned() } else { name(&self.path) }
    }

    /// How many bytes it has, where that is known before it is read.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    fn is_stdin(&self) -> bool {
        self.path.as_os_str() == STDIN
    }

    /// The text of a file; nothing where only Authelia's files are wanted and it does not look like one.
    fn read_file(&self) -> Result<Option<Decoded>, Reason> {
        if !self.is_file {
            return Err(Reason::Special);
        }
        let file = File::open(&self.path)?;
        if self.length > LARGEST {
            let stranger = self.only_authelia && !starts_like_authelia(&file)?;
            return if stranger { Ok(None) } else { Err(Reason::TooLarge) };
        }
        let decoded = document::decode(read_bytes(file)?);
        Ok((!self.only_authelia || recognition::looks_like_authelia(&decoded.text)).then_some(decoded))
    }
}

/// What was found before any of it is read.
#[derive(Debug, Default)]
pub struct Found {
    /// What is to be read, in the order of the paths, that of a folder by path.
    pub candidates: Vec<Candidate>,
    /// What cannot be.
    pub errors: Vec<InputError>,
}

/// Finds all that is to be read. `progress` hears of each file that is found.
pub fn find(request: &Request<'_>, progress: &mut dyn FnMut(&Path)) -> Found {
    let mut finder = Finder { request, progress, seen: HashSet::new(), found: Found::default() };
    for path in request.paths {
        finder.add(path);
    }
    finder.found
}

/// Reads all inputs. `progress` hears of each file that is found.
pub fn collect(request: &Request<'_>, progress: &mut dyn FnMut(&Path)) -> Collected {
    let Found { candidates, errors } = find(request, progress);
    let mut collected = Collected { errors, ..Collected::default() };
    for candidate in candidates {
        match candidate.read() {
            Ok(Some(input)) => collected.inputs.push(input),
            Ok(None) => collected.strangers += 1,
            Err(error) => collected.errors.push(error),
        }
    }
    collected
}

struct Finder<'a> {
    request: &'a Request<'a>,
    progress: &'a mut dyn FnMut(&Path),
    /// The files that were found, where the system gives them a number: a link leads to the same text again.
    seen: HashSet<(u64, u64)>,
    found: Found,
}

impl Finder<'_> {
    fn add(&mut self, path: &Path) {
        if path.as_os_str() == STDIN {
            let path = path.to_owned();
            return self.found.candidates.push(Candidate { path, is_file: false, length: 0, only_authelia: false });
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() && self.request.merge => self.add_flat_folder(path),
            Ok(metadata) if metadata.is_dir() => self.add_folder(path),
            Ok(metadata) => self.add_file(path, &metadata, self.request.only_authelia),
            Err(error) => self.fail(path, error.into()),
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
                Ok(metadata) => self.add_file(&path, &metadata, false),
                Err(error) => self.fail(&path, error.into()),
            }
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let request = self.request;
        let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| is_wanted(entry, request)) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() || !is_yaml(entry.path()) => {}
                Ok(entry) => match entry.metadata() {
                    Ok(metadata) => self.add_file(entry.path(), &metadata, true),
                    Err(error) => self.fail_walk(folder, error),
                },
                Err(error) => self.fail_walk(folder, error),
            }
        }
    }

    /// A loop of links is no error, it is just not followed; nor is a broken link that an editor left behind.
    fn fail_walk(&mut self, folder: &Path, error: walkdir::Error) {
        let path = error.path().unwrap_or(folder).to_owned();
        let is_loop = error.loop_ancestor().is_some();
        let concerns = path == folder || path.is_dir() || is_yaml(&path) && !is_hidden(&path);
        if let Some(error) = error.into_io_error().filter(|_| !is_loop && concerns) {
            self.fail(&path, error.into());
        }
    }

    fn add_file(&mut self, path: &Path, metadata: &Metadata, only_authelia: bool) {
        (self.progress)(path);
        if !self.request.merge && identity(metadata).is_some_and(|identity| !self.seen.insert(identity)) {
            return;
        }
        let (path, is_file, length) = (path.to_owned(), metadata.is_file(), metadata.len());
        self.found.candidates.push(Candidate { path, is_file, length, only_authelia });
    }

    fn fail(&mut self, path: &Path, reason: Reason) {
        self.found.errors.push(InputError { name: name(path), reason });
    }
}

/// Whether the walk goes on here: not into hidden folders, nor where the operator said no.
fn is_wanted(entry: &DirEntry, request: &Request<'_>) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let path = entry.path();
    let path = path.strip_prefix(".").unwrap_or(path);
    let matches = |globs: &GlobSet, path: &Path| globs.is_match(path) || globs.is_match(Path::new(entry.file_name()));
    let below = request
        .excludes_below
        .is_some_and(|(folder, globs)| absolute(path).strip_prefix(folder).is_ok_and(|path| matches(globs, path)));
    let left_out = below || matches(request.excludes, path);
    let hidden_folder = entry.file_type().is_dir() && is_hidden(path);
    !left_out && !hidden_folder
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml")
}

/// The path as a person would write it: from the current folder on, where it lies in it. Services that show findings
/// beside the text want it so, too.
fn name(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let inside = path.strip_prefix(".").or_else(|_| path.strip_prefix(here)).ok();
    inside.filter(|path| !path.as_os_str().is_empty()).unwrap_or(path).display().to_string()
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

/// Whether the first bytes of a file that is too large look like Authelia's.
fn starts_like_authelia(file: &File) -> Result<bool, Reason> {
    const FIRST: u64 = 64 * 1024;
    let mut bytes = Vec::new();
    file.take(FIRST).read_to_end(&mut bytes)?;
    Ok(recognition::looks_like_authelia(&String::from_utf8_lossy(&bytes)))
}

fn read_bytes(input: impl Read) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::with_capacity(TYPICAL);
    input.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(Reason::TooLarge) } else { Ok(bytes) }
}
