//! Which files are checked, and what is said about the others.

use std::fs;

use crate::files::folder;
use crate::program::{Run, run};

const BROKEN: &str = "theme: 'dark'\nacces_control:\n  default_policy: 'deny'\n";
const COMPOSE: &str = "services:\n  web:\n    image: 'nginx'\nvolumes:\n  data: {}\n";
const USERS: &str = "users:\n  ada:\n    displayname: 'Ada'\n";

#[test]
fn a_file_of_another_program_is_named_for_what_it_is_and_never_changed() {
    let kinds = [
        ("docker-compose.yml", COMPOSE, "a Docker Compose file"),
        ("middleware.yml", "apiVersion: traefik.io/v1alpha1\nkind: Middleware\n", "a Kubernetes manifest"),
        ("nginx.conf", "location /authz {\n    internal;\n}\n", "an nginx configuration"),
        ("traefik.yml", "entryPoints:\n  web: {}\n", "a Traefik configuration"),
    ];
    for (name, text, kind) in kinds {
        let folder = folder(&[(name, text)]);
        let Run { code, out, error } = run(folder.path(), &["check", "--fix=all", name]);
        assert_eq!(code, 2, "{name}: {out}{error}");
        assert!(error.contains(&format!("{name}: this is {kind}, not Authelia configuration")), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text);
        let hook = run(folder.path(), &["check", "--allow-empty", name]);
        assert_eq!(hook.code, 0, "{}", hook.told());
        assert!(hook.error.is_empty(), "{}", hook.error);
    }
}

#[test]
fn a_short_and_broken_configuration_fails_the_hook_whatever_stands_beside_it() {
    for name in ["configuration.yml", "configuration.yml.j2", "x.yml", "authelia/x.yml"] {
        let folder = folder(&[(name, BROKEN), ("docker-compose.yml", COMPOSE), ("users_database.yml", USERS)]);
        let hook = ["check", "--allow-empty", "docker-compose.yml", name, "users_database.yml"];
        let hook = run(folder.path(), &hook);
        assert_eq!(hook.code, 1, "{}", hook.told());
        assert!(hook.out.contains("acces_control"), "{}", hook.told());
        assert!(hook.error.is_empty(), "{}", hook.error);
    }
}

#[test]
fn a_walk_says_what_it_skipped() {
    let folder = folder(&[
        ("configuration.yml", BROKEN),
        ("spring.yml", "server: {}\nspring: {}\n"),
        ("compose.yml", COMPOSE),
        ("list.yml", "- a\n"),
    ]);
    let walk = run(folder.path(), &["check", "."]);
    assert_eq!(walk.code, 1);
    insta::assert_snapshot!(walk.error, @"note: skipped spring.yml (only `server` is an Authelia option); name a file to check it");
    let verbose = run(folder.path(), &["check", "-v", "."]);
    insta::assert_snapshot!(verbose.error, @r"
    skipped: compose.yml: a Docker Compose file
    skipped: list.yml: no Authelia option
    skipped: spring.yml: only `server` is an Authelia option
    ");
}

#[test]
fn a_value_apart_from_its_option_changes_nothing() {
    for (arguments, meant) in [
        (["--fix", "all"], "did you mean `--fix=all`?"),
        (["--fix", "safe"], "did you mean `--fix=safe`?"),
        (["--add-ignore", "known"], "did you mean `--add-ignore='known'`?"),
    ] {
        let text = "lgo: {}\nserver:\n  host: '0.0.0.0'\n";
        let folder = folder(&[("configuration.yml", text)]);
        let Run { code, error, .. } =
            run(folder.path(), &[&["check"], &arguments[..], &["configuration.yml"]].concat());
        assert_eq!(code, 2);
        assert!(error.contains(meant), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join("configuration.yml")).unwrap(), text);
    }
}

#[test]
fn nothing_is_written_before_all_that_was_named_is_read() {
    let text = "server:\n  host: '0.0.0.0'\n";
    for option in ["--fix=all", "--add-ignore=known"] {
        let folder = folder(&[("configuration.yml", text)]);
        let run = run(folder.path(), &["check", option, "configuration.yml", "missing.yml"]);
        assert_eq!(run.code, 2, "{}", run.told());
        assert!(run.error.contains("missing.yml: no such file or folder"), "{}", run.error);
        assert_eq!(fs::read_to_string(folder.path().join("configuration.yml")).unwrap(), text);
    }
}

#[test]
fn missing_options_are_checked_if_a_file_looks_complete_or_if_asked() {
    let part = folder(&[("configuration.yml", "theme: 'dark'\nserver: {}\nlog: {}\n")]);
    let unasked = run(part.path(), &["check", "--ignore", "empty-section", "configuration.yml"]);
    assert_eq!(unasked.code, 0, "{}", unasked.told());
    assert!(unasked.out.contains("missing options are not reported; use `--complete`"), "{}", unasked.out);
    let asked = run(part.path(), &["check", "--complete", "configuration.yml"]);
    assert_eq!(asked.code, 1);
    assert!(!asked.out.contains("were not checked"), "{}", asked.out);

    let complete = "authentication_backend:\n  file:\n    path: '/config/users.yml'\nnotifier:\n  filesystem:\n    filename: '/x'\n\
        session:\n  cookies:\n    - domain: 'example.org'\n      authelia_url: 'https://auth.example.org'\n\
        storage:\n  local:\n    path: '/config/db.sqlite3'\n";
    let whole = folder(&[("configuration.yml", complete)]);
    let unasked = run(whole.path(), &["check", "configuration.yml"]);
    assert!(!unasked.out.contains("were not checked"), "{}", unasked.out);
    // Secrets may come from the environment.
    assert!(!unasked.out.contains("encryption_key"), "{}", unasked.out);
}

#[test]
fn a_baseline_names_files_from_its_own_folder() {
    let text = "lgo: {}\n";
    let folder = folder(&[("configuration.yml", text), ("below/configuration.yml", text)]);
    let written = run(folder.path(), &["check", "--write-baseline", "known.json", "configuration.yml"]);
    assert_eq!(written.code, 0, "{}", written.told());
    let below = folder.path().join("below");
    let other = run(&below, &["check", "--baseline", "../known.json", "configuration.yml"]);
    assert_eq!(other.code, 1, "{}", other.told());
    let same = run(&below, &["check", "--baseline", "../known.json", "../configuration.yml"]);
    assert_eq!(same.code, 0, "{}", same.told());
}

#[test]
fn ruffs_names_for_options_are_understood() {
    let folder = folder(&[("configuration.yml", BROKEN)]);
    let run = run(folder.path(), &["check", "--exit-zero", "--output-format", "json", "configuration.yml"]);
    assert_eq!(run.code, 0, "{}", run.told());
    assert_eq!(run.json()["findings"][0]["rule"], "unknown-key");
}
