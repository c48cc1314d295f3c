//! `authelia-lint.toml`: where it is found, what it changes, and how it is shown when it is wrong.

use std::fs;
use std::path::Path;

use authelia_lint::settings::{LoadedSettings, schema};
use serde_json::Value;

use crate::files::{folder, project_text};
use crate::program::{Run, run};
use crate::schema::Schema;

/// A client that asks for one factor and has a plain secret.
const CONFIGURATION: &str = "\
identity_providers:
  oidc:
    clients:
      - client_id: 'mail'
        client_secret: 'uS1Zf0vPq8sLx3Re'
        authorization_policy: 'one_factor'
        redirect_uris: ['http://mail.example.org']
      - client_id: 'wiki'
        client_secret: 'uS1Zf0vPq8sLx3Re'
        redirect_uris: ['http://wiki.example.org']
";

const POLICY: &str = "[[policy]]\nid = 'two-factors'\nmessage = 'one factor'\nexpression = \"client.authorization_policy == 'two_factor'\"\n";

/// What is found, each as `file: rule severity client`.
fn found(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let report = run(folder, &[&["check", "--format", "json"], arguments].concat()).json();
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or("-").to_owned();
    let told = |finding: &Value| ["file", "rule", "severity", "client_id"].map(|key| text(finding, key)).join(" ");
    report["findings"].as_array().unwrap().iter().map(told).collect()
}

fn about(found: &[String], rule: &str) -> Vec<String> {
    found.iter().filter(|line| line.contains(rule)).cloned().collect()
}

#[test]
fn rules_are_off_or_weigh_otherwise_everywhere_in_some_files_and_for_some_clients() {
    let settings = "\
        [rules]\nplaintext-client-secret = 'off'\ninsecure-redirect-uri = 'error'\n\
        [[override]]\npaths = ['legacy/**']\nrules = { plaintext-client-secret = 'on', insecure-redirect-uri = 'advice' }\n\
        [[override]]\nclients = ['wiki']\nrules = { insecure-redirect-uri = 'off' }\n";
    let folder = folder(&[("authelia-lint.toml", settings), ("a.yml", CONFIGURATION), ("legacy/b.yml", CONFIGURATION)]);
    let all = found(folder.path(), &["."]);
    assert_eq!(
        about(&all, "insecure-redirect-uri"),
        ["a.yml insecure-redirect-uri error mail", "legacy/b.yml insecure-redirect-uri advice mail"]
    );
    assert_eq!(about(&all, "plaintext-client-secret").len(), 2, "{all:?}");
    // The command line wins.
    assert_eq!(found(folder.path(), &["--select", "plaintext-client-secret", "."]).len(), 4);
    assert_eq!(about(&found(folder.path(), &["--no-config", "."]), "insecure-redirect-uri").len(), 4);
}

#[test]
fn each_file_has_the_nearest_settings() {
    let folder = folder(&[
        ("authelia-lint.toml", "[rules]\ninsecure-redirect-uri = 'off'\n"),
        ("a.yml", CONFIGURATION),
        ("inner/authelia-lint.toml", POLICY),
        ("inner/deep/b.yml", CONFIGURATION),
        (
            "other.toml",
            "ignore = ['two-factors']\n[[policy]]\nid = 'two-factors'\nmessage = 'm'\nexpression = 'false'\n",
        ),
    ]);
    let all = found(folder.path(), &["."]);
    assert_eq!(about(&all, "two-factors"), ["inner/deep/b.yml two-factors warning mail"]);
    assert_eq!(about(&all, "insecure-redirect-uri").len(), 2);
    // From within, and for a file alone.
    assert_eq!(about(&found(&folder.path().join("inner/deep"), &["b.yml"]), "two-factors").len(), 1);
    assert!(about(&found(folder.path(), &["--config", "other.toml", "."]), "two-factors").is_empty());
}

