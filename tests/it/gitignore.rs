//! What git ignores is left out of folders, and said where it may well be Authelia's.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::files::folder;
use crate::program::{Run, run};

const BROKEN: &str = "access_control:\n  default_policy: 'nobody'\n";

/// The files in which something is found.
fn found(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let outcome = run(folder, &[&["check", "--format", "json"], arguments].concat()).json();
    let file = |finding: &Value| finding["file"].as_str().unwrap().to_owned();
    outcome["findings"].as_array().unwrap().iter().map(file).collect()
}

#[test]
fn the_lists_of_all_folders_count() {
    let folder = folder(&[
        (".gitignore", "*.local.yml\n/build/\n!kept.local.yml\n"),
        ("configuration.yml", BROKEN),
        ("authelia.local.yml", BROKEN),
        ("kept.local.yml", BROKEN),
        ("build/configuration.yml", BROKEN),
        ("below/build/configuration.yml", BROKEN),
        ("below/.gitignore", "out.yml\n!again.local.yml\n"),
        ("below/out.yml", BROKEN),
        ("below/again.local.yml", BROKEN),
    ]);
    let kept = ["below/again.local.yml", "below/build/configuration.yml", "configuration.yml", "kept.local.yml"];
    assert_eq!(found(folder.path(), &["."]), kept);
    assert_eq!(found(folder.path(), &["--no-gitignore", "."]).len(), 7);
    fs::write(folder.path().join("authelia-lint.toml"), "no-gitignore = true\n").unwrap();
    assert_eq!(found(folder.path(), &["."]).len(), 7);
}

#[test]
fn lists_count_up_to_the_root_of_the_repository() {
    let folder = folder(&[
        (".gitignore", "*\n"),
        ("repository/.gitignore", "*.local.yml\n"),
        ("repository/.git/info/exclude", "notes.yml\n"),
        ("repository/hosts/configuration.yml", BROKEN),
        ("repository/hosts/a.local.yml", BROKEN),
        ("repository/hosts/notes.yml", BROKEN),
    ]);
    assert_eq!(found(&folder.path().join("repository/hosts"), &["."]), ["configuration.yml"]);
    assert_eq!(found(folder.path(), &["repository"]), ["repository/hosts/configuration.yml"]);
}

#[test]
fn a_named_file_is_checked_whatever_git_ignores() {
    let folder = folder(&[(".gitignore", "configuration.yml\nconf/\n"), ("conf/configuration.yml", BROKEN)]);
    assert_eq!(found(folder.path(), &["conf/configuration.yml"]), ["conf/configuration.yml"]);
}

#[test]
fn what_may_well_be_authelias_is_said() {
    let folder = folder(&[
        (".gitignore", "*.local.yml\nvendor/\nconfiguration.yml\n"),
        ("a.yml", BROKEN),
        ("b.local.yml", BROKEN),
        ("configuration.yml", BROKEN),
        ("vendor/configuration.yml", BROKEN),
    ]);
    let told = |arguments: &[&str]| run(folder.path(), &[&["check"], arguments].concat()).error;
    insta::assert_snapshot!(told(&["."]), @"note: skipped configuration.yml (git ignores it); name a file to check it");
    insta::assert_snapshot!(told(&["-v", "."]), @r"
    skipped: b.local.yml: git ignores it
    skipped: configuration.yml: git ignores it
    skipped: vendor: git ignores it
    ");
    fs::remove_file(folder.path().join("a.yml")).unwrap();
    let Run { code, error, .. } = run(folder.path(), &["check"]);
    insta::assert_snapshot!(error, @"error: nothing to check: no YAML file in `.`; use `--no-gitignore` to also check files that git ignores");
    assert_eq!(code, 2);
}

#[test]
#[cfg(unix)]
fn a_list_that_never_ends_is_not_read() {
    let folder = folder(&[("configuration.yml", BROKEN)]);
    let list = folder.path().join(".gitignore");
    assert!(std::process::Command::new("mkfifo").arg(list).status().unwrap().success());
    assert_eq!(found(folder.path(), &["."]), ["configuration.yml"]);
}
