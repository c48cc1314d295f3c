//! The program as it is called: exit codes, streams, options.

use std::fs;

use crate::files::{folder, in_project, project_text};
use crate::program::{Run, run, run_with_input, spawn};

const AUTHELIA: &str = "access_control:\n  default_policy: 'deny'\n";

#[test]
fn nothing_to_check_is_said_and_fails_unless_allowed() {
    let folder = folder(&[("stranger.yml", "services: {}\n")]);
    let Run { code, out, error } = run(folder.path(), &["check"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(error, "error: nothing to check: the only YAML file in `.` does not look like Authelia configuration\n");
    let Run { code, error, .. } = run(folder.path(), &["check", "--allow-empty", "stranger.yml"]);
    assert_eq!((code, error.as_str()), (0, ""));
}

#[test]
#[ignore = "slow"]
fn completions_and_manual_name_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let commands =
        ["apps", "check", "clients", "completions", "explain", "man", "new", "rules", "show", "verify-secret"];
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let Run { code, out, error } = run(folder.path(), &["completions", shell]);
        assert_eq!((code, error.as_str()), (0, ""));
        assert!(commands.iter().all(|command| out.contains(command)), "{shell}: {out}");
    }
    let Run { code, out, .. } = run(folder.path(), &["man"]);
    assert!(code == 0 && out.contains(".SH SUBCOMMANDS") && out.contains("authelia\\-lint"), "{out}");
    assert_eq!(run(folder.path(), &["man", "."]).code, 0);
    for command in commands {
        let page = fs::read_to_string(folder.path().join(format!("authelia-lint-{command}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{page}");
    }
    let Run { code, error, .. } = run(folder.path(), &["man", "missing"]);
    assert!(code == 2 && error.starts_with("error: missing: "), "{error}");
}

#[test]
fn standard_input_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let object = run_with_input(folder.path(), &["check", "-", "--format", "json"], AUTHELIA).json();
    assert_eq!(object["version"], 1);
    assert_eq!(object["summary"]["files"], 1);
}

#[test]
fn an_unreadable_input_is_named_and_the_others_are_checked() {
    let folder = folder(&[("a.yml", AUTHELIA)]);
    let Run { code, out, error } = run(folder.path(), &["check", "a.yml", "missing\u{1b}[31m.yml"]);
    assert_eq!(code, 2);
    assert!(out.starts_with("a.yml: 1 file"), "{out}");
    assert!(error.starts_with("error: missing␛[31m.yml: no such file or folder\n"), "{error}");
}

#[test]
fn mistyped_names_are_answered_with_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, nearest) in [
        (&["check", "--select", "auth-methd-mismatch"][..], "`auth-method-mismatch`"),
        (&["check", "--ignore", "missing-scop"], "`missing-scope`"),
        (&["explain", "missing-scopes"], "`missing-scope`"),
        (&["apps", "mailcw"], "`mailcow`"),
        (&["check", "--app", "mail=mailcw"], "`mailcow`"),
    ] {
        let Run { code, error, .. } = run(folder.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(error.contains(&format!("did you mean {nearest}?")), "{arguments:?}: {error}");
    }
}

