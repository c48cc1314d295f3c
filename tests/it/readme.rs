//! What the README shows is what the program prints.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn its_example_is_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let (_, session) = readme.split_once("```console\n$ authelia-lint ").unwrap();
    let (command, shown) = session.split_once("```").unwrap().0.split_once('\n').unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_authelia-lint"))
        .args(command.split(' '))
        .current_dir(root)
        .env_clear()
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let without_time = |text: &str| text.trim().rsplit_once(", in ").unwrap().0.to_owned();
    assert_eq!(without_time(shown), without_time(&printed));
}
