//! Atomic writing of files.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::inputs::MAX_FILE;
use crate::text::files;

/// Replaces the content `old` of a file with `new`. Follows links and keeps mode, owner and extended attributes; concurrent
/// readers see either the old or the new content.
///
/// # Errors
/// If an I/O operation fails, the file no longer contains `old`, or something about it cannot be kept.
pub(super) fn overwrite(path: &Path, old: &str, new: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    if files::read(&path, MAX_FILE).map_err(io::Error::other)? != old.as_bytes() {
        return Err(io::Error::other("not valid UTF-8, or changed in the meantime"));
    }
    replace(&path, new)
}

/// Creates or replaces a file. Follows links and keeps mode, owner and extended attributes of an existing file.
///
/// # Errors
/// If an I/O operation fails, or something about an existing file cannot be kept.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    match fs::canonicalize(path) {
        Ok(path) => replace(&path, text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            put(with_usual_mode(&mut builder()).tempfile_in(folder_of(path)?)?, path, text)
        }
        Err(error) => Err(error),
    }
}

/// Replaces a file with a new one that has the same properties before anything is written to it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let original = fs::metadata(path)?;
    if !original.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    refuse_hard_links(&original)?;
    let file = with_mode_of_owner(&mut builder(), &original).tempfile_in(folder_of(path)?)?;
    keep_owner(file.as_file(), &original)?;
    super::attributes::copy(path, file.as_file())?;
    file.as_file().set_permissions(original.permissions())?;
    put(file, path, text)
}

/// Writes a text to a temporary file and renames it.
fn put(mut file: NamedTempFile, path: &Path, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    // The file is in place. Not every system can sync a folder, so a failure here is ignored.
    let _ = File::open(folder_of(path)?).and_then(|folder| folder.sync_all());
    Ok(())
}

fn folder_of(path: &Path) -> io::Result<&Path> {
    let folder = path.parent().ok_or_else(|| io::Error::other("not in a folder"))?;
    Ok(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".authelia-lint-");
    builder
}

/// Gives a new file the usual mode, because temporary files are readable only by their owner.
#[cfg(unix)]
fn with_usual_mode<'b>(builder: &'b mut Builder<'static, 'static>) -> &'b mut Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;

    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn with_usual_mode<'b>(builder: &'b mut Builder<'static, 'static>) -> &'b mut Builder<'static, 'static> {
    builder
}

/// Gives a file the mode of the original for its owner, and nobody else: the group and access lists are not yet those of the
/// original.
#[cfg(unix)]
fn with_mode_of_owner<'b>(
    builder: &'b mut Builder<'static, 'static>,
    original: &Metadata,
) -> &'b mut Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;

    builder.permissions(fs::Permissions::from_mode(original.permissions().mode() & 0o700))
}

#[cfg(not(unix))]
fn with_mode_of_owner<'b>(
    builder: &'b mut Builder<'static, 'static>,
    _: &Metadata,
) -> &'b mut Builder<'static, 'static> {
    builder
}

/// Refuses a file with several names: the others would keep the old content.
#[cfg(unix)]
fn refuse_hard_links(original: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;

    if original.nlink() > 1 {
        return Err(io::Error::other("the file has other hard links, which would keep the old content"));
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "same signature on all platforms")]
fn refuse_hard_links(_: &Metadata) -> io::Result<()> {
    Ok(())
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
