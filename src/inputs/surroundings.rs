//! The files of the folders that are checked in which applications keep their own settings: Compose files, manifests, values of
//! charts and NixOS modules.

use std::fs;
use std::path::{Path, PathBuf};

use crate::app::deployment::compose::{ComposeVariables, EnvFile};
use crate::app::deployment::{FoundFile, Surroundings};
use crate::text::decode;
use crate::text::files::is_inside;
use crate::text::paths::{is_nix, is_yaml};

use super::candidate::read_regular;
use super::names;

/// The most files that are read.
const MAX_FILES: usize = 64;

/// The most files with other names than Compose's that are searched: a large folder is not read twice.
const MAX_OTHERS: usize = 256;

/// Words of which one is in a manifest with containers or with what they refer to.
const OF_MANIFESTS: [&str; 8] = [
    "kind: Deployment",
    "kind: StatefulSet",
    "kind: DaemonSet",
    "kind: Pod",
    "kind: HelmRelease",
    "kind: Application",
    "kind: ConfigMap",
    "kind: Secret",
];

/// Words of which one is in a NixOS module with services or containers.
const OF_MODULES: [&str; 2] = ["services", "oci-containers"];

/// Reads the files in the folders among some paths, and in the folders directly below them, in the order of their names.
#[must_use]
pub fn surroundings(paths: &[PathBuf]) -> Surroundings {
    let mut files: Vec<(PathBuf, &Path)> = Vec::new();
    for folder in paths.iter().filter(|path| path.is_dir()) {
        let below = entries(folder);
        let deeper: Vec<PathBuf> = below.iter().filter(|path| path.is_dir()).flat_map(|path| entries(path)).collect();
        let found = below.into_iter().chain(deeper).filter(|path| is_yaml(path) || is_nix(path));
        files.extend(found.map(|path| (path, folder.as_path())));
    }
    files.sort();
    files.dedup_by(|one, other| one.0 == other.0);
    let (mut files, mut others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| is_compose(path));
    others.truncate(MAX_OTHERS);
    files.append(&mut others);
    Surroundings::new(files.into_iter().filter_map(|(path, checked)| read(&path, checked)).take(MAX_FILES).collect())
}

fn read(path: &Path, checked: &Path) -> Option<FoundFile> {
    let decoded = decode(read_regular(path)?);
    let name = names::name(path);
    let has = |words: &[&str]| words.iter().any(|word| decoded.text.contains(word));
    // It may come from a stranger: files outside the checked folder are left out.
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = |name: &str| {
        let path = folder.join(name);
        let decoded = is_inside(&path, checked).then(|| read_regular(&path)).flatten().map(decode)?;
        Some((names::name(&path), decoded))
    };
    let named = |written: String| {
        let (name, decoded) = beside(&written)?;
        Some(EnvFile { written, name, decoded })
    };
    match () {
        () if decoded.undecodable.is_some() => None,
        () if is_nix(path) => has(&OF_MODULES).then(|| FoundFile::nix(name, decoded))?,
        () if is_compose(path) => {
            let variables = beside(".env").map(|(_, decoded)| ComposeVariables::of(&decoded.text)).unwrap_or_default();
            FoundFile::compose(name, decoded, variables, named)
        }
        () if is_kustomization(path) => FoundFile::kustomization(name, decoded, named),
        () => (is_values(path) || is_manifest(&decoded.text)).then(|| FoundFile::yaml(name, decoded))?,
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// Cheap: the text is searched a few times, never parsed.
fn is_manifest(text: &str) -> bool {
    let plain = text.replace(['"', '\''], "");
    OF_MANIFESTS.iter().any(|word| plain.contains(word))
}

/// Whether Helm's users call the values of a chart so.
fn is_values(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("values"))
}

/// Whether Kustomize reads a file of this name.
fn is_kustomization(path: &Path) -> bool {
    is_yaml(path) && path.file_stem().is_some_and(|stem| stem == "kustomization")
}

/// Whether Docker Compose reads a file of this name, perhaps beside others.
fn is_compose(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    is_yaml(path) && (name.starts_with("compose") || name.starts_with("docker-compose"))
}
