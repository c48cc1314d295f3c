//! From paths to texts, also where they are hostile.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use authelia_lint::inputs::{Collected, MAX_FILE, Named, Reason, Request, STDIN_NAME, Skipped, collect};
use globset::{Glob, GlobSet};

use crate::files::folder;

const AUTHELIA: &str = "access_control:\n  default_policy: 'deny'\n";
const STRANGER: &str = "services:\n  web: {}\n";

struct Options {
    excludes: GlobSet,
    merge: bool,
    named: Named,
}

const PLAIN: fn() -> Options = || Options { excludes: GlobSet::empty(), merge: false, named: Named::NotOthers };

fn read(paths: &[PathBuf], options: &Options) -> Collected {
    let Options { excludes, merge, named } = options;
    let (gitignore, stdin) = (true, STDIN_NAME);
    let request = Request { paths, excludes, excludes_below: None, gitignore, stdin, merge: *merge, named: *named };
    collect(&request, &mut |_| {})
}

fn read_folder(folder: &Path, options: &Options) -> Collected {
    read(&[folder.to_owned()], options)
}

/// The names of the texts below a folder.
fn names(folder: &Path, collected: &Collected) -> Vec<String> {
    let below = |name: &str| Path::new(name).strip_prefix(folder).unwrap().display().to_string();
    collected.inputs.iter().map(|input| below(&input.name)).collect()
}

#[test]
fn a_folder_is_walked_in_order_and_strangers_are_left_out() {
    let folder = folder(&[
        ("b.yml", AUTHELIA),
        ("a/x.yaml", AUTHELIA),
        ("a/stranger.yml", STRANGER),
        ("a/readme.md", AUTHELIA),
        (".git/config.yml", AUTHELIA),
        ("c/.hidden/x.yml", AUTHELIA),
    ]);
    let collected = read_folder(folder.path(), &PLAIN());
    assert_eq!(names(folder.path(), &collected), ["a/x.yaml", "b.yml"]);
    assert_eq!(collected.skipped.len(), 1);
    assert_eq!(collected.skipped[0].1, Skipped::Other("a Docker Compose file"));
    assert!(collected.errors.is_empty());
}

#[test]
fn excluded_paths_are_left_out() {
    let folder = folder(&[("a.yml", AUTHELIA), ("old/b.yml", AUTHELIA), ("c.old.yml", AUTHELIA)]);
    let mut excludes = GlobSet::builder();
    for glob in ["old", "*.old.yml"] {
        excludes.add(Glob::new(glob).unwrap());
    }
    let options = Options { excludes: excludes.build().unwrap(), ..PLAIN() };
    assert_eq!(names(folder.path(), &read_folder(folder.path(), &options)), ["a.yml"]);
}

#[test]
fn a_named_file_is_read_unless_it_is_something_else() {
    let folder = folder(&[("x.yml", STRANGER), ("notes.txt", AUTHELIA)]);
    let paths = [folder.path().join("x.yml"), folder.path().join("notes.txt")];
    assert_eq!(read(&paths, &Options { named: Named::Anything, ..PLAIN() }).inputs.len(), 2);
    let collected = read(&paths, &PLAIN());
    assert_eq!(names(folder.path(), &collected), ["notes.txt"]);
    assert!(matches!(collected.errors.as_slice(), [error] if matches!(error.reason, Reason::Other(_))));
    let collected = read(&paths, &Options { named: Named::OnlyAuthelias, ..PLAIN() });
    assert!(collected.errors.is_empty());
    assert_eq!(names(folder.path(), &collected), ["notes.txt"]);
}

#[test]
fn with_merge_a_folder_is_read_flat_and_whole() {
    let folder = folder(&[
        ("b.yml", STRANGER),
        ("a.yaml", AUTHELIA),
        (".c.yml", AUTHELIA),
        ("below/d.yml", AUTHELIA),
        ("e.json", "{}"),
    ]);
    fs::create_dir(folder.path().join("f.yml")).unwrap();
    let collected = read_folder(folder.path(), &Options { merge: true, ..PLAIN() });
    assert_eq!(names(folder.path(), &collected), [".c.yml", "a.yaml", "b.yml"]);
}

