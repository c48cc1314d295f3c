//! Atomic writing of files.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

use tempfile::Builder;

/// Replaces the content `old` of a file with `new`. Follows links and keeps mode and owner; concurrent readers see either
/// the old or the new content.
///
/// # Errors
/// If an I/O operation fails, or the file no longer contains `old`.
pub(super) fn overwrite(path: &Path, old: &str, new: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let metadata = metadata_of(&path)?;
    if fs::read(&path)? != old.as_bytes() {
        return Err(io::Error::other("not valid UTF-8, or changed in the meantime"));
    }
    put(&path, new, Some(&metadata))
}

/// Creates or replaces a file. Follows links and keeps the mode and owner of an existing file.
///
/// # Errors
/// If an I/O operation fails.
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

/// Writes a text to a temporary file beside `path` and renames it. `metadata` is that of the file to replace, if any.
fn put(path: &Path, text: &str, metadata: Option<&Metadata>) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("not in a folder"))?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut builder = Builder::new();
    let mut file = with_default_mode(builder.prefix(".authelia-lint-")).tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Some(metadata) = metadata {
        keep_owner(file.as_file(), metadata)?;
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    // The file is in place. Not every system can sync a folder, so a failure here is ignored.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Gives new files the usual mode, because temporary files are readable only by their owner.
#[cfg(unix)]
fn with_default_mode<'b>(builder: &'b mut Builder<'static, 'static>) -> &'b mut Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;

    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn with_default_mode<'b>(builder: &'b mut Builder<'static, 'static>) -> &'b mut Builder<'static, 'static> {
    builder
}

#[cfg(unix)]
fn keep_owner(file: &File, original: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let current = file.metadata()?;
    if (current.uid(), current.gid()) == (original.uid(), original.gid()) {
        return Ok(());
    }
    fchown(file, Some(original.uid()), Some(original.gid())).map_err(|error| {
        io::Error::new(error.kind(), "the file belongs to another user, and its owner cannot be preserved")
    })
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "same signature on all platforms")]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}