#[test]
fn it_says_how_a_run_works() {
    let settings = "fail-on = 'never'\nexclude = ['old/*']\n[app]\nmail = 'mailcow'\n[[output]]\nformat = 'concise'\n\
                    [[output]]\nformat = 'sarif'\nfile = 'out.sarif'\n";
    let folder = folder(&[("authelia-lint.toml", settings), ("a.yml", CONFIGURATION), ("old/b.yml", CONFIGURATION)]);
    let Run { code, out, .. } = run(folder.path(), &["check", "-c", "authelia-lint.toml"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("a.yml:") && out.contains("Mailcow") && !out.contains("old/b.yml"), "{out}");
    assert!(fs::read_to_string(folder.path().join("out.sarif")).unwrap().contains("one-factor-policy"));
    let Run { code, out, .. } = run(folder.path(), &["check", "--fail-on", "warning", "--format", "json"]);
    assert_eq!((code, out.starts_with('{')), (1, true));
}

#[test]
fn mailcow_is_found_beside_the_file() {
    let mailcow =
        r#"{"client_id": "mail", "client_secret": "insecure_secret", "redirect_url": "https://mail.example.com"}"#;
    let folder = folder(&[
        ("settings/authelia-lint.toml", "mailcow = ['m.json']\n[app]\nmail = 'mailcow'\n"),
        ("settings/m.json", mailcow),
        ("a.yml", CONFIGURATION),
    ]);
    let all = found(folder.path(), &["-c", "settings/authelia-lint.toml", "a.yml"]);
    assert_eq!(about(&all, "redirect-uri-mismatch").len(), 1, "{all:?}");
}

#[test]
fn a_rule_that_is_off_leaves_no_idle_suppression() {
    let configuration = CONFIGURATION.replace(
        "'http://mail.example.org']",
        "'http://mail.example.org']  # authelia-lint: ignore[insecure-redirect-uri] inside",
    );
    let folder = folder(&[
        ("authelia-lint.toml", "[[override]]\npaths = ['a.yml']\nrules = { insecure-redirect-uri = 'off' }\n"),
        ("a.yml", &configuration),
    ]);
    assert!(about(&found(folder.path(), &["."]), "suppression").is_empty());
}

#[test]
fn a_policy_is_suppressed_by_a_comment_unless_it_forbids_that() {
    let configuration = CONFIGURATION.replace("'mail'", "'mail'  # authelia-lint: ignore[two-factors] the kiosk");
    let folder = folder(&[("authelia-lint.toml", POLICY), ("a.yml", &configuration)]);
    assert!(found(folder.path(), &["--select", "two-factors,unused-suppression", "."]).is_empty());
    fs::write(folder.path().join("authelia-lint.toml"), format!("{POLICY}suppressible = false\n")).unwrap();
    assert_eq!(
        found(folder.path(), &["--select", "two-factors,unused-suppression", "a.yml"]),
        ["a.yml two-factors warning mail", "a.yml unused-suppression warning -"]
    );
}

#[test]
fn a_baseline_hides_a_policy_unless_it_forbids_that() {
    let folder = folder(&[("authelia-lint.toml", POLICY), ("a.yml", CONFIGURATION)]);
    let arguments = ["--select", "two-factors,stale-baseline", "--baseline", "known.json", "a.yml"];
    run(folder.path(), &["check", "--select", "two-factors", "--write-baseline", "known.json", "a.yml"]);
    assert!(found(folder.path(), &arguments).is_empty());
    fs::write(folder.path().join("authelia-lint.toml"), format!("{POLICY}suppressible = false\n")).unwrap();
    assert_eq!(found(folder.path(), &arguments), ["a.yml two-factors warning mail"]);
}

#[test]
#[ignore = "slow"]
fn every_format_tells_of_policies() {
    let settings =
        format!("{POLICY}help = 'ask for two'\ndocumentation = 'https://example.org/p'\nat = 'authorization_policy'\n");
    let folder = folder(&[("authelia-lint.toml", &settings), ("a.yml", CONFIGURATION)]);
    for format in ["full", "concise", "json", "sarif", "github", "gitlab", "junit"] {
        let Run { code, out, error } =
            run(folder.path(), &["check", "-q", "--select", "two-factors", "--format", format, "a.yml"]);
        assert_eq!((code, error.as_str()), (1, ""), "{format}");
        if format == "sarif" {
            assert_eq!(Schema::of_sarif().check(&serde_json::from_str(&out).unwrap()), Ok(()));
        }
        insta::assert_snapshot!(format!("policy_as_{format}"), out);
    }
}

#[test]
fn what_is_wrong_is_shown_at_its_place() {
    let mut shown = String::new();
    for settings in [
        "fail-onn = 'error'\n",
        "[rules]\none-factor-polic = 'off'\n",
        "[rules]\none-factor-policy = 'eror'\n",
        "merge = 'yes'\n",
        "[x\n",
        "[app]\nmail = 'malcow'\n",
        "filters = 'foo'\nexclude = ['[']\n",
        "[[override]]\npaths = ['a']\nrules = { nothing-such = 'off' }\n",
        "[[override]]\nclients = ['a']\n",
        "[[output]]\nformat = 'full'\n[[output]]\nformat = 'json'\n",
        "[[policy]]\nid = 'Two'\nmessage = ''\nexpression = 'true'\n",
        "[[policy]]\nid = 'one-factor-policy'\nmessage = ''\nexpression = 'true'\n",
        "[[policy]]\nid = 'two'\nmessage = ''\nexpression = 'true'\nat = 'redirect_urls'\n",
        "[[policy]]\nid = 'two'\nmessage = ''\nexpression = '''\nclient.public ||\n  client.redirect_urls == []\n'''\n",
        "[[policy]]\nid = 'two'\nmessage = ''\nexpression = \"client.a == \\\"b\\\"\"\n",
        "fail-on = '\u{1b}[31m'\n",
    ] {
        let folder = folder(&[("authelia-lint.toml", settings), ("a.yml", CONFIGURATION)]);
        let Run { code, out, error } = run(folder.path(), &["check"]);
        assert_eq!((code, out.as_str()), (2, ""), "{error}");
        assert!(!error.contains('\u{1b}'), "{error:?}");
        shown += &error;
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_documented_settings_are_right_and_fit_the_schema() {
    let page = project_text("docs/settings.md");
    let policies = project_text("docs/policies.md");
    let schema = schema();
    let validator = Schema::of(schema.clone());
    let mut written = String::new();
    for block in page.split("```toml\n").skip(1).chain(policies.split("```toml\n").skip(1)) {
        let text = block.split_once("```").unwrap().0;
        if let Err(error) = LoadedSettings::read(Path::new("authelia-lint.toml"), text) {
            panic!("{:?}", error.mistakes);
        }
        let value: Value =
            toml::from_str::<toml::Value>(text).map(|value| serde_json::to_value(value).unwrap()).unwrap();
        assert_eq!(validator.check(&value), Ok(()), "{text}");
        written += text;
    }
    for key in schema["properties"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("`{key}`")), "`{key}` is not documented");
        assert!(written.contains(key.as_str()), "`{key}` has no example");
    }
    assert!(validator.check(&serde_json::json!({ "fail-onn": "error" })).is_err());
    assert!(validator.check(&serde_json::json!({ "rules": { "missing-scope": "eror" } })).is_err());
}

#[test]
fn the_schema_is_printed() {
    let Run { code, out, .. } = run(Path::new("."), &["schema"]);
    assert_eq!((code, serde_json::from_str::<Value>(&out).unwrap()), (0, schema()));
}

#[test]
fn cases_tell_what_differs() {
    let cases = "\
- name: right
  client: \"client_id: a\"
  findings: []
- name: not found
  client: \"client_id: a\"
  findings: [two-factors]
- name: not expected
  client: |
    client_id: 'a'
    authorization_policy: 'one_factor'
  findings: []
";
    let folder = folder(&[("authelia-lint.toml", POLICY), ("cases.yml", cases)]);
    let Run { code, out, error } = run(folder.path(), &["policy", "test", "cases.yml"]);
    assert_eq!((code, error.as_str()), (1, ""));
    insta::assert_snapshot!(out, @r"
    ok: right
    failed: not found
      expected, but not found: two-factors
    failed: not expected
      found, but not expected: two-factors
    3 cases, 2 failed
    ");
    for (wrong, said) in [
        ("- name: a\n  findings: []\n", "needs either a `client` or a `configuration`"),
        ("- name: a\n  client: ''\n  findings: [two-factor]\n", "(did you mean `two-factors`?)"),
        ("- name: a\n  configuration: '['\n  findings: []\n", "is not YAML"),
        ("- nam: a\n", "unknown field `nam`"),
    ] {
        fs::write(folder.path().join("cases.yml"), wrong).unwrap();
        let Run { code, out, error } = run(folder.path(), &["policy", "test", "cases.yml"]);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong}");
        assert!(error.contains(said), "{error}");
    }
    assert_eq!(run(folder.path(), &["policy", "test", "--no-config", "cases.yml"]).code, 2);
}

#[test]
fn a_carriage_return_in_wrong_settings_moves_no_cursor() {
    let folder = folder(&[("authelia-lint.toml", "a: 1\rb: 2\r"), ("a.yml", CONFIGURATION)]);
    let Run { code, error, .. } = run(folder.path(), &["check", "a.yml"]);
    assert_eq!(code, 2);
    assert!(error.contains("a: 1\u{240d}b: 2") && !error.contains('\r'), "{error:?}");
}
