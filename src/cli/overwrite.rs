//! Writing a file as a whole or not at all.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

use tempfile::Builder;

/// Puts `new` in place of `old` in a file: a link is followed, mode and owner stay, and who reads the file meanwhile sees
/// the one or the other.
///
/// # Errors
/// Where the system says no, or the file does not hold `old` any more.
pub(super) fn overwrite(path: &Path, old: &str, new: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let metadata = metadata_of(&path)?;
    if fs::read(&path)? != old.as_bytes() {
        return Err(io::Error::other("it is not UTF-8, or was changed meanwhile"));
    }
    put(&path, new, Some(&metadata))
}

/// Writes a file that is new or replaces one, whose mode and owner stay; a link is followed.
///
/// # Errors
/// Where the system says no.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    match fs::canonicalize(path) {
        Ok(path) => put(&path, text, Some(&metadata_of(&path)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => put(path, text, None),
        Err(error) => Err(error),
    }
}

fn metadata_of(path: &Path) -> io::Result<Metadata> {
    let metadata = fs::metadata(path)?;
    if metadata.is_file() { Ok(metadata) } else { Err(io::Error::other("not a file")) }
}

/// Writes a text beside a path, and then puts it there, in place of what `metadata` reports.
fn put(path: &Path, text: &str, metadata: Option<&Metadata>) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("not in a folder"))?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut builder = Builder::new();
    let mut file = as_usual(builder.prefix(".authelia-lint-")).tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Some(metadata) = metadata {
        keep_owner(file.as_file(), metadata)?;
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    // The file is in place; whether the system has noted that for good is not known everywhere.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// A new file gets the mode that every other program gives one; a temporary one would be its owner's alone.
#[cfg(unix)]
fn as_usual<'b>(builder: &'b mut Builder<'static, 'static>) -> &'b mut Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;

    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn as_usual<'b>(builder: &'b mut Builder<'static, 'static>) -> &'b mut Builder<'static, 'static> {
    builder
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
