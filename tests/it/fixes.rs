//! `--fix` and `--diff` on files: what is written, and what is left as it was.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fixes")
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authelia-lint"));
    command.current_dir(folder).env_clear().arg("check").args(arguments).output().unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// A file with a client that needs one fix, in a folder of its own.
fn plain() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("configuration.yml");
    fs::write(&file, PLAIN).unwrap();
    (folder, file)
}

fn fixed() -> String {
    PLAIN.replace("client_secret_basic", "client_secret_post")
}

#[test]
fn a_diff_shows_every_fix() {
    let mut names: Vec<String> =
        fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| Path::new(name).extension().is_some_and(|extension| extension == "yml"));
    assert!(names.len() > 4, "{names:?}");
    for name in names {
        let output = run(&fixtures(), &["--diff", "--fix=all", "--format", "concise", &name]);
        let told = format!("{}\n{}", text(output.stderr), text(output.stdout));
        insta::with_settings!({ snapshot_path => fixtures(), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

#[test]
fn only_all_changes_what_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(fixtures().join("block.yml"), folder.path().join("block.yml")).unwrap();
    let after = |which: &str| {
        run(folder.path(), &[which, "block.yml"]);
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
    let output = run(folder.path(), &["--diff", "configuration.yml"]);
    assert!(text(output.stdout).contains("+        token_endpoint_auth_method: client_secret_post"));
    assert_eq!(fs::read_to_string(file).unwrap(), PLAIN);
}

#[test]
fn the_exit_code_is_that_of_what_is_left() {
    let (folder, file) = plain();
    assert_eq!(run(folder.path(), &["configuration.yml"]).status.code(), Some(1));
    assert_eq!(run(folder.path(), &["--fix", "configuration.yml"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(file).unwrap(), fixed());
}

#[cfg(unix)]
#[test]
fn mode_and_link_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (folder, file) = plain();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("configuration.yml", folder.path().join("link.yml")).unwrap();
    run(folder.path(), &["--fix", "link.yml"]);
    assert!(folder.path().join("link.yml").is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), fixed());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn what_comes_from_standard_input_goes_to_standard_output() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authelia-lint"));
    let command = command.env_clear().args(["check", "--fix", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PLAIN.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(output.stdout), fixed());
}

#[test]
fn what_cannot_be_changed_says_why() {
    let told = text(run(&fixtures(), &["shared.yml"]).stdout);
    assert!(told.contains("by hand: it is shared through an anchor"), "{told}");
    assert!(told.contains("by hand: it comes from an alias or a merge key"), "{told}");
}