#[test]
fn wrong_use_is_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["check", "--filters", "all"][..],
        &["check", "--app", "mailcow"],
        &["check", "--exclude", "["],
        &["check", "--format", "xml"],
        &["frobnicate"],
        &[],
    ] {
        assert_eq!(run(folder.path(), arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn the_report_goes_to_a_file() {
    let folder = folder(&[("a.yml", AUTHELIA)]);
    let Run { out, .. } = run(folder.path(), &["check", "a.yml", "--output", "report.txt"]);
    assert_eq!(out, "");
    assert!(fs::read_to_string(folder.path().join("report.txt")).unwrap().starts_with("a.yml: 1 file"));
    let Run { code, error, .. } = run(folder.path(), &["check", "a.yml", "-o", "missing/report.txt"]);
    assert_eq!(code, 2);
    assert!(error.starts_with("error: missing/report.txt: "), "{error}");
}

#[test]
fn several_formats_go_to_several_places() {
    let folder = folder(&[("configuration.yml", "sesion: {}\n")]);
    let inputs = ["check", "configuration.yml", "--format"];
    let Run { code, out, .. } =
        run(folder.path(), &[&inputs[..], &["sarif", "-o", "a.sarif", "--format", "concise"]].concat());
    assert_eq!(code, 1);
    assert!(out.starts_with("configuration.yml:1:1: error[unknown-key]"), "{out}");
    assert!(fs::read_to_string(folder.path().join("a.sarif")).unwrap().starts_with("{\"$schema\""));
    let Run { code, error, .. } = run(folder.path(), &[&inputs[..], &["json", "--format", "full"]].concat());
    assert_eq!(code, 2);
    assert!(error.contains("only one format can be written to standard output"), "{error}");
}

#[test]
fn rules_and_apps_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let Run { code, out, .. } = run(folder.path(), &["rules"]);
    assert_eq!(code, 0);
    for rule in authelia_lint::rules::RULES.iter() {
        assert!(out.contains(rule.id), "{}", rule.id);
    }
    let Run { code, out, .. } = run(folder.path(), &["apps"]);
    assert_eq!(code, 0);
    let listed: Vec<Vec<&str>> = out.lines().map(|line| line.splitn(2, ' ').map(str::trim).collect()).collect();
    assert!(listed.contains(&vec!["mailcow", "Mailcow"]), "{out}");
}

#[test]
#[ignore = "slow"]
fn every_page_and_app_is_told_without_raw_markdown() {
    let folder = tempfile::tempdir().unwrap();
    for rule in authelia_lint::rules::RULES.iter() {
        let Run { code, out, .. } = run(folder.path(), &["explain", rule.id]);
        assert_eq!(code, 0, "{}", rule.id);
        assert!(out.starts_with(rule.id), "{}", rule.id);
        let raw = |line: &str| line.starts_with('#') || line.starts_with("```") || line.contains("**");
        assert!(!out.lines().any(raw), "{out}");
    }
    for id in authelia_lint::app::Catalogue::default().ids() {
        assert_eq!(run(folder.path(), &["apps", id]).code, 0);
    }
}

#[test]
fn colours_come_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let Run { out: plain, .. } = run(folder.path(), &["rules"]);
    let Run { out: coloured, .. } = run(folder.path(), &["rules", "--color", "always"]);
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = spawn(folder.path(), &["rules"]);
    drop(child.stdout.take());
    let Run { code, error, .. } = Run::of(child.wait_with_output().unwrap());
    assert_eq!((code, error.as_str()), (0, ""));
}

#[test]
fn a_secret_is_asked_for_and_never_shown() {
    let configuration = "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'one'\n      - client_id: 'two'\n        client_secret: 'x'\n";
    let folder = folder(&[("a.yml", configuration)]);
    assert_eq!(run(folder.path(), &["verify-secret", "a.yml"]).code, 2);
    let Run { code, out, error } = run_with_input(folder.path(), &["verify-secret", "a.yml"], "hunter22\n");
    assert_eq!(code, 1);
    assert!(out.starts_with("a.yml:4: one: no client secret"), "{out}");
    assert!(out.contains("a.yml:5: two: "), "{out}");
    assert!(!format!("{out}{error}").contains("hunter22"));
}

#[test]
fn the_catalogue_is_fresh() {
    let Run { out: printed, .. } = run(&in_project("."), &["rules", "--markdown"]);
    assert!(printed == project_text("rules/README.md"), "stale: cargo run -- rules --markdown > rules/README.md");
}

#[test]
fn standard_input_may_have_a_name() {
    let settings = "[[override]]\npaths = ['hosts/*.yml']\nrules = { invalid-access-control = 'off' }\n";
    let folder = folder(&[("authelia-lint.toml", settings), ("hosts/b.nix", "{ }\n")]);
    let wrong = "access_control:\n  default_policy: 'nobody'\n";
    let check = |name: &str, text: &str| {
        run_with_input(folder.path(), &["check", "--format", "concise", "-q", "--stdin-filename", name], text)
    };
    let named = check("a.yml", wrong);
    assert!(named.code == 1 && named.out.starts_with("a.yml:2:19: error[invalid-access-control]"), "{}", named.told());
    let over = check("hosts/a.yml", wrong);
    assert_eq!((over.code, over.out.as_str()), (0, ""), "{}", over.error);
    let nix = "{ services.authelia.instances.main.settings.access_control.default_policy = \"nobody\"; }\n";
    let nix = check("hosts/b.nix", nix);
    assert!(nix.out.starts_with("hosts/b.nix:1:"), "{}", nix.told());
    let apart = run(folder.path(), &["check", "--stdin-filename", "a.yml", "hosts/b.nix"]);
    assert!(apart.code == 2 && apart.error.contains("add `-`"), "{}", apart.told());
}

#[test]
fn a_fix_of_named_standard_input_goes_to_standard_output() {
    let folder = folder(&[("a.yml", "theme: 'drak'\n")]);
    let fixed = run_with_input(folder.path(), &["check", "--fix", "--stdin-filename", "a.yml"], "theme: 'drak'\n");
    assert_eq!(fixed.out, "theme: 'dark'\n", "{}", fixed.error);
    assert_eq!(fs::read_to_string(folder.path().join("a.yml")).unwrap(), "theme: 'drak'\n");
}
