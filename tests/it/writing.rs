//! How files are changed: as a whole or not at all, each with all that belongs to it, and one for itself.

use std::fs;
use std::path::Path;

use crate::files::folder;
use crate::program::{Run, run};

/// Keys of earlier versions, which `--fix` renames.
const FIXABLE: &str = "access_control:\n  default_policy: 'deny'\nhost: '0.0.0.0'\nport: 9091\nlog_level: 'debug'\n";

/// What is read, but not written.
fn in_utf_16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn is_fixed(path: &Path) -> bool {
    fs::read_to_string(path).unwrap().contains("server:")
}

#[test]
#[ignore = "slow"]
fn a_file_that_cannot_be_written_does_not_stop_the_others() {
    for option in ["--fix=all", "--add-ignore=known"] {
        let folder = folder(&[("a.yml", FIXABLE), ("c.yml", FIXABLE)]);
        let at = |name: &str| folder.path().join(name);
        let utf_16 = in_utf_16(FIXABLE);
        fs::write(at("configuration.yml"), &utf_16).unwrap();
        for paths in [&["."][..], &["a.yml", "configuration.yml", "c.yml"]] {
            fs::write(at("a.yml"), FIXABLE).unwrap();
            fs::write(at("c.yml"), FIXABLE).unwrap();
            let arguments = [&["check", "--no-env", "--format", "concise", option], paths].concat();
            let Run { code, out, error } = run(folder.path(), &arguments);
            assert_eq!(code, 2, "{out}{error}");
            assert!(error.contains("configuration.yml: not changed: not valid UTF-8"), "{error}");
            assert!(error.ends_with("error: could not write 1 file\n"), "{error}");
            // Its findings are those of its content.
            assert!(out.contains("configuration.yml:3:1: ") && out.contains("deprecated"), "{out}");
            assert!(!out.contains("a.yml:3:1: warning[deprecated-key]"), "{out}");
            for changed in ["a.yml", "c.yml"] {
                assert_ne!(fs::read_to_string(at(changed)).unwrap(), FIXABLE, "{option}");
            }
            assert_eq!(fs::read(at("configuration.yml")).unwrap(), utf_16);
        }
    }
}

/// Several threads write that many files.
#[test]
#[ignore = "slow"]
fn what_cannot_be_written_of_many_files_is_told_in_their_order() {
    let names: Vec<String> = (10..60).map(|number| format!("{number}.yml")).collect();
    let folder = folder(&[]);
    let utf_16 = in_utf_16(FIXABLE);
    let is_unfit = |name: &str| name.ends_with("7.yml");
    for name in &names {
        let content = if is_unfit(name) { &utf_16[..] } else { FIXABLE.as_bytes() };
        fs::write(folder.path().join(name), content).unwrap();
    }
    let Run { code, out, error } = run(folder.path(), &["check", "--no-env", "--quiet", "--fix", "."]);
    assert_eq!(code, 2, "{out}{error}");
    let refused: Vec<&str> = error
        .lines()
        .filter_map(|line| line.strip_suffix(": not changed: not valid UTF-8, or changed in the meantime"))
        .collect();
    assert_eq!(
        refused,
        ["error: 17.yml", "error: 27.yml", "error: 37.yml", "error: 47.yml", "error: 57.yml"],
        "{error}"
    );
    for name in names.iter().filter(|name| !is_unfit(name)) {
        assert!(is_fixed(&folder.path().join(name)), "{name}");
    }
    // No temporary file is left.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), names.len());
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_text_and_a_file_that_is_not_readable_stop_nothing() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a.yml", FIXABLE), ("z.yml", FIXABLE)]);
    let odd = folder.path().join(std::ffi::OsStr::from_bytes(b"b\xff.yml"));
    fs::write(&odd, FIXABLE).unwrap();
    symlink("nowhere", folder.path().join("m.yml")).unwrap();
    let Run { code, out, error } = run(folder.path(), &["check", "--fix", "."]);
    assert_eq!(code, 2, "{out}{error}");
    assert!(error.contains("not changed") && error.contains("m.yml: no such file"), "{error}");
    assert!(is_fixed(&folder.path().join("a.yml")) && is_fixed(&folder.path().join("z.yml")), "{error}");
    assert_eq!(fs::read_to_string(odd).unwrap(), FIXABLE);
}

#[cfg(unix)]
#[test]
fn hard_links_are_refused() {
    let folder = folder(&[("configuration.yml", FIXABLE)]);
    let (file, other) = (folder.path().join("configuration.yml"), folder.path().join("other"));
    fs::hard_link(&file, &other).unwrap();
    let Run { code, error, .. } = run(folder.path(), &["check", "--fix", "configuration.yml"]);
    assert!(code == 2 && error.contains("other hard links"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), FIXABLE);
    fs::remove_file(other).unwrap();
    run(folder.path(), &["check", "--fix", "configuration.yml"]);
    assert!(is_fixed(&file));
}

#[cfg(target_os = "linux")]
#[test]
fn extended_attributes_stay() {
    let folder = folder(&[("configuration.yml", FIXABLE)]);
    let file = folder.path().join("configuration.yml");
    if xattr::set(&file, "user.origin", b"chart").is_err() {
        // This file system has no attributes.
        return;
    }
    run(folder.path(), &["check", "--fix", "configuration.yml"]);
    assert!(is_fixed(&file));
    assert_eq!(xattr::get(&file, "user.origin").unwrap().as_deref(), Some(&b"chart"[..]));
}

/// Another thread looks at the folder all the time.
#[cfg(unix)]
#[test]
#[ignore = "slow"]
fn the_new_file_is_never_more_permissive_than_the_old_one() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::atomic::{AtomicBool, Ordering};
    let large = format!("{FIXABLE}# {}\n", "x".repeat(1 << 18));
    for mode in [0o600, 0o640, 0o400, 0o604] {
        let folder = folder(&[("configuration.yml", &large)]);
        let file = folder.path().join("configuration.yml");
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let done = AtomicBool::new(false);
        let seen = std::thread::scope(|scope| {
            let watcher = scope.spawn(|| {
                let mut seen = Vec::new();
                while !done.load(Ordering::Relaxed) {
                    let entries = fs::read_dir(folder.path()).unwrap().flatten();
                    let metadata = entries.filter_map(|entry| entry.metadata().ok());
                    seen.extend(metadata.map(|metadata| metadata.permissions().mode() & 0o777));
                }
                seen
            });
            run(folder.path(), &["check", "--fix", "configuration.yml"]);
            done.store(true, Ordering::Relaxed);
            watcher.join().unwrap()
        });
        assert!(is_fixed(&file));
        assert!(seen.iter().all(|seen| seen & !mode == 0), "{mode:o}: {seen:?}");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, mode);
    }
}