#[test]
fn a_file_that_is_named_twice_is_read_once_unless_merged() {
    let folder = folder(&[("a.yml", AUTHELIA)]);
    let paths = [folder.path().join("a.yml"), folder.path().to_owned(), folder.path().join("a.yml")];
    assert_eq!(read(&paths, &PLAIN()).inputs.len(), 1);
    assert_eq!(read(&paths, &Options { merge: true, ..PLAIN() }).inputs.len(), 3);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    let folder = folder(&[("a.yml", AUTHELIA)]);
    fs::write(
        folder.path().join("bytes.yml"),
        [b"access_control:\n  default_policy: ".as_slice(), &[0xff, 0xfe]].concat(),
    )
    .unwrap();
    fs::write(folder.path().join("binary.yml"), [0xff, 0xfe, 0x80]).unwrap();
    let paths = [folder.path().join("missing.yml"), folder.path().to_owned()];
    let collected = read(&paths, &PLAIN());
    assert_eq!(names(folder.path(), &collected), ["a.yml", "bytes.yml"]);
    let errors: Vec<_> = collected.errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].ends_with("missing.yml: no such file or folder"), "{errors:?}");
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let folder = folder(&[("a.yml", AUTHELIA), ("b.yml", STRANGER)]);
    for name in ["a.yml", "b.yml"] {
        fs::File::options().write(true).open(folder.path().join(name)).unwrap().set_len(MAX_FILE + 1).unwrap();
    }
    let started = Instant::now();
    let collected = read_folder(folder.path(), &PLAIN());
    assert!(matches!(collected.errors.as_slice(), [error] if matches!(error.reason, Reason::TooLarge)));
    assert_eq!(collected.skipped.len(), 1);
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn a_fifo_never_blocks() {
        let folder = folder(&[("a.yml", AUTHELIA)]);
        let fifo = folder.path().join("fifo.yml");
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        for paths in [vec![fifo.clone()], vec![folder.path().to_owned()]] {
            let collected = read(&paths, &PLAIN());
            assert!(matches!(collected.errors.as_slice(), [error] if matches!(error.reason, Reason::Special)));
        }
    }

    #[test]
    fn a_device_is_not_read() {
        let collected = read(&["/dev/zero".into()], &PLAIN());
        assert!(matches!(collected.errors[0].reason, Reason::Special));
    }

    #[test]
    fn links_are_followed_but_not_in_circles() {
        let folder = folder(&[("a/x.yml", AUTHELIA), ("b/y.yml", AUTHELIA)]);
        symlink(folder.path(), folder.path().join("a/up")).unwrap();
        symlink(folder.path().join("b"), folder.path().join("a/b")).unwrap();
        symlink("self.yml", folder.path().join("self.yml")).unwrap();
        let collected = read_folder(folder.path(), &PLAIN());
        assert_eq!(names(folder.path(), &collected), ["a/b/y.yml", "a/x.yml"]);
        assert_eq!(collected.errors.len(), 1, "{:?}", collected.errors);
        assert!(collected.errors[0].name.ends_with("self.yml"));
    }

    #[test]
    fn a_broken_link_is_an_error_unless_an_editor_left_it() {
        let folder = folder(&[("a.yml", AUTHELIA)]);
        symlink("nowhere", folder.path().join("b.yml")).unwrap();
        symlink("user@host.1", folder.path().join(".#a.yml")).unwrap();
        symlink("nowhere", folder.path().join("c.txt")).unwrap();
        let collected = read_folder(folder.path(), &PLAIN());
        assert_eq!(collected.errors.len(), 1, "{:?}", collected.errors);
        assert!(matches!(collected.errors[0].reason, Reason::Missing));
    }

    #[test]
    fn what_may_not_be_read_is_an_error() {
        let folder = folder(&[("a.yml", AUTHELIA), ("b.yml", AUTHELIA), ("c/d.yml", AUTHELIA)]);
        let forbid =
            |name: &str| fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
        forbid("a.yml");
        forbid("c");
        let is_privileged = fs::read(folder.path().join("a.yml")).is_ok();
        let collected = read_folder(folder.path(), &PLAIN());
        fs::set_permissions(folder.path().join("c"), fs::Permissions::from_mode(0o700)).unwrap();
        if !is_privileged {
            assert_eq!(names(folder.path(), &collected), ["b.yml"]);
            assert!(collected.errors.iter().all(|error| matches!(error.reason, Reason::Permission)));
            assert_eq!(collected.errors.len(), 2);
        }
    }
}
