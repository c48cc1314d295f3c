//! Decisions about requests, and what is proved about all of them.

use std::fs;

use serde_json::{Value, json};

use crate::files::in_project;
use crate::program::run;

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

/// What is asked for, and the answer.
fn told(folder: &std::path::Path, arguments: &str) -> String {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let run = run(folder, &[&["access", "--complete", "configuration.yml"], &words[..]].concat());
    format!("$ access --complete configuration.yml {arguments}\n{}(exit code {})\n", run.told(), run.code)
}

#[test]
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
    insta::assert_snapshot!(asked.map(|arguments| told(&folder, arguments)).join("\n"));
}

/// Each command in `docs/access.md` says there what it says here.
#[test]
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
