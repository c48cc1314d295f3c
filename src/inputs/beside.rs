//! What is read together with a file although nobody names it: the users database of a configuration, and what an nginx
//! configuration includes. Both have other folders in the container than on the host.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use globset::GlobSet;

use crate::embedded::detect::{self, ForeignFormat};
use crate::text::{Source, SourceId, decode};

use super::candidate::read_regular;
use super::names;

/// The option whose section names the users database.
const SECTION: &str = "authentication_backend";

/// The most users databases that are looked at for one configuration.
const MAX_NAMED: usize = 16;

/// The most sources beside another one.
pub const MAX_SOURCES: u32 = 16;

/// What is read together with a file.
#[derive(Debug, Default)]
pub struct Beside {
    /// The users database that a configuration names.
    pub users_database: Option<Source>,
    /// The files that an nginx configuration includes.
    pub included: Vec<Source>,
}

impl Beside {
    /// All of it, at most [`MAX_SOURCES`].
    pub fn into_sources(self) -> impl Iterator<Item = Source> {
        self.users_database.into_iter().chain(self.included).take(MAX_SOURCES as usize)
    }
}

/// What is read together with a file, without what is excluded.
#[must_use]
pub fn sources(source: &Source, id: SourceId, excludes: &GlobSet) -> Beside {
    if source.piped || source.variables || source.beside.is_some() {
        return Beside::default();
    }
    let folder = Path::new(&source.name).parent().unwrap_or(Path::new(""));
    let read = |path: PathBuf| {
        let is_excluded = excludes.is_match(&path) || path.file_name().is_some_and(|name| excludes.is_match(name));
        let text = decode(read_regular(&path).filter(|_| !is_excluded)?);
        let mut beside = Source::new(names::name(&path), text);
        beside.beside = Some(id);
        (beside.name != source.name).then_some(beside)
    };
    if detect::form(&source.name, &source.text) == Some(ForeignFormat::Nginx) {
        let included = included_files(&source.text).filter_map(|name| places(folder, name).into_iter().find_map(read));
        return Beside { included: included.take(MAX_SOURCES as usize).collect(), ..Beside::default() };
    }
    if !source.text.contains(SECTION) {
        return Beside::default();
    }
    let is_database =
        |source: &Source| detect::is_users_database(&source.text) || names::is_users_database(Path::new(&source.name));
    let mut seen = HashSet::new();
    let named = named_files(&source.text).filter(|name| seen.insert(*name)).take(MAX_NAMED);
    let named = named.filter_map(|name| read(folder.join(name)));
    Beside { users_database: named.into_iter().find(is_database), ..Beside::default() }
}

/// The YAML files that the options called `path` in a text name, without their folders.
fn named_files(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("path:").filter_map(|(at, key)| {
        let line = text[at + key.len()..].lines().next()?;
        let value = line.trim().trim_start_matches(['\'', '"']).split(['\'', '"', '}', ',', ' ']).next()?;
        let name = value.rsplit(['/', '\\']).next()?;
        [".yml", ".yaml"].iter().any(|ending| name.ends_with(ending)).then_some(name)
    })
}

/// The files that nginx includes, without their folders. Patterns are left out.
fn included_files(text: &str) -> impl Iterator<Item = &str> {
    let paths = text.lines().filter_map(|line| line.trim().strip_prefix("include")?.trim().split(';').next());
    let names = paths.filter_map(|path| path.trim_matches(['"', '\'']).rsplit('/').next());
    names.filter(|name| !name.is_empty() && !name.contains(['*', '$', ' ']))
}

/// Where an included file may be on the host.
fn places(folder: &Path, name: &str) -> [PathBuf; 4] {
    let around = folder.join("..");
    [folder.join(name), folder.join("snippets").join(name), around.join("snippets").join(name), around.join(name)]
}

/// Where the file of a source is, to tell whether two sources are the same file.
#[must_use]
pub fn location(name: &str) -> PathBuf {
    let path = Path::new(name);
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
