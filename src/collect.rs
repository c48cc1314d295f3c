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

/// Why a file was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// It is something else.
    Other(&'static str),
    /// It does not look like Authelia's, but has a key that Authelia has too, or nearly.
    Sign(&'static str),
    /// It names options of Authelia, but its templates do not let it be parsed.
    Unparsed,
    /// It has no sign of Authelia.
    Stranger,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(kind) => f.write_str(kind),
            Self::Sign(key) => write!(f, "only `{key}` is an Authelia option"),
            Self::Unparsed => f.write_str("it cannot be read as YAML as long as it is a template"),
            Self::Stranger => f.write_str("no Authelia option"),
        }
    }
}

/// A file: its text, or why it was skipped.
#[derive(Debug)]
pub enum Content {
    /// It is to be checked.
    Input(Input),
    /// It was skipped.
    Skipped(String, Skipped),
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
    /// The YAML files that were skipped, and why.
    pub skipped: Vec<(String, Skipped)>,
}

/// An input that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct InputError {
    /// The path.
    pub name: String,
    /// Why.
    pub reason: Reason,
    /// Whether the path was named rather than found.
    pub named: bool,
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
    /// It is a file of another program.
    #[error("this is {0}, not Authelia configuration")]
    Other(&'static str),
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
    /// If it was named, which of the named files are read.
    named: Option<Named>,
}

impl Candidate {
    /// Reads it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(&self) -> Result<Content, InputError> {
        let (name, read) = if self.is_stdin() {
            ("<stdin>".to_owned(), read_bytes(io::stdin().lock()).map(|bytes| Ok(document::decode(bytes))))
        } else {
            (name(&self.path), self.read_file())
        };
        match read {
            Ok(Ok(decoded)) => Ok(Content::Input(Input { name, decoded })),
            Ok(Err(skipped)) => Ok(Content::Skipped(name, skipped)),
            Err(reason) => Err(InputError { name, reason, named: self.named.is_some() }),
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

    /// The text of a file, or why it is skipped.
    fn read_file(&self) -> Result<Result<Decoded, Skipped>, Reason> {
        if !self.is_file {
            return Err(Reason::Special);
        }
        let file = File::open(&self.path)?;
        if self.length > LARGEST {
            let is_found = matches!(self.named, None | Some(Named::OnlyAuthelias));
            let stranger = is_found && !starts_like_authelia(&file)?;
            return if stranger { Ok(Err(Skipped::Stranger)) } else { Err(Reason::TooLarge) };
        }
        let decoded = document::decode(read_bytes(file)?);
        match self.skipped(&decoded.text) {
            Some(Skipped::Other(kind)) if self.named == Some(Named::NotOthers) => Err(Reason::Other(kind)),
            Some(skipped) => Ok(Err(skipped)),
            None => Ok(Ok(decoded)),
        }
    }

    /// Why the file with this text is not to be checked. Returns `None` if it is.
    fn skipped(&self, text: &str) -> Option<Skipped> {
        if is_nix(&self.path) {
            let is_checked = self.named == Some(Named::Anything) || recognition::may_hold_authelia_in_nix(text);
            return (!is_checked).then_some(Skipped::Other("a Nix file without Authelia settings"));
        }
        if self.named == Some(Named::Anything) || recognition::looks_like_authelia(text) {
            return None;
        }
        if let Some(kind) = recognition::other_kind(text) {
            return Some(Skipped::Other(kind));
        }
        if self.named == Some(Named::NotOthers) || is_configuration(&self.path) {
            return None;
        }
        let sign = recognition::sign_of_authelia(text);
        let is_meant = match self.named {
            Some(_) => recognition::may_be_authelia(text) || is_in_its_folder(&self.path),
            None => is_in_its_folder(&self.path),
        };
        match sign {
            Some(_) if is_meant => None,
            Some(key) => Some(Skipped::Sign(key)),
            None => Some(Skipped::Stranger),
        }
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
            Ok(Content::Input(input)) => collected.inputs.push(input),
            Ok(Content::Skipped(name, why)) => collected.skipped.push((name, why)),
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
            return self.found.candidates.push(Candidate {
                path,
                is_file: false,
                length: 0,
                named: Some(Named::Anything),
            });
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() && self.request.merge => self.add_flat_folder(path),
            Ok(metadata) if metadata.is_dir() => self.add_folder(path),
            Ok(metadata) => self.add_file(path, &metadata, Some(self.request.named)),
            Err(error) => self.found.errors.push(InputError { name: name(path), reason: error.into(), named: true }),
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
        paths.retain(|path| {
            is_read_by_authelia(path) && !path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
        });
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
        let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| is_wanted(entry, request)) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() || !is_read(entry.path()) => {}
                Ok(entry) => match entry.metadata() {
                    Ok(metadata) => self.add_file(entry.path(), &metadata, None),
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
        let concerns = path == folder || path.is_dir() || is_read(&path) && !is_hidden(&path);
        if let Some(error) = error.into_io_error().filter(|_| !is_loop && concerns) {
            self.fail(&path, error.into());
        }
    }

    fn add_file(&mut self, path: &Path, metadata: &Metadata, named: Option<Named>) {
        (self.progress)(path);
        if !self.request.merge && identity(metadata).is_some_and(|identity| !self.seen.insert(identity)) {
            return;
        }
        let (path, is_file, length) = (path.to_owned(), metadata.is_file(), metadata.len());
        self.found.candidates.push(Candidate { path, is_file, length, named });
    }

    fn fail(&mut self, path: &Path, reason: Reason) {
        self.found.errors.push(InputError { name: name(path), reason, named: false });
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

/// Whether Authelia reads a file of this name from a folder.
fn is_read_by_authelia(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml")
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Whether a file in a folder may hold a configuration, by its name.
fn is_read(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    ENDINGS.iter().any(|ending| name.ends_with(ending.as_bytes()))
}

fn is_nix(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "nix")
}

/// Whether a file has the usual name of Authelia's configuration.
fn is_configuration(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    name.starts_with(b"configuration.yml") || name.starts_with(b"configuration.yaml")
}

/// Whether a file is below a folder that is named after Authelia.
fn is_in_its_folder(path: &Path) -> bool {
    path.parent().is_some_and(|folder| folder.components().any(|part| part.as_os_str() == "authelia"))
}

/// The endings of YAML files, of templates of them, and of Nix files.
const ENDINGS: [&str; 10] =
    [".yml", ".yaml", ".yml.j2", ".yaml.j2", ".yml.tmpl", ".yaml.tmpl", ".yml.gotmpl", ".yaml.gotmpl", ".tpl", ".nix"];

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
