//! What a stranger's file must not achieve: a settings file that was found writes nothing and reads nothing elsewhere, and no
//! command waits for a pipe or reads a device.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::files::folder;
use crate::program::{Run, run, run_with_input};

const SECRET: &str = "Zq9XvK7wYp2MpLr8Tn5BdGh3";

/// A client with one factor, whose URL is not encrypted.
const CLIENT: &str = "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'mail'\n        authorization_policy: 'one_factor'\n        redirect_uris: ['http://mail.example.org']\n";

const BINDING: &str = "[[policy]]\nid = 'two-factors'\nmessage = 'one factor'\nsuppressible = false\nseverity = 'warning'\nexpression = \"client.authorization_policy == 'two_factor'\"\n";

/// Checks the folder, or a path in it.
fn check(folder: &Path, arguments: &[&str]) -> Run {
    run(folder, &[&["check", "--format", "concise"], arguments].concat())
}

fn assert_refused(run: &Run, why: &str) {
    assert_eq!(run.code, 2, "{}", run.told());
    assert!(run.error.contains(why), "{}", run.told());
    assert!(!run.told().contains(&SECRET[..6]), "{}", run.told());
}

#[test]
fn settings_that_were_found_write_no_report() {
    for file in ["report.txt", "../victim.txt", "configuration.yml"] {
        let settings = format!("[[output]]\nformat = 'concise'\nfile = '{file}'\n");
        let folder = folder(&[
            ("victim.txt", "mine"),
            ("checked/authelia-lint.toml", &settings),
            ("checked/configuration.yml", "theme: 'drak'\n"),
            ("checked/deeper/authelia-lint.toml", &settings),
            ("checked/deeper/configuration.yml", "theme: 'drak'\n"),
        ]);
        let checked = folder.path().join("checked");
        for arguments in [&["."][..], &["configuration.yml"], &["deeper/configuration.yml", "."], &["--merge", "."]] {
            let Run { code, out, error } = check(&checked, arguments);
            assert_eq!(code, 1, "{out}{error}");
            assert!(out.contains("invalid-option") || out.contains("drak"), "{out}");
            assert!(error.contains("`[[output]]` is ignored unless this file is named with `--config`"), "{error}");
        }
        assert_eq!(fs::read_to_string(folder.path().join("victim.txt")).unwrap(), "mine");
        assert_eq!(fs::read_to_string(checked.join("configuration.yml")).unwrap(), "theme: 'drak'\n");
        assert!(!checked.join("report.txt").exists());
        let Run { code, error, .. } = run(&checked, &["check", "-c", "authelia-lint.toml", "deeper/configuration.yml"]);
        assert_eq!((code, error.as_str()), (1, ""));
    }
}

