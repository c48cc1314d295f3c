//! What a file or its name holds never reaches a terminal raw, whatever the command and the format.

use std::fs;
use std::path::Path;

use authelia_lint::text::sanitize;

use crate::program::run_with_input;

/// A name that would clear a screen, begin a new line and turn text round.
const NAME: &str = "a\x1b[2J\u{202e}\n::error::\u{9b}31m\u{2028}.yml";

/// The same in names, values, comments and keys, as YAML lets it in.
const TEXT: &str = "\
# authelia-lint: ignore-file[unneeded-scope, \u{202e}rule\u{2066}] a \u{202e}reason\u{200b}
theme: \"\\e[31m\u{202e}purple\\n::error::x\"
access_control:
  default_policy: \"\\e]0;title\\a\"
  \"\\e[2J\u{202e}key\\n\": 'x'
identity_providers:
  oidc:
    authorization_policies:
      \"\\e[31mpolicy\\u202e\": {}
    clients:
      - client_id: \"mail\\e[2Jcow\u{202e}\\r\\n\"
        client_name: \"Mail\\u0085cow \\u009b31m \u{202e}\"
        client_secret: '$plaintext$\u{202e}secret-secret'
        authorization_policy: \"\\e[31mpolicy\"
        token_endpoint_auth_method: \"\\b\\b\u{2028}\\u2028\"
        scopes: [\"\\eopenid\u{202e}\", 'openid', 'openid']
        redirect_uris:
          - \"https://\\e[31m.example.com/\u{202e}\"
          - \"https://a.example.com/\\u202e]8;;\\a\"
      - id: \"second\\e\u{202e}\"  # authelia-lint: app=\u{202e}nothing\u{2066}
        secret: \"\\e\u{202e}\"
";

fn assert_harmless(folder: &Path, arguments: &[&str]) {
    let told = run_with_input(folder, arguments, "a secret\n").told();
    assert!(!told.is_empty(), "{arguments:?}");
    let harmful = |character: char| character != '\n' && sanitize::replacement(character).is_some();
    let raw: Vec<_> = told.lines().filter(|line| line.contains(harmful)).collect();
    assert!(raw.is_empty(), "{arguments:?}: {raw:?}");
    assert!(!told.lines().any(|line| line.starts_with("::error::")), "{arguments:?}: {told}");
}

const FORMATS: [&str; 7] = ["full", "concise", "json", "sarif", "github", "gitlab", "junit"];

fn folder(text: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(NAME), text).unwrap();
    folder
}

#[test]
#[ignore = "slow"]
fn every_format_is_harmless() {
    let folder = folder(TEXT.as_bytes());
    for format in FORMATS {
        for path in [NAME, "."] {
            assert_harmless(folder.path(), &["check", "-v", "--format", format, path]);
        }
    }
}

#[test]
#[ignore = "slow"]
fn what_does_not_parse_is_harmless() {
    let raw = b"access_control:\n  default_policy: '\x1b[31m\xff\xc2\x9b'\n".as_slice();
    for text in [raw, b"access_control:\n  default_policy: \"\\q\xe2\x80\xae\n", b"session: *a\xe2\x80\xae\n"] {
        let folder = folder(text);
        for format in FORMATS {
            assert_harmless(folder.path(), &["check", "--format", format, NAME]);
        }
    }
}

#[test]
#[ignore = "slow"]
fn every_command_is_harmless() {
    let folder = folder(TEXT.as_bytes());
    for arguments in [
        ["clients", NAME].as_slice(),
        &["show", NAME],
        &["show", "--origin", NAME],
        &["show", "--format", "json", NAME],
        &["show", "--format", "json", "--origin", NAME],
        &["verify-secret", NAME],
        &["check", "--diff", NAME],
        &["check", "--merge", "--no-env", "--env-file", NAME, NAME],
        &["check", "--mailcow", NAME, NAME],
        &["check", "--app", "a\x1b=\u{202e}b", NAME],
        &["check", "--select", "\x1b[31m\u{202e}", NAME],
        &["check", "--root", "\x1b.\u{202e}", NAME],
        &["check", "--apps", NAME, NAME],
        &["check", "missing\x1b\u{202e}\n.yml"],
        &["explain", "\x1b[31m\u{202e}"],
        &["apps", "\x1b[31m\u{202e}"],
        &["new", "\x1b[31m\u{202e}", "--url", "https://a.example.com"],
        &["new", "grafana", "--url", "https://\x1b[31m\u{202e}"],
        &["new", "grafana", "--url", "https://a.example.com", "--client-id", "\x1b[31m\u{202e}"],
        &["check", "--fix=all", NAME],
    ] {
        assert_harmless(folder.path(), arguments);
    }
}

