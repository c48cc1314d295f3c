//! Extended attributes of a file that is replaced: labels, access lists, and what other programs noted.

use std::fs::File;
use std::io;
use std::path::Path;

/// Attributes that the system writes itself: nothing is lost if they cannot be copied.
#[cfg(unix)]
const OF_THE_SYSTEM: [&str; 5] =
    ["security.ima", "security.evm", "com.apple.provenance", "com.apple.macl", "com.apple.lastuseddate#PS"];

/// The access list, which a file can inherit from its folder.
#[cfg(unix)]
const ACCESS_LIST: &str = "system.posix_acl_access";

/// Gives a new file the attributes of the original.
///
/// # Errors
/// If one of them cannot be kept.
#[cfg(unix)]
pub(super) fn copy(original: &Path, file: &File) -> io::Result<()> {
    use xattr::FileExt as _;

    // A file system without attributes has none to keep.
    let Ok(names) = xattr::list(original) else { return Ok(()) };
    let names: Vec<_> = names.collect();
    if !names.iter().any(|name| name == ACCESS_LIST) && matches!(file.get_xattr(ACCESS_LIST), Ok(Some(_))) {
        file.remove_xattr(ACCESS_LIST)?;
    }
    for name in names {
        let value = xattr::get(original, &name)?;
        if file.get_xattr(&name).ok() == Some(value.clone()) {
            continue;
        }
        let kept = value.map_or(Ok(()), |value| file.set_xattr(&name, &value));
        if let Err(error) = kept
            && !OF_THE_SYSTEM.iter().any(|own| name == *own)
        {
            let message = format!("the extended attribute `{}` cannot be kept: {error}", name.to_string_lossy());
            return Err(io::Error::new(error.kind(), message));
        }
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "same signature on all platforms")]
pub(super) fn copy(_: &Path, _: &File) -> io::Result<()> {
    Ok(())
}
