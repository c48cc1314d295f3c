//! Decisions about requests, and what is proved about all of them.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::files::{self, in_project};
use crate::program::{Run, program, run};

/// What surprised people about Authelia, seen in answers of a real server (4.39.20): a configuration and requests with the
/// rule that decides each, and the outcome.
#[test]
fn decisions_are_those_of_a_server() {
    let folder = in_project("fixtures/access");
    let cases: Value = serde_json::from_str(&fs::read_to_string(folder.join("decisions.json")).unwrap()).unwrap();
    let cases = cases.as_array().unwrap();
    let requests: Vec<Value> = cases.iter().map(|case| case["request"].clone()).collect();
    let temporary = tempfile::tempdir().unwrap();
    let file = temporary.path().join("requests.json");
    fs::write(&file, Value::from(requests).to_string()).unwrap();
    let options = ["access", "--complete", "--filters", "none", "--format", "json", "--requests"];
    let arguments = [&options[..], &[file.to_str().unwrap(), "surprises.yml"]].concat();
    let answer = run(&folder, &arguments).json();
    for (case, decision) in cases.iter().zip(answer["decisions"].as_array().unwrap()) {
        let decided = json!([decision["rule"], decision["outcome"]]);
        assert_eq!(decided, case["decided"], "{}", case["request"]);
    }
    assert_eq!(cases.len(), answer["decisions"].as_array().unwrap().len());
}

#[test]
fn a_request_is_decided_in_a_line() {
    let folder = in_project("fixtures/access");
    let decided = |arguments: &[&str]| {
        let options = ["access", "--complete", "--filters", "none", "--format", "concise", "surprises.yml"];
        run(&folder, &[&options, arguments].concat()).out
    };
    assert_eq!(
        decided(&["--url", "ftp://nowhere"]),
        "bad-request: GET ftp://nowhere (the scheme is neither `https` nor `wss`)\n"
    );
    let host = fs::read_to_string(folder.join("decisions.json")).unwrap();
    let cases: Value = serde_json::from_str(&host).unwrap();
    let case = cases.as_array().unwrap().iter().find(|case| case["decided"][0].as_u64() > Some(0)).unwrap();
    let url = case["request"]["url"].as_str().unwrap();
    let line = decided(&["--url", url, "--user", "ada"]);
    assert!(line.contains(url) && line.contains("surprises.yml:"), "{line}");
}

/// What a command says in a folder of the fixtures.
fn said(folder: &Path, arguments: &str) -> String {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let run = run(folder, &words);
    format!("$ {arguments}\n{}(exit code {})\n", run.told(), run.code)
}

#[test]
#[ignore = "slow"]
fn people_learn_who_may_do_what() {
    let folder = in_project("fixtures/access/people");
    let asked = [
        "",
        "--format concise",
        "--url https://git.example.com/",
        "--url https://git.example.com/api/x",
        "--url https://git.example.com/api/x --ip 10.1.1.1 --format concise",
        "--url https://git.example.com/api/x --user ben",
        "--url https://git.example.com/api/x --user cleo --factor 1 --ip 10.1.1.1 --method POST",
        "--url https://git.example.com/ --groups devs --format concise",
        "--url https://git.example.com/ --user ad --format json",
        "--url https://other.test/",
        "--client-id wiki",
        "--client-id mail",
        "--client-id wiki --user ada --format json",
        "--client-id wik",
        "--user ada",
    ];
    insta::assert_snapshot!(
        asked.map(|arguments| said(&folder, &format!("access --complete configuration.yml {arguments}"))).join("\n")
    );
}

