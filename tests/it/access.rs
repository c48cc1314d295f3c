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
        run(&folder, &[&["access", "--complete", "--filters", "none", "surprises.yml"], arguments].concat()).out
    };
    assert_eq!(
        decided(&["--url", "ftp://nowhere"]),
        "bad-request: GET ftp://nowhere (the scheme is neither `https` nor `wss`)\n"
    );
    let host = fs::read_to_string(folder.join("decisions.json")).unwrap();
    let cases: Value = serde_json::from_str(&host).unwrap();
    let case = cases.as_array().unwrap().iter().find(|case| case["decided"][0].as_u64() > Some(0)).unwrap();
    let url = case["request"]["url"].as_str().unwrap();
    let line = decided(&["--url", url]);
    assert!(line.contains(url) && line.contains("surprises.yml:"), "{line}");
}
