//! Reports of many findings: what comes first, what is left out, and what is said about the whole.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::files::{folder, in_project};
use crate::program::run;

/// Forty clients, each with an error that has a fix, two warnings, and advice.
fn many() -> TempDir {
    let mut text = String::from("identity_providers:\n  oidc:\n    clients:\n");
    for number in 0..40 {
        let _ = write!(
            text,
            "      - client_id: 'client-{number}'\n        public: true\n        consent_mode: 'explict'\n        \
             scopes: ['openid', 'openid', 'offline_access']\n        \
             redirect_uris: ['http://client-{number}.example.com/callback']\n"
        );
    }
    folder(&[("configuration.yml", &text)])
}

fn severities(folder: &TempDir, options: &[&str]) -> Vec<String> {
    let outcome =
        run(folder.path(), &[&["check", "--format", "json"], options, &["configuration.yml"]].concat()).json();
    let severity = |finding: &Value| finding["severity"].as_str().unwrap().to_owned();
    outcome["findings"].as_array().unwrap().iter().map(severity).collect()
}

#[test]
#[ignore = "slow"]
fn errors_come_first() {
    let folder = many();
    let sorted = severities(&folder, &[]);
    assert!(sorted.len() == 160, "{}", sorted.len());
    let rank = |severity: &String| ["error", "warning", "advice"].iter().position(|other| other == severity).unwrap();
    assert!(sorted.is_sorted_by_key(rank));
    let by_place = severities(&folder, &["--sort", "place"]);
    assert_eq!(by_place.len(), sorted.len());
    assert!(!by_place.is_sorted_by_key(rank));
    fs::write(folder.path().join("authelia-lint.toml"), "sort = 'place'\n").unwrap();
    assert_eq!(severities(&folder, &[]), by_place);
}

#[test]
fn what_weighs_too_little_is_left_out_and_counted() {
    let folder = many();
    let all = severities(&folder, &[]);
    let errors = severities(&folder, &["--min-severity", "error"]);
    assert!(errors.iter().all(|severity| severity == "error") && errors.len() == 40, "{}", errors.len());
    let told = run(folder.path(), &["check", "--min-severity", "error", "configuration.yml"]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains(&format!("40 errors, {} below the minimum severity", all.len() - 40)), "{}", told.out);
    let clean = run(
        folder.path(),
        &["check", "--select", "insecure-redirect-uri", "--min-severity", "error", "configuration.yml"],
    );
    assert_eq!(clean.code, 0, "{}", clean.told());
    assert!(clean.out.contains("no findings, 40 below the minimum severity"), "{}", clean.out);
}

#[test]
fn what_is_left_out_is_not_fixed() {
    let folder = many();
    let fixed = run(folder.path(), &["check", "--fix=all", "--min-severity", "error", "configuration.yml"]);
    assert!(fixed.out.contains("40 fixed, no findings, 120 below the minimum severity"), "{}", fixed.out);
    let text = fs::read_to_string(folder.path().join("configuration.yml")).unwrap();
    assert!(text.contains("'openid', 'openid'") && !text.contains("explict"), "{text}");
}

#[test]
#[ignore = "slow"]
fn a_baseline_records_what_is_reported() {
    let folder = many();
    let record = ["check", "--min-severity", "error", "--write-baseline", "known.json", "configuration.yml"];
    run(folder.path(), &record);
    let left = severities(&folder, &["--baseline", "known.json"]);
    assert!(!left.is_empty() && left.iter().all(|severity| severity != "error"), "{left:?}");
    run(folder.path(), &["check", "--write-baseline", "all.json", "configuration.yml"]);
    let none = severities(&folder, &["--baseline", "all.json", "--min-severity", "warning"]);
    assert!(none.is_empty(), "no entry is stale because its finding is not asked for: {none:?}");
}

#[test]
#[ignore = "slow"]
fn advice_takes_a_line_unless_it_is_asked_for() {
    let folder = many();
    let check = |options: &[&str]| run(folder.path(), &[&["check"], options, &["configuration.yml"]].concat()).out;
    let advice = |out: &str| out.lines().filter(|line| line.contains("advice[")).map(str::to_owned).collect::<Vec<_>>();
    let short = advice(&check(&[]));
    assert!(short.len() == 40 && short.iter().all(|line| line.starts_with("configuration.yml:")), "{short:?}");
    for options in [&["--min-severity", "advice"][..], &["-v"], &["--select", "refresh-*"]] {
        let full = advice(&check(options));
        assert!(full.len() == 40 && full.iter().all(|line| line.starts_with("advice[")), "{full:?}");
    }
}

#[test]
fn statistics_count_by_rule() {
    let folder = many();
    let statistics = run(folder.path(), &["check", "--statistics", "configuration.yml"]);
    assert_eq!(statistics.code, 1);
    let (table, _time) = statistics.out.split_once(", in ").unwrap();
    insta::assert_snapshot!(table);
    let json = run(folder.path(), &["check", "--statistics", "--format", "json", "configuration.yml"]);
    assert_eq!(json.code, 2);
    assert_eq!(json.error, "error: `--statistics` works only with the formats `full` and `concise`\n");
}

#[test]
fn the_last_lines_say_what_can_be_done() {
    let folder = many();
    let last = |options: &[&str]| {
        let out = run(folder.path(), &[&["check"], options, &["configuration.yml"]].concat()).out;
        out.split_once(" ms\n").unwrap().1.to_owned()
    };
    insta::assert_snapshot!(last(&[]));
    insta::assert_snapshot!(last(&["--fix"]));
}

#[test]
fn rules_are_selected_by_pattern_and_by_effect() {
    let folder = many();
    let rules = |options: &[&str]| {
        let outcome =
            run(folder.path(), &[&["check", "--format", "json"], options, &["configuration.yml"]].concat()).json();
        let findings = outcome["findings"].as_array().unwrap();
        let mut rules: Vec<_> = findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect();
        rules.sort();
        rules.dedup();
        rules
    };
    assert_eq!(rules(&["--select", "security"]), ["insecure-redirect-uri"]);
    assert_eq!(
        rules(&["--select", "security,repeated-*", "--ignore", "one-*"]),
        ["insecure-redirect-uri", "repeated-list-value"]
    );
    fs::write(folder.path().join("authelia-lint.toml"), "select = ['hygiene']\nignore = ['refresh-*']\n").unwrap();
    assert_eq!(rules(&[]), ["repeated-list-value"]);
    fs::write(folder.path().join("authelia-lint.toml"), "select = ['securty']\n").unwrap();
    let told = run(folder.path(), &["check", "configuration.yml"]);
    assert!(told.code == 2 && told.error.contains("did you mean `security`?"), "{}", told.told());
}

#[test]
fn labels_end_at_the_width() {
    let files = ["mailcow.yml", "applications.yml", "policies.yml", "templated-hosts.yml", "older-options.yml"];
    let out = run(&in_project("fixtures/bad"), &[&["check", "--min-severity", "advice"][..], &files].concat()).out;
    let frames = out.lines().filter(|line| line.starts_with(' ') && line.contains(['│', '╰', '·']));
    assert!(frames.clone().count() > 100);
    for line in frames {
        assert!(line.chars().count() <= 100, "{line}");
    }
}
