//! `--fix` and `--diff` on files: what is written, and what is left as it was.

use std::fs;
use std::path::{Path, PathBuf};

use crate::files::{folder, in_project, yaml_in};
use crate::program::{Run, run, run_with_input};

const PLAIN: &str = "identity_providers:
  oidc:
    clients:
      - client_id: mailcow # the mail server
        client_secret: '{{ secret \"/secrets/mailcow\" }}'
        token_endpoint_auth_method: client_secret_basic
        redirect_uris: [https://mail.example.org]
        scopes: [openid, profile, email]
";

fn fixtures() -> PathBuf {
    in_project("fixtures/fixes")
}

fn check(folder: &Path, arguments: &[&str]) -> Run {
    run(folder, &[&["check"], arguments].concat())
}

/// A file with a client that needs one fix, in a folder of its own.
fn plain() -> (tempfile::TempDir, PathBuf) {
    let folder = folder(&[("configuration.yml", PLAIN)]);
    let file = folder.path().join("configuration.yml");
    (folder, file)
}

fn fixed() -> String {
    PLAIN.replace("client_secret_basic", "client_secret_post")
}

#[test]
#[ignore = "slow"]
fn a_diff_shows_every_fix() {
    let files = yaml_in(&fixtures());
    assert!(files.len() > 4, "{files:?}");
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let Run { out, error, .. } = check(&fixtures(), &["--diff", "--fix=all", "--format", "concise", name]);
        let told = format!("{error}\n{out}");
        insta::with_settings!({ snapshot_path => fixtures(), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

#[test]
#[ignore = "slow"]
fn only_all_changes_what_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(fixtures().join("block.yml"), folder.path().join("block.yml")).unwrap();
    let after = |which: &str| {
        check(folder.path(), &[which, "block.yml"]);
        fs::read_to_string(folder.path().join("block.yml")).unwrap()
    };
    let safe = after("--fix");
    assert!(safe.contains("client_secret_post") && safe.contains("'one_factor'"), "{safe}");
    let all = after("--fix=all");
    assert!(all.contains("'two_factor'") && all.contains("'$pbkdf2-sha512$310000$"), "{all}");
    assert_eq!(all, after("--fix=all"), "a second run changes nothing");
}

#[test]
fn a_diff_writes_nothing() {
    let (folder, file) = plain();
    let Run { out, .. } = check(folder.path(), &["--diff", "configuration.yml"]);
    assert!(out.contains("+        token_endpoint_auth_method: client_secret_post"));
    assert_eq!(fs::read_to_string(file).unwrap(), PLAIN);
}

#[test]
fn the_exit_code_is_that_of_what_is_left() {
    let (folder, file) = plain();
    assert_eq!(check(folder.path(), &["configuration.yml"]).code, 1);
    assert_eq!(check(folder.path(), &["--fix", "configuration.yml"]).code, 0);
    assert_eq!(fs::read_to_string(file).unwrap(), fixed());
}

#[cfg(unix)]
#[test]
fn mode_and_link_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (folder, file) = plain();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("configuration.yml", folder.path().join("link.yml")).unwrap();
    check(folder.path(), &["--fix", "link.yml"]);
    assert!(folder.path().join("link.yml").is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), fixed());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn what_comes_from_standard_input_goes_to_standard_output() {
    assert_eq!(run_with_input(&in_project("."), &["check", "--fix", "-"], PLAIN).out, fixed());
}

#[test]
fn what_cannot_be_changed_says_why() {
    let told = check(&fixtures(), &["shared.yml"]).out;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("by hand: the value is shared through an anchor"), "{told}");
    assert!(told.contains("by hand: the value comes from an alias or a merge key"), "{told}");
}
