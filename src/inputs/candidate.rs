//! A file that was found, or standard input: what comes of it when it is read.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::embedded::{detect, may_ask_authelia};
use crate::text::paths::is_nix;
use crate::text::{Decoded, Source, decode, files};

use super::{InputError, Named, Reason, Skipped, names};

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 16 * 1024 * 1024;

/// Room for a file of a usual length, in bytes.
const TYPICAL_FILE: usize = 16 * 1024;

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
    /// The path as a person would write it, or the name of standard input.
    pub name: String,
    /// The text.
    pub decoded: Decoded,
    /// Whether it came from standard input.
    pub piped: bool,
}

impl Input {
    /// As one of the texts of a run.
    #[must_use]
    pub fn into_source(self) -> Source {
        let mut source = Source::new(self.name, self.decoded);
        source.piped = self.piped;
        source
    }
}

/// The text may hold secrets.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Input({}, {} bytes)", self.name, self.decoded.text.len())
    }
}

/// Something that is to be read.
#[derive(Debug)]
pub struct Candidate {
    /// The path as a person would write it, or the name of standard input.
    pub name: String,
    /// In bytes; 0 where that is not known before it is read.
    pub length: u64,
    pub(super) place: CandidatePlace,
}

/// Where a text comes from.
#[derive(Debug)]
pub(super) enum CandidatePlace {
    Stdin,
    File {
        path: PathBuf,
        /// Whether it is a file; a pipe or a device might never end.
        is_file: bool,
        /// If it was named, which of the named files are read.
        named: Option<Named>,
    },
}

impl Candidate {
    /// Reads it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(&self) -> Result<Content, InputError> {
        let name = self.name.clone();
        let (read, named) = match &self.place {
            CandidatePlace::Stdin => (read_bytes(io::stdin().lock()).map(|bytes| Ok(decode(bytes))), true),
            CandidatePlace::File { path, is_file, named } => (self.read_file(path, *is_file, *named), named.is_some()),
        };
        match read {
            Ok(Ok(decoded)) => {
                let piped = matches!(self.place, CandidatePlace::Stdin);
                Ok(Content::Input(Input { name, decoded, piped }))
            }
            Ok(Err(skipped)) => Ok(Content::Skipped(name, skipped)),
            Err(reason) => Err(InputError { name, reason, named }),
        }
    }

    /// The text of a file, or why it is skipped.
    fn read_file(&self, path: &Path, is_file: bool, named: Option<Named>) -> Result<Result<Decoded, Skipped>, Reason> {
        if !is_file {
            return Err(Reason::Special);
        }
        if self.length > MAX_FILE {
            let is_found = matches!(named, None | Some(Named::OnlyAuthelias));
            let stranger = is_found && !starts_like_authelia(&files::open(path)?)?;
            return if stranger { Ok(Err(Skipped::Stranger)) } else { Err(Reason::TooLarge) };
        }
        let decoded = decode(files::read(path, MAX_FILE)?);
        match skipped(path, named, &decoded.text) {
            Some(Skipped::Other(kind)) if named == Some(Named::NotOthers) => Err(Reason::Other(kind)),
            Some(skipped) => Ok(Err(skipped)),
            None => Ok(Ok(decoded)),
        }
    }
}

/// Why the file with this text is not to be checked. Returns `None` if it is.
pub(super) fn skipped(path: &Path, named: Option<Named>, text: &str) -> Option<Skipped> {
    if is_nix(path) {
        let is_checked = named == Some(Named::Anything) || detect::may_hold_authelia_in_nix(text);
        return (!is_checked).then_some(Skipped::Other("a Nix file without Authelia settings"));
    }
    if named.is_none() && names::is_of_proxy(path) {
        return (!may_ask_authelia(text)).then_some(Skipped::Unrelated);
    }
    if named == Some(Named::Anything) || detect::looks_like_authelia(text) {
        return None;
    }
    if names::is_users_database(path) && detect::is_users_database(text) || may_ask_authelia(text) {
        return None;
    }
    if let Some(kind) = detect::other_kind(text) {
        return Some(Skipped::Other(kind));
    }
    if named == Some(Named::NotOthers) || names::is_configuration(path) {
        return None;
    }
    let sign = detect::sign_of_authelia(text);
    let is_meant = match named {
        Some(_) => detect::may_be_authelia(text) || names::is_in_its_folder(path),
        None => names::is_in_its_folder(path),
    };
    match sign {
        Some(_) if is_meant => None,
        Some(key) => Some(Skipped::Sign(key)),
        None => Some(Skipped::Stranger),
    }
}

/// Whether the first bytes of a file that is too large look like Authelia's.
fn starts_like_authelia(file: &File) -> Result<bool, Reason> {
    const FIRST: u64 = 64 * 1024;
    let mut bytes = Vec::new();
    file.take(FIRST).read_to_end(&mut bytes)?;
    Ok(detect::looks_like_authelia(&String::from_utf8_lossy(&bytes)))
}

/// The bytes of a file. Returns `None` if it is not a regular file, too large, or cannot be read.
pub(super) fn read_regular(path: &Path) -> Option<Vec<u8>> {
    files::read(path, MAX_FILE).ok()
}

fn read_bytes(input: impl Read) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::with_capacity(TYPICAL_FILE);
    input.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE { Err(Reason::TooLarge) } else { Ok(bytes) }
}
