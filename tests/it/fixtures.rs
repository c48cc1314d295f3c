//! The program on whole files: what is good is silent, what is bad is reported as the snapshot beside it shows.
//!
//! Files in a folder `whole` are checked as Authelia's whole configuration, all others as they are.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use authelia_lint::lint::Effect;
use authelia_lint::rules::RULES;
use serde_json::Value;

use crate::files::{in_project, yaml_below};
use crate::program::run;

const WHOLE: [&str; 4] = ["--merge", "--no-env", "--filters", "none"];

fn fixtures() -> PathBuf {
    in_project("fixtures")
}

fn check(folder: &Path, inputs: &[&str], options: &[&str]) -> String {
    run(folder, &[&["check"], options, inputs].concat()).out
}

/// Every finding with its rule, place and path.
fn table(json: &str) -> String {
    let outcome: Value = serde_json::from_str(json).unwrap();
    let mut table = String::new();
    for finding in outcome["findings"].as_array().unwrap() {
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let (line, column) = (&finding["line"], &finding["column"]);
        writeln!(table, "{}:{line}:{column} {} {} {}", text("file"), text("severity"), text("rule"), text("path"))
            .unwrap();
    }
    table
}

/// The findings as a table, and as they are shown.
pub(crate) fn told(folder: &Path, inputs: &[&str], options: &[&str]) -> String {
    let with = |more: &[&'static str]| check(folder, inputs, &[options, more].concat());
    let full = with(&["--format", "full", "--sort", "place", "--min-severity", "advice"]);
    let (findings, _time) = full.trim_end().rsplit_once(", in ").unwrap();
    format!("{}\n{findings}\n", table(&with(&["--format", "json"])))
}

fn options(path: &Path) -> &'static [&'static str] {
    if path.parent().unwrap().ends_with("whole") { &WHOLE } else { &[] }
}

#[test]
fn what_is_good_is_silent() {
    let folder = fixtures().join("ok");
    for path in yaml_below(&folder) {
        let json = check(&folder, &[path.to_str().unwrap(), "--format", "json"], options(&path));
        assert_eq!(table(&json), "", "{}", path.display());
    }
}

#[test]
fn what_is_bad_is_told() {
    for path in yaml_below(&fixtures().join("bad")) {
        let (folder, name) = (path.parent().unwrap(), path.file_name().unwrap().to_str().unwrap());
        let told = told(folder, &[name], options(&path));
        assert!(told.contains(name), "{name} raised nothing");
        insta::with_settings!({ snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

/// So that each is shown with its rule, line, column and path.
#[test]
fn every_rule_about_the_start_is_told_of_a_fixture() {
    let is_table = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "snap");
    let paths = walkdir::WalkDir::new(fixtures()).into_iter().map(|entry| entry.unwrap().into_path());
    let tables: String = paths.filter(is_table).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let untold = RULES.iter().filter(|rule| rule.meta().effect == Effect::Startup);
    let untold: Vec<_> = untold.filter(|rule| !tables.contains(&format!(" error {} ", rule.id))).collect();
    assert!(untold.is_empty(), "{:?}", untold.iter().map(|rule| rule.id).collect::<Vec<_>>());
}

#[test]
fn the_environment_is_a_part_of_the_configuration() {
    let folder = fixtures().join("environment");
    let told = told(&folder, &["configuration.yml"], &["--merge", "--env-file", "authelia.env"]);
    insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("both", told);
    });
}

#[test]
fn files_of_one_configuration_are_judged_together() {
    let folder = fixtures().join("split");
    let told = told(&folder, &["first.yml", "second.yml"], &["--merge"]);
    insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("both", told);
    });
}
