//! The users database beside a configuration: the file that `authentication_backend.file.path` names, which has another
//! folder in the container than on the host.

use std::path::{Path, PathBuf};

use globset::GlobSet;

use crate::embedded::detect;
use crate::text::{Source, SourceId, decode};

use super::candidate::read_regular;
use super::names;

/// The option whose section names the users database.
const SECTION: &str = "authentication_backend";

/// The users database beside the configuration in a file. Returns `None` if there is none, or if it is excluded.
#[must_use]
pub fn users_database(configuration: &Source, id: SourceId, excludes: &GlobSet) -> Option<Source> {
    if configuration.piped || configuration.variables || !configuration.text.contains(SECTION) {
        return None;
    }
    let path = Path::new(&configuration.name);
    let others = named_files(&configuration.text).filter(|name| path.file_name().is_none_or(|own| own != *name));
    others.map(|name| path.with_file_name(name)).find_map(|path| {
        let is_excluded = excludes.is_match(&path) || path.file_name().is_some_and(|name| excludes.is_match(name));
        let text = decode(read_regular(&path).filter(|_| !is_excluded)?);
        let is_database = detect::is_users_database(&text.text) || names::is_users_database(&path);
        let mut source = Source::new(names::name(&path), text);
        source.beside = Some(id);
        is_database.then_some(source)
    })
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

/// Where the file of a source is, to tell whether two sources are the same file.
#[must_use]
pub fn location(name: &str) -> PathBuf {
    let path = Path::new(name);
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
