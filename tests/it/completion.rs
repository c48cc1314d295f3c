//! Completion as the shells do it: each script is loaded into a real shell, where one is installed.

use std::process::Command;

use crate::program::run;

/// What bash offers for a line, the last word of which is being typed.
fn complete(words: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let script = run(folder.path(), &["completions", "bash"]).out;
    let last = words.len() - 1;
    let line = format!(
        "{script}\nCOMP_WORDS=({}); COMP_CWORD={last}\n_authelia__lint authelia-lint '{}' '{}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words[last],
        words[last - 1],
    );
    let output = Command::new("bash").args(["--norc", "-c", &line]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_subcommands_and_what_follows_them() {
    if Command::new("bash").arg("--version").output().is_err() {
        eprintln!("left out: no bash");
        return;
    }
    assert_eq!(complete(&["authelia-lint", "che"]), ["check"]);
    assert!(complete(&["authelia-lint", "check", "--me"]).contains(&"--merge".to_owned()));
    assert!(complete(&["authelia-lint", "check", "--format", "js"]).contains(&"json".to_owned()));
    assert!(complete(&["authelia-lint", "verify-secret", "--"]).contains(&"--merge".to_owned()));
    assert_eq!(complete(&["authelia-lint", "policy", "te"]), ["test"]);
}
