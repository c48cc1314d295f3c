//! The users database: by itself, beside the configuration that names it, and in a folder.

use std::fs;

use serde_json::Value;

use crate::files::{folder, in_project, yaml_in};
use crate::fixtures::told;
use crate::program::run;

const DIGEST: &str = "$argon2id$v=19$m=65536,t=3,p=4$Zm9ybWVybHlhc2FsdHk$JzYzQ3Q0aTdQbm1kdE1PZ2d4d2hZc0p5QzBqR1l6b3c";

/// A configuration that names a database and lets in a user.
fn configuration(path: &str, user: &str) -> String {
    format!(
        "authentication_backend:\n  file:\n    path: '{path}'\naccess_control:\n  rules:\n    - domain: 'a.example.com'\n      policy: 'two_factor'\n      subject: 'user:{user}'\n"
    )
}

fn database(user: &str) -> String {
    format!("users:\n  {user}:\n    displayname: 'Ada'\n    password: '{DIGEST}'\n")
}

/// The findings of a run: file, line and rule.
fn findings(folder: &std::path::Path, arguments: &[&str]) -> Vec<String> {
    let outcome = run(folder, &[&["check", "--no-config", "--format", "json"], arguments].concat()).json();
    let findings = outcome["findings"].as_array().unwrap();
    let told =
        |finding: &Value| format!("{}:{} {}", finding["file"], finding["line"], finding["rule"]).replace('"', "");
    findings.iter().map(told).collect()
}

#[test]
fn a_database_by_itself_is_judged() {
    let folder = in_project("fixtures/users/alone");
    for path in yaml_in(&folder).into_iter().chain(yaml_in(&in_project("fixtures/users/embedded"))) {
        let (folder, name) = (path.parent().unwrap(), path.file_name().unwrap().to_str().unwrap());
        let told = told(folder, &[name], &[]);
        insta::with_settings!({ snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

#[test]
fn a_database_is_judged_with_the_configuration_that_names_it() {
    let folder = in_project("fixtures/users/beside");
    let told = told(&folder, &["configuration.yml"], &[]);
    insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("both", told);
    });
}

#[test]
fn what_authelia_accepts_is_silent() {
    let folder = in_project("fixtures/users/ok");
    for inputs in [&["."][..], &["configuration.yml"], &["--merge", "configuration.yml"]] {
        assert_eq!(findings(&folder, inputs), Vec::<String>::new(), "{inputs:?}");
    }
}

#[test]
fn each_way_of_naming_the_files_finds_the_same_once() {
    let folder = in_project("fixtures/users/beside");
    let expected = findings(&folder, &["configuration.yml"]);
    assert!(expected.iter().any(|finding| finding.starts_with("users.yml")), "{expected:?}");
    let ways = [&["."][..], &["configuration.yml", "users.yml"], &["--merge", "configuration.yml", "users.yml"]];
    for inputs in ways.into_iter().chain([&["--merge", "configuration.yml"][..]]) {
        let mut found = findings(&folder, inputs);
        // Only a whole configuration may say that a key of the provider is missing.
        found.retain(|finding| !finding.ends_with("invalid-provider-option"));
        assert_eq!(found, expected, "{inputs:?}");
    }
}

#[test]
fn only_the_database_that_is_configured_decides_who_there_is() {
    let (named, other) =
        (configuration("/config/users_database.yml", "ada"), configuration("/config/users.yml", "ada"));
    let folder = folder(&[
        ("a/configuration.yml", &configuration("/config/users_database.yml", "adda")),
        ("a/users_database.yml", &database("ada")),
        ("good/configuration.yml", &named),
        ("good/users_database.yml", &database("ada")),
        ("other/configuration.yml", &other),
        ("other/users_database.yml", &database("grace")),
        ("template/configuration.yml", &named),
        ("template/users_database.yml", &format!("users:\n{{{{ users }}}}\n{}", &database("grace")[7..])),
        ("absent/configuration.yml", &named),
    ]);
    let told = findings(folder.path(), &["."]);
    assert_eq!(told, ["a/configuration.yml:8 unknown-subject"]);
    let excluded = findings(folder.path(), &["--exclude", "users_database.yml", "."]);
    assert_eq!(excluded, Vec::<String>::new());
}

#[test]
fn a_database_that_two_configurations_name_is_told_once() {
    let named = configuration("/config/users.yml", "ada");
    let folder = folder(&[
        ("configuration.yml", &named),
        ("configuration.test.yml", &named),
        ("users.yml", &database("ada").replace("displayname", "display_name")),
    ]);
    let told = findings(folder.path(), &["."]);
    assert_eq!(told, ["users.yml:2 invalid-users-database"]);
}

#[test]
fn a_walk_leaves_users_of_other_programs_alone() {
    let folder = folder(&[
        ("vars.yml", "users:\n  ada:\n    shell: '/bin/sh'\n"),
        ("list.yml", "users:\n  - displayname: 'Ada'\n"),
        ("configuration.yml", &configuration("/config/users_database.yml", "ada")),
    ]);
    assert_eq!(findings(folder.path(), &["."]), Vec::<String>::new());
}

#[test]
fn a_comment_in_the_database_suppresses() {
    let text = database("ada") + "    mail: 'a' # authelia-lint: ignore[unknown-user-key] for another program\n";
    let folder = folder(&[("configuration.yml", &configuration("/c/users.yml", "ada")), ("users.yml", &text)]);
    for inputs in ["users.yml", "configuration.yml", "."] {
        assert_eq!(findings(folder.path(), &[inputs]), Vec::<String>::new(), "{inputs}");
    }
}

/// Neither digests nor passwords in plain text, in any format, whatever is wrong with the file.
#[test]
#[ignore = "slow"]
fn no_password_is_shown() {
    const SECRETS: [&str; 4] = ["JzYzQ3Q0aTdQbm1k", "Zm9ybWVybHlhc2FsdHk", "correct horse battery", "vfdlt3ZGDQvRvYAe"];
    let folder = in_project("fixtures/users/alone");
    let formats = ["full", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"];
    for path in yaml_in(&folder).into_iter().chain(yaml_in(&in_project("fixtures/users/embedded"))) {
        let (folder, name) = (path.parent().unwrap(), path.file_name().unwrap().to_str().unwrap());
        let text = fs::read_to_string(&path).unwrap();
        let broken = crate::files::folder(&[(name, &format!("{text}  x: [\n"))]);
        for format in formats {
            for folder in [folder, broken.path()] {
                let told = run(folder, &["check", "--min-severity", "advice", "--format", format, name]).told();
                assert!(SECRETS.iter().all(|secret| !told.contains(secret)), "{name} {format}: {told}");
            }
        }
    }
}
