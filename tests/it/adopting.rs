//! Beginning with findings that are there already: comments, a baseline, only what changed.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::files;
use crate::program::{Run, program, run_with_input};

/// Three findings in three lines: a mistyped key, a policy that does not exist, a level that does not exist.
const CONFIGURATION: &str = "\
log:
  level: 'loud'
access_control:
  default_policy: 'allow'
  # networks follow
  netwoks: []
";

/// `authelia-lint check`, with `git` on the path and no git settings except the repository's.
fn check(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program(folder, &[&["check"], arguments].concat());
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Run {
    Run::of(check(folder, arguments).output().unwrap())
}

/// The rules that are found, each with its line, and the counts.
fn found(folder: &Path, arguments: &[&str]) -> (Vec<(String, u64)>, Value) {
    let object = run(folder, &[&["--format", "json"], arguments].concat()).json();
    let finding = |finding: &Value| (finding["rule"].as_str().unwrap().to_owned(), finding["line"].as_u64().unwrap());
    (object["findings"].as_array().unwrap().iter().map(finding).collect(), object["summary"].clone())
}

fn rules(found: &[(String, u64)]) -> Vec<&str> {
    found.iter().map(|(rule, _)| rule.as_str()).collect()
}

fn folder(text: &str) -> TempDir {
    files::folder(&[("a.yml", text)])
}

fn read(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("a.yml")).unwrap()
}

/// The text with comments that suppress all that is found, which a second run leaves as they are.
fn ignored(text: &str, reason: &str) -> String {
    let folder = folder(text);
    let option = format!("--add-ignore{}{reason}", if reason.is_empty() { "" } else { "=" });
    run(folder.path(), &[&option, "a.yml"]);
    let once = read(&folder);
    run(folder.path(), &[&option, "a.yml"]);
    assert_eq!(once, read(&folder), "a second run changes nothing");
    once
}

#[test]
fn a_comment_goes_above_the_line() {
    assert_eq!(
        ignored(CONFIGURATION, "from before"),
        "\
log:
  # authelia-lint: ignore[invalid-option] from before
  level: 'loud'
access_control:
  # authelia-lint: ignore[invalid-access-control] from before
  default_policy: 'allow'
  # networks follow
  # authelia-lint: ignore[unknown-key] from before
  netwoks: []
"
    );
}

#[test]
fn the_findings_are_suppressed_and_the_exit_code_is_that_of_what_is_left() {
    let folder = folder(CONFIGURATION);
    assert_eq!(run(folder.path(), &["a.yml"]).code, 1);
    let Run { code, out, error } = run(folder.path(), &["--add-ignore=from before", "--format", "concise", "a.yml"]);
    assert_eq!((code, error.as_str()), (0, "added 3 suppression comments\n"));
    assert!(out.starts_with("a.yml: 1 file, no clients, no findings, 3 suppressed"), "{out}");
    assert_eq!(run(folder.path(), &["a.yml"]).code, 0);
}

#[test]
fn a_rule_goes_into_the_brackets_of_a_comment_that_is_there() {
    let there = "# authelia-lint: ignore[wrong-type] because";
    for (text, expected) in [
        (format!("log:\n  {there}\n  level: 'loud'\n"), "ignore[wrong-type, invalid-option] because; from before\n"),
        (format!("log:\n  level: 'loud' {there}\n"), "ignore[wrong-type, invalid-option] because; from before\n"),
        (
            "log:\n  level: 'loud' # authelia-lint: ignore[wrong-type]\n".to_owned(),
            "ignore[wrong-type, invalid-option] from before\n",
        ),
    ] {
        let ignored = ignored(&text, "from before");
        assert!(ignored.contains(expected), "{ignored}");
        assert_eq!(ignored.lines().count(), text.lines().count());
    }
}

#[test]
#[ignore = "slow"]
fn a_comment_never_changes_what_is_read() {
    for (text, expected) in [
        // The value goes on in the next line, where a comment above would be a part of it.
        (
            "log: {file_path: \"te\n  xt\", level: 'loud'}\n",
            "  xt\", level: 'loud'}  # authelia-lint: ignore[invalid-option]\n",
        ),
        ("log:\n  level: |\n    loud\n", "log:\n  # authelia-lint: ignore[invalid-option]\n  level: |\n"),
        ("log:\r\n  level: 'loud'\r\n", "log:\r\n  # authelia-lint: ignore[invalid-option]\r\n  level: 'loud'\r\n"),
        ("\u{feff}sesion: {}\nlog: {level: info}\n", "\u{feff}# authelia-lint: ignore[unknown-key]\nsesion: {}\n"),
        ("log:\n  level: 'loud'", "log:\n  # authelia-lint: ignore[invalid-option]\n  level: 'loud'"),
        ("log: {level: 'loud'} # why\n", "# authelia-lint: ignore[invalid-option]\nlog: {level: 'loud'} # why\n"),
    ] {
        let ignored = ignored(text, "");
        assert!(ignored.contains(expected), "{ignored:?}");
        let with = folder(&ignored);
        let (found, summary) = found(with.path(), &["a.yml"]);
        assert!(rules(&found).iter().all(|rule| rule.contains("unexplained")), "{found:?}\n{ignored}");
        assert_eq!(summary["suppressed"], 1, "{ignored}");
    }
}

