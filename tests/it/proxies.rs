//! The reverse proxies in front of Authelia: what each format says about the endpoints and the hosts.

use std::path::Path;

use serde_json::Value;
use walkdir::WalkDir;

use crate::files::in_project;
use crate::fixtures::told;
use crate::program::run;

/// The findings of a run: file, line, column and rule.
fn findings(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let outcome = run(folder, &[&["check", "--no-config", "--format", "json"], arguments].concat()).json();
    let findings = outcome["findings"].as_array().unwrap();
    let place = |finding: &Value| format!("{}:{}:{}", finding["file"], finding["line"], finding["column"]);
    findings.iter().map(|finding| format!("{} {}", place(finding), finding["rule"]).replace('"', "")).collect()
}

/// The files in a folder, without snapshots.
fn files(folder: &Path) -> Vec<String> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().is_file());
    let inputs = files.filter(|entry| entry.path().extension().is_none_or(|extension| extension != "snap"));
    inputs.map(|entry| entry.file_name().to_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_wrong_is_told_where_it_is() {
    let folder = in_project("fixtures/proxy/bad");
    for name in files(&folder) {
        let told = told(&folder, &[&name], &[]);
        insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

#[test]
fn what_fits_or_cannot_be_known_is_silent() {
    let folder = in_project("fixtures/proxy/ok");
    assert_eq!(findings(&folder, &["."]), Vec::<String>::new());
    let outcome = run(&folder, &["check", "--no-config", "."]);
    let files = files(&folder).len();
    assert!(outcome.out.contains(&format!("{files} files")), "{}", outcome.told());
}

#[test]
fn a_walk_and_the_named_files_find_the_same() {
    let folder = in_project("fixtures/proxy/bad");
    let walked = findings(&folder, &["."]);
    for name in files(&folder) {
        let alone = findings(&folder, &[&name]);
        assert!(!alone.is_empty() && alone.iter().all(|finding| walked.contains(finding)), "{name}: {alone:?}");
    }
}

#[test]
fn the_configuration_says_which_endpoints_and_hosts_there_are() {
    let folder = in_project("fixtures/proxy/beside");
    let options = ["--select", "*proxy*", "--merge"];
    let told = told(&folder, &["configuration.yml", "compose.yml"], &options);
    insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("both", told);
    });
}

#[test]
fn nothing_is_changed() {
    let folder = in_project("fixtures/proxy/bad");
    let text = std::fs::read_to_string(folder.join("compose.yml")).unwrap();
    let copy = crate::files::folder(&[("compose.yml", &text)]);
    run(copy.path(), &["check", "--fix=all", "compose.yml"]);
    assert_eq!(std::fs::read_to_string(copy.path().join("compose.yml")).unwrap(), text);
}
