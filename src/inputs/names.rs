//! What the name of a file reports it.

use std::path::Path;

pub(super) fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Whether a file in a folder may hold a configuration, by its name.
pub(super) fn is_read(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    ENDINGS.iter().any(|ending| name.ends_with(ending.as_bytes())) || is_of_proxy(path)
}

/// Whether a file may be the configuration of a reverse proxy in another format than YAML, by its name.
pub(super) fn is_of_proxy(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let ends = [".conf", ".toml", ".caddy", ".caddyfile"].iter().any(|ending| name.ends_with(ending.as_bytes()));
    ends || name.starts_with(b"Caddyfile")
}

/// Whether a file has the usual name of Authelia's configuration.
pub(super) fn is_configuration(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    name.starts_with(b"configuration.yml") || name.starts_with(b"configuration.yaml")
}

/// Whether a file has the usual name of a users database.
pub(super) fn is_users_database(path: &Path) -> bool {
    path.file_name().unwrap_or_default().to_string_lossy().contains("users_database")
}

/// Whether a file is below a folder that is named after Authelia.
pub(super) fn is_in_its_folder(path: &Path) -> bool {
    path.parent().is_some_and(is_named_after_authelia)
}

/// Whether a folder, or one around it, is named after Authelia.
pub(super) fn is_named_after_authelia(folder: &Path) -> bool {
    folder.components().any(|part| part.as_os_str() == "authelia")
}

/// The endings of YAML files, of templates of them, and of Nix files.
const ENDINGS: [&str; 10] =
    [".yml", ".yaml", ".yml.j2", ".yaml.j2", ".yml.tmpl", ".yaml.tmpl", ".yml.gotmpl", ".yaml.gotmpl", ".tpl", ".nix"];

/// The path as a person would write it: from the current folder on, where it lies in it. Services that show findings
/// beside the text want it so, too.
#[must_use]
pub fn name(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let inside = path.strip_prefix(".").or_else(|_| path.strip_prefix(here)).ok();
    inside.filter(|path| !path.as_os_str().is_empty()).unwrap_or(path).display().to_string()
}