#[test]
fn what_no_comment_can_suppress_is_said_and_left() {
    // Folded, the comment would be a part of the line before it.
    let text = "apiVersion: v1\nkind: ConfigMap\ndata:\n  configuration.yml: >\n    log:\n\n      level: loud\n\n    access_control:\n\n      default_policy: deny\n";
    let folder = folder(text);
    let Run { code, error, .. } = run(folder.path(), &["--add-ignore", "a.yml"]);
    assert_eq!(code, 1, "{error}");
    assert!(error.starts_with("cannot be suppressed by a comment: a.yml:7: invalid-option\n"), "{error}");
    assert_eq!(read(&folder), text);
}

#[test]
fn what_comes_from_standard_input_goes_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_with_input(folder.path(), &["check", "--add-ignore=why", "-"], "log:\n  level: 'loud'\n");
    let expected = "log:\n  # authelia-lint: ignore[invalid-option] why\n  level: 'loud'\n";
    assert_eq!(run.out, expected);
    assert!(run.error.contains("1 suppressed"));
}

#[test]
fn a_reason_is_one_line() {
    let folder = folder(CONFIGURATION);
    for reason in ["--add-ignore=a\nsession: {}", "--add-ignore=a # b", "--add-ignore=\u{202e}"] {
        let Run { code, error, .. } = run(folder.path(), &[reason, "a.yml"]);
        assert_eq!(code, 2, "{error}");
        assert_eq!(read(&folder), CONFIGURATION);
    }
}

#[test]
#[ignore = "slow"]
fn every_fixture_keeps_its_meaning_and_its_lines() {
    let mut comments = 0;
    for path in ["fixtures/bad", "fixtures/embedded"].iter().flat_map(|name| files::yaml_in(&files::in_project(name))) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let ignored = ignored(&text, "known");
        let bare = |line: &str| line.split("# authelia-lint:").next().unwrap().trim_end().to_owned();
        let (old, new): (Vec<_>, Vec<_>) = (text.lines().map(bare).collect(), ignored.lines().map(bare).collect());
        let mut rest = new.iter();
        assert!(old.iter().all(|line| rest.any(|other| other == line)), "{}:\n{ignored}", path.display());
        comments += new.len() - old.len();
    }
    assert!(comments > 30, "only {comments} comments");
}

