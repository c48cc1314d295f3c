//! The Compose files and the manifests of the folders that are checked: services and containers beside Authelia hold the
//! settings of applications.

use std::fs;
use std::path::{Path, PathBuf};

use crate::app::deployment::compose::{self, Compose, ComposeVariables, EnvFile};
use crate::text::decode;
use crate::text::files::is_inside;

use super::candidate::read_regular;
use super::names;

/// The most files that are read.
const MAX_FILES: usize = 64;

/// The most files with other names than Compose's that are searched for containers: a large folder is not read twice.
const MAX_OTHERS: usize = 256;

/// The most files of variables that are read for a Compose file.
const MAX_ENV_FILES: usize = 16;

/// Words of which one is in a manifest with containers.
const WITH_CONTAINERS: [&str; 5] =
    ["kind: Deployment", "kind: StatefulSet", "kind: DaemonSet", "kind: Pod", "kind: HelmRelease"];

/// The Compose files and the manifests of Kubernetes in the folders among some paths, and in the folders directly below them, in the
/// order of their names.
#[must_use]
pub fn compose_files(paths: &[PathBuf]) -> Vec<Compose> {
    let mut files: Vec<(PathBuf, &Path)> = Vec::new();
    for folder in paths.iter().filter(|path| path.is_dir()) {
        let below = entries(folder);
        let deeper: Vec<PathBuf> = below.iter().filter(|path| path.is_dir()).flat_map(|path| entries(path)).collect();
        let found = below.into_iter().chain(deeper).filter(|path| is_yaml(path));
        files.extend(found.map(|path| (path, folder.as_path())));
    }
    files.sort();
    files.dedup_by(|one, other| one.0 == other.0);
    let (mut files, mut others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| is_compose(path));
    others.truncate(MAX_OTHERS);
    files.append(&mut others);
    files.into_iter().filter_map(|(path, checked)| read(&path, checked)).take(MAX_FILES).collect()
}

/// A Compose file with the files that it takes values from, of which those outside the checked folder are left out: it may come
/// from a stranger.
fn read(path: &Path, checked: &Path) -> Option<Compose> {
    let decoded = decode(read_regular(path)?);
    if !is_compose(path) && !has_containers(&decoded.text) {
        return None;
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = |name: &str| {
        let path = folder.join(name);
        let decoded = is_inside(&path, checked).then(|| read_regular(&path)).flatten().map(decode)?;
        Some((names::name(&path), decoded))
    };
    let variables = beside(".env").map(|(_, decoded)| ComposeVariables::of(&decoded.text)).unwrap_or_default();
    let mut written = compose::env_files(&decoded.text);
    written.sort();
    written.dedup();
    let env_files = written.into_iter().take(MAX_ENV_FILES).filter_map(|written| {
        let (name, decoded) = beside(&written)?;
        Some(EnvFile { written, name, decoded })
    });
    let env_files = env_files.collect();
    Some(Compose { name: names::name(path), decoded, variables, env_files })
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml")
}

/// Whether a text is a manifest with containers, or with the values of a chart. Cheap: it is searched a few times, never parsed.
fn has_containers(text: &str) -> bool {
    let plain = text.replace(['"', '\''], "");
    WITH_CONTAINERS.iter().any(|word| plain.contains(word))
}

/// Whether Docker Compose reads a file of this name, perhaps beside others.
fn is_compose(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    is_yaml(path) && (name.starts_with("compose") || name.starts_with("docker-compose"))
}
