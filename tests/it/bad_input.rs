//! Input that nobody should write: a clear answer that names the file, soon, without a panic.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::files::folder;
use crate::program::{Run, run};

/// Ten times what a release build may take: tests run in debug builds, and beside each other.
const TIMEOUT: Duration = Duration::from_secs(20);

struct Answer {
    code: i32,
    text: String,
}

fn check(folder: &Path, name: &str) -> Answer {
    let started = Instant::now();
    let run = run(folder, &["check", "--format", "concise", name]);
    assert!(started.elapsed() < TIMEOUT, "{name} took {:?}", started.elapsed());
    let text = run.told();
    assert!(!text.contains("panicked"), "{name}: {text:.500}");
    Answer { code: run.code, text }
}

/// What is said about a file with these bytes.
fn told(bytes: impl AsRef<[u8]>) -> Answer {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("configuration.yml"), bytes).unwrap();
    check(folder.path(), "configuration.yml")
}

fn is_finding(answer: &Answer, what: &str) {
    assert_eq!(answer.code, 1, "{:.500}", answer.text);
    assert!(answer.text.starts_with("configuration.yml:"), "{:.500}", answer.text);
    assert!(answer.text.contains("error[invalid-yaml]"), "{:.500}", answer.text);
    assert!(answer.text.contains(what), "{:.500}", answer.text);
}

#[test]
fn text_that_is_not_utf_8() {
    let answer = told(b"session:\n  name: 'caf\xe9'\n");
    is_finding(&answer, "UTF-8");
}

#[test]
fn nul_bytes() {
    is_finding(&told(b"session:\n  name: 'a\0b'\n"), "character");
}

#[test]
#[ignore = "slow"]
fn nesting_without_end() {
    let levels = 20_000;
    is_finding(&told(format!("session: {}", "[".repeat(levels))), "nesting");
    is_finding(&told(format!("session: {}", "{a: ".repeat(levels))), "nesting");
    is_finding(&told(format!("session: {}{}", "[".repeat(levels), "]".repeat(levels))), "nesting");
    is_finding(&told(format!("session:\n  {}x", "- ".repeat(levels))), "nesting");
    let mut steps = String::from("session:\n");
    for level in 1..1_000 {
        steps.push_str(&" ".repeat(level));
        steps.push_str("a:\n");
    }
    assert_eq!(told(steps).code, 1);
}

#[test]
#[ignore = "slow"]
fn values_without_end() {
    for text in [
        format!("session:\n  cookies: [{}]\n", "[],".repeat(33_000)),
        format!("session:\n  cookies:\n{}", "    - a\n".repeat(33_000)),
        (0..33_000).fold(String::from("session:\n"), |text, key| text + &format!("  k{key}: b\n")),
    ] {
        is_finding(&told(text), "this file is not checked");
    }
}

#[test]
#[ignore = "slow"]
fn values_in_brackets_without_end() {
    let values = vec![format!("[{}]", "1,".repeat(10_000)); 2].join(",");
    let levels = 9_000;
    let text = format!("session: {}{values}{}\n", "[".repeat(levels), "]".repeat(levels));
    is_finding(&told(text), "this file is not checked: too many values in nested brackets");
}

#[test]
#[ignore = "slow"]
fn escaped_quotes_without_end() {
    let rest = "  a: [b, c]\n".repeat(25_000);
    let quotes = |count: usize| format!("session:\n  name: \"{}\"\nk: |\n{rest}", "\\'".repeat(count));
    is_finding(&told(quotes(200)), "this file is not checked: too many escaped single quotes");
    assert!(!told(quotes(2)).text.contains("invalid-yaml"));
}

#[test]
#[ignore = "slow"]
fn templates_in_brackets_without_end() {
    let templates = "{{ template \"a\" }}\n".repeat(10_000);
    let levels = 9_000;
    told(format!("session: {}\n{templates}{}\n", "[".repeat(levels), "]".repeat(levels)));
}

#[test]
#[ignore = "slow"]
fn templates_in_one_line() {
    for text in ["{{x}},", "${A},", "${A:", "${!", "$${A:", "ENC[", "ENC[]", "{{", "{%"] {
        told(format!("session: [{}]\n", text.repeat(20_000)));
    }
}

#[test]
#[ignore = "slow"]
fn fixes_in_one_line() {
    let client = |id| format!("{{client_id: c{id}, redirect_uris: [{}]}}", vec!["a"; 4_200].join(", "));
    let clients: Vec<String> = (0..5).map(client).collect();
    let answer = told(format!("{{identity_providers: {{oidc: {{clients: [{}]}}}}}}\n", clients.join(", ")));
    assert_eq!(answer.text.matches("repeated-list-value").count(), 20_000);
}