/// Each command in `docs/access.md` says there what it says here.
#[test]
#[ignore = "slow"]
fn the_documentation_shows_what_is_printed() {
    let page = fs::read_to_string(in_project("docs/access.md")).unwrap();
    let folder = in_project("fixtures/access");
    let blocks = page.split("```console\n").skip(1).map(|block| block.split_once("```").unwrap().0);
    let mut commands = 0;
    for session in blocks.flat_map(|block| block.split("$ authelia-lint ").skip(1)) {
        let (command, shown) = session.split_once('\n').unwrap();
        let words: Vec<&str> = command.split_whitespace().map(|word| word.trim_matches('\'')).collect();
        assert_eq!(run(&folder, &words).told().trim_end(), shown.trim_end(), "{command}");
        commands += 1;
    }
    assert!(commands > 5, "{commands}");
}

#[test]
#[ignore = "slow"]
fn a_change_of_rules_shows_who_gains_and_who_loses() {
    let folder = in_project("fixtures/access/diff");
    let asked = [
        "access diff --complete old.yml new.yml",
        "access diff --complete old.yml new.yml --format concise",
        "access diff --complete old.yml new.yml --format github",
        "access diff --complete new.yml new.yml",
        "access diff --complete old.yml",
        "access diff --complete old.yml none.yml",
    ];
    insta::assert_snapshot!(asked.map(|arguments| said(&folder, arguments)).join("\n"));
    let json = run(&folder, &["access", "diff", "--complete", "old.yml", "new.yml", "--format", "json"]).json();
    let change = &json["differences"][0];
    assert_eq!((&json["complete"], &change["old"]["file"]), (&json!(true), &json!("old.yml")), "{json}");
}

#[test]
fn a_revision_of_git_is_one_side() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("configuration.yml");
    fs::copy(in_project("fixtures/access/diff/old.yml"), &path).unwrap();
    let git = |arguments: &[&str]| {
        let options = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let mut command = std::process::Command::new("git");
        assert!(command.current_dir(folder.path()).args(options).args(arguments).output().unwrap().status.success());
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "old"]);
    fs::copy(in_project("fixtures/access/diff/new.yml"), &path).unwrap();
    let told = |arguments: &[&str]| {
        let path = std::env::var_os("PATH").unwrap();
        let mut command = program(folder.path(), &[&["access", "diff", "--complete"], arguments].concat());
        Run::of(command.env("PATH", path).output().unwrap())
    };
    let since = told(&["--since", "HEAD", "configuration.yml"]);
    assert_eq!(
        (since.code, &since.out),
        (1, &told(&["HEAD:configuration.yml", "configuration.yml"]).out),
        "{}",
        since.told()
    );
    assert!(since.out.contains("HEAD:configuration.yml:14"), "{}", since.out);
    assert_eq!(told(&["HEAD:configuration.yml", "HEAD:configuration.yml"]).code, 0);
    for wrong in ["HEAD:other.yml", "main~9:configuration.yml"] {
        let refused = told(&[wrong, "configuration.yml"]);
        assert!(refused.code == 2 && refused.out.is_empty(), "{}", refused.told());
    }
}

#[test]
fn cases_say_what_must_happen() {
    let folder = in_project("fixtures/access/cases");
    let asked = ["full", "concise", "json"].map(|format| {
        said(&folder, &format!("access test --complete cases.yml ../people/configuration.yml --format {format}"))
    });
    insta::assert_snapshot!(asked.join("\n"));
    let options = ["access", "test", "--complete", "cases.yml", "../people/configuration.yml", "--format", "junit"];
    let junit = run(&folder, &options).out;
    assert!(junit.contains("tests=\"3\"") && junit.contains("failures=\"1\""), "{junit}");
}