#[test]
fn settings_that_were_found_read_nothing_elsewhere() {
    let app = format!("{SECRET}: is on the first line\n");
    for (key, target) in [("apps", "../victim"), ("mailcow", "../victim/id.yml"), ("baseline", "../victim/id.yml")] {
        let value = if key == "baseline" { format!("'{target}'") } else { format!("['{target}']") };
        let settings = format!("{key} = {value}\n");
        let folder = folder(&[
            ("victim/id.yml", &app),
            ("checked/authelia-lint.toml", &settings),
            ("checked/configuration.yml", CLIENT),
            ("checked/deeper/authelia-lint.toml", &settings.replace("../", "../../")),
            ("checked/deeper/configuration.yml", CLIENT),
        ]);
        let checked = folder.path().join("checked");
        assert_refused(&check(&checked, &["."]), "is outside the folder of this settings file");
        assert_refused(&check(&checked.join("deeper"), &["."]), "is outside the folder of this settings file");
        // Where the file is trusted, what it names is read, and its values are still not shown.
        let Run { error, .. } = check(&checked, &["-c", "authelia-lint.toml", "."]);
        assert!(error.contains("id.yml") && !error.contains(&SECRET[..6]), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[
        ("victim/secret.txt", &format!("PASSWORD={SECRET}\n")),
        ("victim/authelia-lint.toml", "[rules]\none-factor-policy = 'off'\n"),
        ("victim/app.yml", &format!("{SECRET}: 1\n")),
        ("victim/configuration.yml", CLIENT),
        ("checked/configuration.yml", CLIENT),
        ("inside/real.toml", "[rules]\ninsecure-redirect-uri = 'off'\n"),
        ("inside/configuration.yml", CLIENT),
        ("apps/authelia-lint.toml", "apps = ['own']\n"),
        ("apps/configuration.yml", CLIENT),
    ]);
    let at = |path: &str| folder.path().join(path);
    fs::create_dir(at("apps/own")).unwrap();
    symlink("../../victim/app.yml", at("apps/own/app.yml")).unwrap();
    assert_refused(&check(&at("apps"), &["."]), "is outside the folder of this settings file");
    for target in ["../victim/secret.txt", "../victim/authelia-lint.toml", "/proc/self/environ"] {
        symlink(target, at("checked/authelia-lint.toml")).unwrap();
        assert_refused(&check(&at("checked"), &["."]), "leads out of the checked folder");
        assert_refused(&check(folder.path(), &["checked"]), "leads out of the checked folder");
        fs::remove_file(at("checked/authelia-lint.toml")).unwrap();
    }
    // A whole folder behind a link has settings of its own.
    symlink("../victim", at("checked/linked")).unwrap();
    assert_refused(&check(&at("checked"), &["."]), "leads out of the checked folder");
    assert_eq!(check(&at("checked"), &["--no-config", "."]).code, 1);
    symlink("real.toml", at("inside/authelia-lint.toml")).unwrap();
    let Run { out, error, .. } = check(&at("inside"), &["."]);
    assert!(error.is_empty() && !out.contains("insecure-redirect-uri"), "{out}{error}");
}

#[test]
#[ignore = "slow"]
fn nearer_settings_do_not_weaken_a_policy_that_cannot_be_suppressed() {
    for weaker in [
        "ignore = ['insecure-redirect-uri']\n",
        "select = ['insecure-redirect-uri']\n",
        "min-severity = 'error'\nfail-on = 'never'\n",
        "[[policy]]\nid = 'two-factors'\nmessage = 'm'\nexpression = 'true'\n",
        "ignore = ['two-*']\n[[policy]]\nid = 'two-factors'\nmessage = 'm'\nexpression = 'true'\n[rules]\ntwo-factors = 'off'\n",
    ] {
        let folder = folder(&[
            ("authelia-lint.toml", BINDING),
            ("a/authelia-lint.toml", weaker),
            ("a/b/authelia-lint.toml", weaker),
            ("a/b/configuration.yml", &CLIENT.replace("'mail'", "'mail'  # authelia-lint: ignore[two-factors] no")),
        ]);
        let from = |path: &str| folder.path().join(path);
        for (start, path) in [("", "."), ("", "a/b/configuration.yml"), ("a", "."), ("a/b", ".")] {
            let Run { code, out, error } = check(&from(start), &[path]);
            assert_eq!(code, 1, "{weaker}: {out}{error}");
            assert_eq!(out.matches("warning[two-factors]").count(), 1, "{weaker}: {out}{error}");
        }
        // The command line is trusted.
        assert!(!check(&from("a/b"), &["--no-config", "."]).out.contains("[two-factors]"));
        assert!(!check(&from("a/b"), &["--ignore", "two-factors", "."]).out.contains("[two-factors]"));
    }
}

#[cfg(unix)]
#[test]
#[ignore = "slow"]
fn only_regular_files_are_opened() {
    let folder =
        folder(&[("configuration.yml", CLIENT), ("authelia-lint.toml", BINDING), ("apps/app.yml", "name: 'App'\n")]);
    let pipes = ["pipe", "pipe.yml", "apps/pipe.yml"].map(|name| folder.path().join(name));
    assert!(Command::new("mkfifo").args(&pipes).status().unwrap().success());
    let of = |arguments: &[&str]| run_with_input(folder.path(), arguments, "");
    for file in ["pipe", "/dev/zero", "/dev/tty", "apps", "/proc/self/status"] {
        assert_refused(&of(&["check", "-c", file, "configuration.yml"]), "not a regular file");
        assert_refused(&of(&["policy", "test", "-c", "authelia-lint.toml", file]), "not a regular file");
    }
    for file in ["pipe", "/dev/zero", "/proc/self/status"] {
        for arguments in [
            &["check", "--mailcow", file, "configuration.yml"][..],
            &["check", "--merge", "--env-file", file, "configuration.yml"],
            &["check", "--baseline", file, "configuration.yml"],
            &["check", file],
            &["show", file],
        ] {
            assert_refused(&of(arguments), "neither a file nor a folder");
        }
    }
    assert_refused(&of(&["apps", "--apps", "apps"]), "apps/pipe.yml: not a regular file");
    assert_refused(&of(&["check", "pipe.yml"]), "neither a file nor a folder");
}

#[test]
fn own_applications_show_no_control_characters_and_no_values() {
    let folder = folder(&[
        ("raw/own.yml", "name: \"\\e[31mX\\a\\u202Ey\"\n"),
        ("typed/own.yml", &format!("facts: {SECRET}\n")),
        ("whole/own.yml", &format!("{SECRET} is on the first line\n")),
        ("example/own.yml", &format!("name: 'App'\nexample: '{SECRET}'\n")),
        ("deep/own.yml", &"[".repeat(200_000)),
    ]);
    let of = |name: &str| run(folder.path(), &["apps", "--apps", name]);
    let listed = of("raw");
    assert_eq!(listed.code, 0);
    for shown in [listed, run(folder.path(), &["apps", "--apps", "raw", "own"])] {
        assert!(!shown.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{}", shown.out);
    }
    for name in ["typed", "whole", "example"] {
        assert_refused(&of(name), "own.yml");
    }
    assert_refused(&of("deep"), "own.yml:1:101: more than 100 open brackets");
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_an_error_for_every_command() {
    for arguments in [&["--help"][..], &["--version"], &["check", "--help"], &["rules"], &["check", "--exit-zero", "-"]]
    {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run = Run::of(crate::program::program(Path::new("/"), arguments).stdout(full).output().unwrap());
        assert_refused(&run, "standard output");
    }
    let Run { code, error, .. } = run(Path::new("/"), &["check", "--filters", "\u{1b}[31m", "-"]);
    assert!(code == 2 && !error.contains('\u{1b}'), "{error}");
}