#[test]
#[ignore = "slow"]
fn findings_without_end() {
    let rules = "    - { domain: 'a.example.com', policy: 'x' }\n".repeat(20_100);
    let answer = told(format!("access_control:\n  default_policy: 'deny'\n  rules:\n{rules}"));
    assert_eq!(answer.text.matches("invalid-access-control").count(), 20_000);
    assert_eq!(answer.text.matches("there is more like this").count(), 1);
}

#[test]
fn what_the_yaml_crate_does_not_expect() {
    for text in [
        "session: [!a,b]\n",
        "theme: {a: !b, c: d}\n",
        "session: [!,]\n",
        "session: ['!<'[!],'1'!\n",
        "session: ['!'!<a>,]\n",
        "{'!':!<x>,}\n",
        "session: 1\n[!x,y]: 2\n",
        "- a\n[!x,y]\n",
        "session:\n  b: 1\n  [!x,y]\n",
    ] {
        is_finding(&told(text), "Authelia cannot read this file");
    }
}

/// To Go's reader, commas and brackets behind a tag are a part of it.
#[test]
fn a_comma_behind_a_tag() {
    for text in [
        "theme: !!str,x dark\nsession: {!a, name: 'b' }\n",
        "access_control:\n  networks: [!a, {name: 'lan', networks: ['10.0.0.0/8']}]\n",
    ] {
        let answer = told(text);
        assert_eq!(answer.code, 0, "{}", answer.text);
    }
    let answer = told("session: {!,a: 1}\n");
    assert!(answer.text.contains("is not an Authelia option"), "{}", answer.text);
}

/// Line breaks in a text without quotes are not kept, so its bytes are not those of the file.
#[test]
fn a_question_mark_in_brackets_is_pointed_at_in_the_file() {
    let sources = crate::files::source("configuration.yml", "theme: [a\n  ü?b]\n");
    let findings = authelia_lint::check(&sources, &authelia_lint::check::Options::default()).findings;
    let found: Vec<_> = findings.iter().map(|finding| (finding.rule.as_str(), sources.slice(finding.span))).collect();
    assert_eq!(found, [("invalid-yaml", "?")]);
}

#[test]
fn aliases_that_multiply() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..20 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    is_finding(&told(bomb + "session: {}\n"), "aliases");
}

#[test]
fn a_hundred_megabytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = fs::File::create(folder.path().join("configuration.yml")).unwrap();
    file.set_len(100_000_000).unwrap();
    let answer = check(folder.path(), "configuration.yml");
    assert_eq!(answer.code, 2, "{}", answer.text);
    assert!(answer.text.contains("configuration.yml"), "{}", answer.text);
}

#[test]
#[ignore = "slow"]
fn a_line_of_a_megabyte() {
    let answer = told(format!("sesion: '{}'\n", "a".repeat(1_000_000)));
    assert_eq!(answer.code, 1);
    assert!(answer.text.contains("unknown-key"), "{:.300}", answer.text);
    assert!(answer.text.len() < 10_000);
}

#[test]
fn a_file_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let answer = check(folder.path(), "configuration.yml");
    assert_eq!(answer.code, 2);
    assert!(answer.text.contains("configuration.yml"), "{}", answer.text);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn a_pipe_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("mkfifo").arg(folder.path().join("configuration.yml")).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let answer = check(folder.path(), "configuration.yml");
        assert_eq!(answer.code, 2, "{}", answer.text);
        assert!(answer.text.contains("configuration.yml"), "{}", answer.text);
    }

    #[test]
    fn a_file_that_may_not_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("configuration.yml");
        fs::write(&path, "session: {}\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        // Anyone who may read everything, as root may, reads this, too.
        let readable = fs::read(&path).is_ok();
        let answer = check(folder.path(), "configuration.yml");
        assert_eq!(answer.code == 2, !readable, "{}", answer.text);
        assert!(answer.text.contains("configuration.yml"), "{}", answer.text);
    }

    #[test]
    fn links_in_circles() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join("configuration.yml"), "access_control:\n  default_policy: 'deny'\n  defaults: 1\n")
            .unwrap();
        symlink("..", inner.join("back")).unwrap();
        symlink("self.yml", inner.join("self.yml")).unwrap();
        let answer = check(folder.path(), ".");
        assert_eq!(answer.text.matches("unknown-key").count(), 1, "{}", answer.text);
        let answer = check(&inner, "self.yml");
        assert_eq!(answer.code, 2, "{}", answer.text);
        assert!(answer.text.contains("self.yml"), "{}", answer.text);
    }
}

#[test]
fn a_list_of_numbers_is_no_list_of_cases() {
    let folder = folder(&[("cases.yml", "- 1\n"), ("configuration.yml", "access_control: { default_policy: deny }\n")]);
    let Run { code, error, .. } = run(folder.path(), &["access", "test", "cases.yml", "configuration.yml"]);
    assert_eq!(code, 2);
    assert!(error.starts_with("error: cases.yml: ") && error.contains("expected a mapping"), "{error}");
}