#[test]
#[ignore = "slow"]
fn a_deployment_s_settings_are_harmless() {
    let folder = folder(TEXT.as_bytes());
    let settings = "{\"authsource\": \"generic-oidc\", \"client_id\": \"mail\\u001b[2Jcow\\u202e\\r\\n\", \
                    \"redirect_url\": \"https://\\u001b[31m\\u202e\", \"client_scopes\": \"open\\u001bid \u{202e}\"}";
    fs::write(folder.path().join("\x1b\u{202e}.json"), settings).unwrap();
    for format in FORMATS {
        assert_harmless(folder.path(), &["check", "--format", format, "--mailcow", "\x1b\u{202e}.json", NAME]);
    }
}

/// What the runner of a workflow takes for a command, in names, keys, values, reasons and policies.
const COMMANDS: &str = "\
\"::error::key\": 1
\"##[error]key\": 1
\"a\\n::error::b\": \"##vso[task.complete]c\"
log_level: 'debug' # ::error::comment ##[error]comment
session:
  name: \"\\n::error::value ##[error]value\"
  secret: 1 # authelia-lint: ignore[invalid-session] ##[group]reason ::error::reason
identity_providers:
  oidc:
    clients:
      - client_id: '::error::id'
        client_name: '##[error]name'
        redirect_uris: ['::warning::uri', '##[warning]uri']
";

const POLICY: &str = "\
[[policy]]
id = 'commands'
scope = 'configuration'
expression = 'false'
message = \"\"\"
::error::message ##[error]message and so many words that this line is broken somewhere before it ends ::error::word
::error::line\"\"\"
help = \"\"\"first
::error::help ##[error]help\"\"\"
";

#[test]
#[ignore = "slow"]
fn no_output_commands_the_runner_of_a_workflow() {
    let name = "::error::name.yml";
    let folder = crate::files::folder(&[(name, COMMANDS), ("p.toml", POLICY), ("##[error]other.yml", COMMANDS)]);
    let check = |format| ["check", "-v", "--min-severity", "advice", "-c", "p.toml", "--format", format, "."];
    let formats = FORMATS.iter().filter(|format| **format != "github").map(|format| check(format).to_vec());
    let others: [&[&str]; 9] = [
        &["show", name],
        &["show", "--origin", name],
        &["show", "--format", "json", name],
        &["show", "--format", "json", "--origin", name],
        &["clients", "."],
        &["check", "--diff", name],
        &["check", "--statistics", name],
        &["check", "--select", "##[error]x", name],
        &["check", "::error::absent.yml"],
    ];
    for arguments in formats.chain(others.map(<[&str]>::to_vec)) {
        let told = run_with_input(folder.path(), &arguments, "").told();
        let is_command =
            |line: &&str| line.trim_start().starts_with("::") || line.contains("##[") || line.contains("##vso[");
        let commands: Vec<_> = told.lines().filter(is_command).collect();
        assert!(commands.is_empty() && !told.is_empty(), "{arguments:?}: {commands:#?}");
    }
}

#[test]
fn junit_is_well_formed_whatever_the_text() {
    let odd: String =
        (0..=0x2_ffff).filter_map(char::from_u32).filter(|odd| sanitize::replacement(*odd).is_some()).collect();
    let escaped: Vec<_> = odd.chars().map(|odd| format!("\\U{:08x}", odd as u32)).collect();
    let text = format!("\"{}]]>&<\": 1\n", escaped.concat());
    let folder = folder(text.as_bytes());
    let report = run_with_input(folder.path(), &["check", "--format", "junit", NAME], "").out;
    let read = quick_junit::Report::deserialize_from_str(&report).unwrap();
    assert_eq!(read.test_suites.len(), 1, "{report}");
    let allowed =
        |odd: char| matches!(odd, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(report.chars().all(allowed), "{report}");
}
