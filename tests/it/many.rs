//! Many files in a folder: checked by several threads, told as if by one.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Run, run};

const FILES: usize = 300;

/// A folder of which every third file is Authelia's, and every second one of those has something to be told.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..FILES {
        let below = folder.path().join(format!("{}", number % 7));
        fs::create_dir_all(&below).unwrap();
        let text = match number % 6 {
            0 => format!("access_control:\n  default_policy: 'policy{number}'\n"),
            3 => format!(
                "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'client{number}'\n        \
                          client_secret: '$plaintext$not-to-be-shown-{number}'  # authelia-lint: ignore[plaintext-client-secret] a test\n        \
                          redirect_uris: ['https://a.example.com/cb']\n"
            ),
            _ => format!("services:\n  web:\n    image: 'image{number}'\n"),
        };
        fs::write(below.join(format!("{number:03}.yml")), text).unwrap();
    }
    folder
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    run(folder, &[&["check", "--format", "json"], arguments].concat()).json()
}

fn strings<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|entry| entry[key].as_str().unwrap()).collect()
}

#[test]
#[ignore = "slow"]
fn the_order_is_that_of_the_paths_on_every_run() {
    let folder = folder();
    let told = json(folder.path(), &["."]);
    assert_eq!(told["summary"]["files"], FILES / 3);
    for key in ["findings", "clients"] {
        let files = strings(&told[key], "file");
        assert!(files.len() >= FILES / 6 && files.is_sorted(), "{files:?}");
    }
    for _ in 0..3 {
        let again = json(folder.path(), &["."]);
        assert_eq!((&again["findings"], &again["clients"]), (&told["findings"], &told["clients"]));
    }
}

#[test]
#[ignore = "slow"]
fn many_files_together_tell_what_each_tells_alone() {
    let folder = folder();
    let together = json(folder.path(), &["."]);
    let mut names = strings(&together["findings"], "file");
    names.dedup();
    let alone = names.iter().flat_map(|name| json(folder.path(), &[name])["findings"].as_array().unwrap().clone());
    assert_eq!(together["findings"], Value::Array(alone.collect()));
}

#[test]
#[ignore = "slow"]
fn every_file_has_its_suite_and_no_secret_is_shown() {
    let folder = folder();
    for format in ["full", "json", "sarif", "junit"] {
        let told = run(folder.path(), &["check", "-v", "--format", format, "."]).out;
        assert!(!told.contains("not-to-be-shown"), "{format}");
        if format == "junit" {
            assert_eq!(told.matches("<testsuite ").count(), FILES / 3);
        }
    }
}

#[test]
#[ignore = "slow"]
fn one_bad_file_does_not_stop_the_rest() {
    let folder = folder();
    fs::write(folder.path().join("0/bytes.yml"), b"access_control:\n  default_policy: '\xff'\n").unwrap();
    fs::write(folder.path().join("1/deep.yml"), format!("access_control:\n  default_policy: {}", "[".repeat(200_000)))
        .unwrap();
    let large = fs::File::create(folder.path().join("2/large.yml")).unwrap();
    fs::write(folder.path().join("2/large.yml"), "access_control:\n").unwrap();
    large.set_len(20_000_000).unwrap();
    let Run { code, out: told, error } = run(folder.path(), &["check", "--format", "concise", "."]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("2/large.yml: larger than 16 MiB"), "{error}");
    assert!(told.contains("0/bytes.yml:2:20: error[invalid-yaml]") && told.contains("1/deep.yml:2:"), "{told}");
    assert_eq!(told.matches("invalid-access-control").count(), FILES / 6, "{told}");
}

#[test]
#[ignore = "slow"]
fn what_is_named_twice_or_is_no_configuration_is_left_out() {
    let folder = folder();
    let told = json(folder.path(), &["0", ".", "0/000.yml"]);
    assert_eq!(told["summary"]["files"], FILES / 3);
    let told = run(folder.path(), &["clients", "."]).out;
    assert_eq!(told.lines().count(), FILES / 6);
    assert!(told.starts_with("0/021.yml:4: client21: unknown application\n"), "{told}");
}

#[test]
#[ignore = "slow"]
fn fixes_are_made_in_all_files() {
    let folder = folder();
    let fixable = "identity_providers:\n  oidc:\n    clients:\n      - id: 'old'\n        client_secret: \
                   '$plaintext$x'\n        public: false\n";
    for number in 0..40 {
        fs::write(folder.path().join(format!("fix{number}.yml")), fixable).unwrap();
    }
    let before = json(folder.path(), &["."]);
    let after = json(folder.path(), &["--fix", "."]);
    assert_eq!(after["summary"]["files"], before["summary"]["files"]);
    for number in 0..40 {
        let text = fs::read_to_string(folder.path().join(format!("fix{number}.yml"))).unwrap();
        assert!(text.contains("client_id: 'old'"), "{text}");
    }
}