#[test]
fn cases_are_written_for_rules_that_none_reaches() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["configuration.yml", "users_database.yml"] {
        fs::copy(in_project("fixtures/access/people").join(name), folder.path().join(name)).unwrap();
    }
    let test = |arguments: &[&str]| {
        run(folder.path(), &[&["access", "test", "--complete", "cases.yml", "configuration.yml"], arguments].concat())
    };
    assert_eq!(test(&[]).code, 2);
    assert_eq!(test(&["--write"]).code, 0);
    let written = fs::read_to_string(folder.path().join("cases.yml")).unwrap();
    insta::assert_snapshot!(written);
    let again = test(&["--write", "--format", "concise"]);
    assert!(again.code == 0 && again.out.ends_with("0 failed; 5 of 5 rules reached\n"), "{}", again.told());
    assert_eq!(fs::read_to_string(folder.path().join("cases.yml")).unwrap(), written);
    fs::write(folder.path().join("cases.yml"), "- name: x\n  request: { url: 'https://x' }\n  outcome: maybe\n")
        .unwrap();
    let wrong = test(&[]);
    assert!(wrong.code == 2 && wrong.error.starts_with("error: cases.yml: "), "{}", wrong.told());
}

/// Rules may hold a secret: a token in a path or in a query.
#[test]
#[ignore = "slow"]
fn no_format_shows_a_secret_of_a_rule() {
    const SECRET: &str = "Zq7hunter2Xk93LmQ8pT";
    let text = |policy: &str| {
        format!(
            "access_control:\n  default_policy: deny\n  rules:\n    - domain: 'a.example.org'\n      policy: {policy}\n      \
             query:\n        - - {{ operator: equal, key: token, value: '{SECRET}' }}\n    - domain: 'b.example.org'\n      \
             policy: one_factor\n      resources: ['^/hook/{SECRET}$']\n"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.yml"), text("deny")).unwrap();
    fs::write(folder.path().join("new.yml"), text("bypass")).unwrap();
    fs::write(folder.path().join("cases.yml"), "[]\n").unwrap();
    let commands = [
        "access new.yml",
        "access new.yml --url https://b.example.org/",
        "access new.yml --url https://b.example.org/ --user ada",
        "access diff old.yml new.yml",
        "access test cases.yml new.yml",
    ];
    let mut shown = 0;
    for command in commands {
        for format in ["full", "concise", "json", "github", "junit"] {
            let arguments: Vec<&str> = command.split(' ').chain(["--format", format]).collect();
            let run = run(folder.path(), &arguments);
            shown += usize::from(run.told().contains('•'));
            for part in [SECRET, &SECRET[..6], &SECRET[SECRET.len() - 6..]] {
                assert!(!run.told().contains(part), "{command} --format {format}: {}", run.told());
            }
        }
    }
    assert!(shown > 3, "{shown} outputs would show it");
}

/// Two rules of which the first covers the second, and a pattern for the same host with an automaton of 2^`choices` states.
fn with_choices(choices: usize) -> String {
    format!(
        "session: {{ cookies: [{{ domain: 'example.com', authelia_url: 'https://auth.example.com' }}] }}\n\
         access_control:\n  default_policy: 'deny'\n  rules:\n    \
         - {{ domain: 'a.example.com', policy: 'bypass', resources: ['^/x'] }}\n    \
         - {{ domain: 'a.example.com', policy: 'two_factor', resources: ['^/xy'] }}\n    \
         - {{ domain: 'a.example.com', policy: 'one_factor', resources: ['a[a-d]{{{choices}}}$'] }}\n"
    )
}

/// The budget is a number of states, so that it is the same on every machine.
#[test]
#[ignore = "slow"]
fn a_pattern_that_explodes_is_given_up_at_the_budget() {
    for (choices, codes) in [(8, 1), (12, 0), (20, 0)] {
        let folder = files::folder(&[("configuration.yml", &with_choices(choices))]);
        let arguments = ["check", "--complete", "--select", "unreachable-access-rule", "configuration.yml"];
        let checked = run(folder.path(), &arguments);
        assert_eq!(checked.code, codes, "{choices}: {}", checked.told());
        let url = "https://a.example.com/xyz";
        let decided =
            run(folder.path(), &["access", "--complete", "configuration.yml", "--format", "concise", "--url", url]);
        assert!(decided.out.contains("allowed (rule 1"), "{choices}: {}", decided.told());
    }
}
