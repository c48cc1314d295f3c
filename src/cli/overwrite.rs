//! Replacing a file as a whole or not at all.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

/// Puts `new` in place of `old` in a file: a link is followed, mode and owner stay, and who reads the file meanwhile sees
/// the one or the other.
///
/// # Errors
/// Where the system says no, or the file does not hold `old` any more.
pub(super) fn overwrite(path: &Path, old: &str, new: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a file"));
    }
    if fs::read(&path)? != old.as_bytes() {
        return Err(io::Error::other("it is not UTF-8, or was changed meanwhile"));
    }
    let folder = path.parent().ok_or_else(|| io::Error::other("not in a folder"))?;
    let mut file = tempfile::Builder::new().prefix(".authelia-lint-").tempfile_in(folder)?;
    file.write_all(new.as_bytes())?;
    keep_owner(file.as_file(), &metadata)?;
    file.as_file().set_permissions(metadata.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    // The file is in place; whether the system has noted that for good is not known everywhere.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

#[cfg(unix)]
fn keep_owner(file: &File, wanted: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let now = file.metadata()?;
    if (now.uid(), now.gid()) == (wanted.uid(), wanted.gid()) {
        return Ok(());
    }
    fchown(file, Some(wanted.uid()), Some(wanted.gid()))
        .map_err(|error| io::Error::new(error.kind(), "it belongs to somebody else, and its owner cannot be kept"))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same form everywhere")]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}