#[test]
fn a_baseline_hides_what_it_records_wherever_the_lines_are() {
    let folder = folder(CONFIGURATION);
    let Run { code, out, .. } = run(folder.path(), &["--write-baseline", "known.json", "--format", "concise", "a.yml"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.starts_with("a.yml: 1 file, no clients, no findings, 3 in the baseline"), "{out}");
    fs::write(folder.path().join("a.yml"), format!("# moved\n\n{CONFIGURATION}theme: 'pink'\n")).unwrap();
    let (found, summary) = found(folder.path(), &["--baseline", "known.json", "a.yml"]);
    assert_eq!(found, [("invalid-option".to_owned(), 9)]);
    assert_eq!(summary["recorded"], 3);
}

#[test]
fn a_baseline_is_the_same_for_the_same_findings_and_can_be_reviewed() {
    let folder = folder(&CONFIGURATION.replace("log:", "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'one'\n        client_secret: 'in plain text'\nlog:"));
    let write = || {
        run(folder.path(), &["--write-baseline", "known.json", "a.yml"]);
        fs::read_to_string(folder.path().join("known.json")).unwrap()
    };
    let once = write();
    assert_eq!(once, write());
    assert!(!once.contains("plain text"), "{once}");
    insta::assert_snapshot!(once);
}

#[cfg(unix)]
#[test]
fn a_baseline_is_written_as_any_other_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(CONFIGURATION);
    run(folder.path(), &["--write-baseline", "known.json", "a.yml"]);
    fs::write(folder.path().join("other"), "").unwrap();
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
    assert_eq!(mode("known.json"), mode("other"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing else is left");
}

#[test]
fn an_entry_that_nothing_matches_is_stale() {
    let folder = folder(CONFIGURATION);
    fs::write(folder.path().join("b.yml"), CONFIGURATION).unwrap();
    run(folder.path(), &["--write-baseline", "known.json", "a.yml", "b.yml"]);
    fs::write(folder.path().join("a.yml"), CONFIGURATION.replace("loud", "info")).unwrap();
    let stale = |arguments: &[&str]| {
        let (found, _) = found(folder.path(), &[&["--baseline", "known.json"], arguments].concat());
        rules(&found).iter().filter(|rule| **rule == "stale-baseline").count()
    };
    let Run { code, out, .. } = run(folder.path(), &["--baseline", "known.json", "--format", "concise", "a.yml"]);
    assert_eq!(code, 1);
    let expected = "warning[stale-baseline] `invalid-option` is not found any more in `a.yml` at `log.level`\n";
    assert!(out.starts_with("known.json:") && out.contains(expected), "{out}");
    assert_eq!(stale(&["a.yml", "b.yml"]), 1);
    assert_eq!(stale(&["b.yml"]), 0, "what is not looked at is not judged");
    assert_eq!(stale(&["--ignore", "invalid-option", "a.yml"]), 0);
    assert_eq!(stale(&["--ignore", "stale-baseline", "a.yml"]), 0);
    fs::write(folder.path().join("a.yml"), "log: {\n").unwrap();
    assert_eq!(stale(&["a.yml"]), 0, "what does not parse is not judged");
    fs::remove_file(folder.path().join("a.yml")).unwrap();
    assert_eq!(stale(&["b.yml"]), 3, "a file is gone");
}

#[test]
fn a_wrong_baseline_is_an_error() {
    let folder = folder(CONFIGURATION);
    for (text, expected) in [
        (None, "known.json: no such file or folder\n"),
        (Some(r#"{"version": "1"}"#), "known.json: no baseline: invalid type: string"),
        (Some(r#"{"version": 2, "findings": []}"#), "known.json: a baseline of version 2, and only version 1 is known"),
    ] {
        if let Some(text) = text {
            fs::write(folder.path().join("known.json"), text).unwrap();
        }
        let Run { code, error, .. } = run(folder.path(), &["--baseline", "known.json", "a.yml"]);
        assert_eq!(code, 2);
        assert!(error.contains(expected), "{error}");
    }
    let Run { code, error, .. } = run(folder.path(), &["--write-baseline", "missing/known.json", "a.yml"]);
    assert_eq!(code, 2, "{error}");
    let before = fs::read_to_string(folder.path().join("known.json")).unwrap();
    let Run { code, error, .. } = run(folder.path(), &["--write-baseline", "known.json", "a.yml", "missing.yml"]);
    assert_eq!(code, 2, "{error}");
    assert_eq!(fs::read_to_string(folder.path().join("known.json")).unwrap(), before, "nothing is written by halves");
}

/// A repository with the configuration in its one commit, whose settings would run a program.
fn repository() -> TempDir {
    let folder = folder(CONFIGURATION);
    let trap = folder.path().join("trap");
    fs::write(&trap, "#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\n").unwrap();
    let trap = trap.display().to_string();
    git(&folder, &["init", "-q"]);
    git(&folder, &["config", "diff.t.textconv", &trap]);
    git(&folder, &["config", "diff.t.command", &trap]);
    git(&folder, &["config", "filter.t.clean", &trap]);
    git(&folder, &["config", "filter.t.smudge", &trap]);
    git(&folder, &["add", "a.yml"]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    fs::write(folder.path().join(".git/info/attributes"), "*.yml diff=t filter=t\n").unwrap();
    for (key, value) in [("diff.external", &trap), ("core.fsmonitor", &trap), ("core.pager", &trap)] {
        git(&folder, &["config", key, value]);
    }
    folder
}

fn git(folder: &TempDir, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder.path()).args(arguments).env("HOME", folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(variable);
    }
    for person in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{person}_NAME"), "a").env(format!("GIT_{person}_EMAIL"), "a@example.org");
    }
    assert!(command.status().unwrap().success(), "git {arguments:?}");
}

#[cfg(unix)]
fn arm(folder: &TempDir) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder.path().join("trap"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn only_changed_lines_are_spoken_of() {
    let folder = repository();
    assert_eq!(found(folder.path(), &["--since", "HEAD", "a.yml"]).0, []);
    fs::write(folder.path().join("a.yml"), format!("theme: 'dark'\n{}", CONFIGURATION.replace("allow", "permit")))
        .unwrap();
    let (found, summary) = found(folder.path(), &["--since", "HEAD", "a.yml"]);
    assert_eq!(found, [("invalid-access-control".to_owned(), 5)]);
    assert_eq!(summary["unchanged"], 2);
}

#[test]
fn the_lines_around_what_is_gone_count_as_changed() {
    let folder = repository();
    fs::write(folder.path().join("a.yml"), CONFIGURATION.replace("  # networks follow\n", "")).unwrap();
    let (found, _) = found(folder.path(), &["--since", "HEAD", "a.yml"]);
    assert_eq!(rules(&found), ["invalid-access-control", "unknown-key"]);
}

#[test]
fn a_file_that_the_revision_does_not_hold_is_new() {
    let folder = repository();
    fs::create_dir(folder.path().join("more")).unwrap();
    fs::write(folder.path().join("more/ \u{fc}\n:%(a)*.yml"), CONFIGURATION).unwrap();
    let (new, _) = found(folder.path(), &["--since", "HEAD", "more", "a.yml"]);
    assert_eq!(new.len(), 3);
    git(&folder, &["add", "more"]);
    git(&folder, &["-c", "filter.t.clean=cat", "commit", "-q", "-m", "second"]);
    assert_eq!(found(folder.path(), &["--since", "HEAD", "more", "a.yml"]).0.len(), 0);
    assert_eq!(found(folder.path(), &["--since", "HEAD~", "more", "a.yml"]).0.len(), 3);
}

#[cfg(unix)]
#[test]
fn a_link_is_as_new_as_its_file() {
    let folder = repository();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(folder.path().join("a.yml"), elsewhere.path().join("link.yml")).unwrap();
    assert_eq!(found(elsewhere.path(), &["--since", "HEAD", "link.yml"]).0, []);
}

#[cfg(unix)]
#[test]
fn a_repository_runs_nothing() {
    let folder = repository();
    arm(&folder);
    fs::write(folder.path().join("a.yml"), CONFIGURATION.replace("allow", "permit")).unwrap();
    assert_eq!(found(folder.path(), &["--since", "HEAD", "a.yml"]).0.len(), 1);
    assert!(!folder.path().join("sprung").exists());
    let output = Command::new("git").current_dir(folder.path()).args(["diff", "HEAD"]).output().unwrap();
    assert!(folder.path().join("sprung").exists(), "the trap works: {output:?}");
}

#[test]
fn a_revision_that_there_is_not_is_an_error() {
    let folder = repository();
    for revision in ["--output=sprung", "-h", "nowhere", "", "HEAD..HEAD", "HEAD:a.yml", "HEAD\n"] {
        let Run { code, out, error } = run(folder.path(), &[&format!("--since={revision}"), "a.yml"]);
        assert_eq!((code, out.as_str()), (2, ""), "{revision:?}: {error}");
        assert!(
            error.starts_with("error: `--since`: `") && error.contains("is not a revision"),
            "{revision:?}: {error}"
        );
    }
    assert!(!folder.path().join("sprung").exists());
}

#[test]
fn without_a_repository_nothing_is_known_of_changes() {
    let folder = folder(CONFIGURATION);
    for (variable, expected) in [("GIT_CEILING_DIRECTORIES", "not a git repository"), ("PATH", "git cannot be started")]
    {
        let mut command = check(folder.path(), &["--since", "HEAD", "a.yml"]);
        let Run { code, error, .. } = Run::of(command.env(variable, folder.path()).output().unwrap());
        assert_eq!(code, 2, "{error}");
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_stale_entry_is_reported_whatever_changed() {
    let folder = repository();
    run(folder.path(), &["--write-baseline", "known.json", "a.yml"]);
    fs::write(folder.path().join("a.yml"), CONFIGURATION.replace("loud", "info")).unwrap();
    let (found, _) = found(folder.path(), &["--since", "HEAD", "--baseline", "known.json", "a.yml"]);
    assert_eq!(rules(&found), ["stale-baseline"]);
}

#[test]
fn a_baseline_may_stand_in_the_settings_file() {
    let folder = files::folder(&[
        ("settings/authelia-lint.toml", "baseline = 'known.json'\n"),
        ("configuration.yml", "theme: 'drak'\nlog:\n  level: 'info'\n"),
    ]);
    let check = |more: &[&str]| {
        run(folder.path(), &[&["-c", "settings/authelia-lint.toml", "configuration.yml"], more].concat())
    };
    assert_eq!(check(&["--write-baseline", "settings/known.json"]).code, 0);
    let hidden = check(&[]);
    assert_eq!(hidden.code, 0, "{}", hidden.told());
    assert!(hidden.out.contains("1 in the baseline"), "{}", hidden.told());
    std::fs::remove_file(folder.path().join("settings/known.json")).unwrap();
    let lost = check(&[]);
    assert!(lost.code == 2 && lost.error.contains("known.json"), "{}", lost.told());
}
