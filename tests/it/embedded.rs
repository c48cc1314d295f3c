//! Configuration inside other files: what is found there is at its place in the outer file.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::files::{folder, in_project};
use crate::program::{Run, run, run_with_input};

/// A finding's rule, line and column.
type Found = (&'static str, u64, u64);

/// What is found in each file.
const FOUND: [(&str, &[Found]); 20] = [
    ("ansible-clients.yml", &[("invalid-client-option", 9, 19)]),
    ("ansible-vars.yml", &[("invalid-client-option", 13, 25)]),
    ("blocks.yml", &[("invalid-access-control", 20, 19), ("invalid-access-control", 25, 19)]),
    ("compose.yml", &[("invalid-option", 5, 27), ("invalid-option", 11, 9), ("one-factor-policy", 20, 37)]),
    ("config-map.yml", &[("auth-method-mismatch", 21, 41)]),
    ("container.yml", &[("wrong-type", 10, 22)]),
    ("documents.yml", &[("invalid-access-control", 8, 23), ("invalid-access-control", 13, 19)]),
    ("flow.yml", &[("invalid-access-control", 1, 109)]),
    ("folded.yml", &[("invalid-access-control", 6, 23)]),
    ("helm-release.yml", &[("invalid-access-control", 16, 21), ("invalid-client-option", 23, 29)]),
    (
        "helm-sections.yml",
        &[
            ("invalid-option", 4, 10),
            ("wrong-type", 8, 35),
            ("invalid-option", 11, 17),
            ("wrong-type", 16, 18),
            ("wrong-type", 18, 56),
            ("invalid-option", 19, 37),
            ("invalid-second-factor", 20, 19),
            ("invalid-second-factor", 22, 46),
            ("invalid-option", 24, 19),
            ("invalid-password-hashing", 27, 76),
            ("invalid-option", 29, 41),
            ("invalid-session", 32, 16),
            ("wrong-type", 38, 21),
            ("invalid-redis", 39, 64),
            ("invalid-option", 40, 25),
            ("invalid-storage", 43, 56),
            ("invalid-notifier", 45, 37),
            ("wrong-type", 45, 63),
            ("invalid-access-control", 48, 21),
        ],
    ),
    (
        "helm-twice.yml",
        &[("wrong-type", 7, 21), ("invalid-option", 11, 10), ("invalid-yaml", 7, 9), ("invalid-yaml", 11, 3)],
    ),
    ("helm-values.yml", &[("auth-method-mismatch", 26, 39), ("plaintext-client-secret", 29, 20)]),
    ("playbook.yml", &[("invalid-access-control", 11, 25)]),
    ("secret-data.yml", &[("invalid-provider-option", 7, 282)]),
    ("secret-string-data.yml", &[("invalid-access-control", 6, 129)]),
    ("sops.yml", &[("wrong-type", 11, 44)]),
    ("sops-file.yml", &[("invalid-client-authentication", 8, 43)]),
    ("tab.yml", &[("invalid-yaml", 6, 5)]),
    ("template.yml", &[("invalid-client-option", 13, 23)]),
];

fn fixtures() -> PathBuf {
    in_project("fixtures/embedded")
}

fn check(folder: &Path, arguments: &[&str]) -> Run {
    run(folder, &[&["check"], arguments].concat())
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    check(folder, &[arguments, &["--format", "json"]].concat()).json()
}

fn places(outcome: &Value) -> Vec<(&str, u64, u64)> {
    let findings = outcome["findings"].as_array().unwrap();
    let number = |finding: &Value, key: &str| finding[key].as_u64().unwrap();
    let place = |finding| (number(finding, "line"), number(finding, "column"));
    findings
        .iter()
        .map(|finding| {
            let (line, column) = place(finding);
            (finding["rule"].as_str().unwrap(), line, column)
        })
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    let mut names: Vec<_> = files.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
#[ignore = "slow"]
fn every_form_is_found_at_its_place() {
    for (name, expected) in FOUND {
        assert_eq!(places(&json(&fixtures(), &[name])), expected, "{name}");
    }
}

#[test]
fn every_form_is_found_in_a_folder() {
    let outcome = json(&fixtures(), &["."]);
    let found: Vec<_> = outcome["findings"].as_array().unwrap().iter().map(|finding| &finding["file"]).collect();
    for (name, _) in FOUND {
        assert!(found.iter().any(|file| *file == name), "{name}");
    }
}

#[test]
#[ignore = "slow"]
fn every_form_has_a_fixture_that_is_silent() {
    let silent = names(&fixtures().join("ok"));
    assert!(silent.len() >= 14, "{silent:?}");
    for name in &silent {
        let outcome = json(&fixtures().join("ok"), &[name]);
        assert_eq!(places(&outcome), [], "{name}");
        assert_eq!(outcome["summary"]["files"], 1, "{name}");
    }
}

#[test]
fn the_path_of_a_finding_is_the_option_s() {
    let outcome = json(&fixtures(), &["config-map.yml"]);
    let finding = &outcome["findings"][0];
    assert_eq!(finding["path"], "identity_providers.oidc.clients[0].token_endpoint_auth_method");
    assert_eq!((&finding["client_id"], &finding["app"]), (&"mailcow".into(), &"mailcow".into()));
}

#[test]
fn a_path_says_where_the_configuration_is() {
    let at = |path, name| json(&fixtures(), &["--root", path, name]);
    assert_eq!(places(&at("app.values[0].options", "named.yml")), [("invalid-option", 4, 16)]);
    assert_eq!(places(&at("data.configuration.yml", "config-map.yml")), [("auth-method-mismatch", 21, 41)]);
    assert_eq!(places(&at("spec.values.configMap", "helm-release.yml")).len(), 2);
}

#[test]
fn a_path_that_leads_nowhere_is_told() {
    let Run { code, error: told, .. } = check(&fixtures(), &["--root", "spec.nothing", "helm-release.yml"]);
    assert_eq!(code, 2);
    assert!(told.contains("`spec.nothing` not found in") && told.contains("helm-release.yml"), "{told}");
}

#[test]
fn a_file_without_a_configuration_is_told() {
    let folder = folder(&[("compose.yml", "services:\n  a:\n    environment:\n      AUTHELIA_URL: x\n")]);
    let Run { code, error: told, .. } = check(folder.path(), &["compose.yml"]);
    assert_eq!(code, 2);
    assert!(told.contains("no Authelia configuration in `compose.yml`") && told.contains("--root"), "{told}");
}

#[test]
fn documents_behind_a_configuration_are_still_dropped_text() {
    let text = "access_control:\n  default_policy: 'deny'\n---\nkind: ConfigMap\ndata: {}\n";
    let folder = folder(&[("configuration.yml", text)]);
    assert_eq!(places(&json(folder.path(), &["configuration.yml"])), [("second-document", 4, 1)]);
}

#[test]
fn a_key_given_twice_is_a_warning_in_helm_values_and_an_error_elsewhere() {
    let outcome = json(&fixtures(), &["helm-twice.yml"]);
    let twice: Vec<_> =
        outcome["findings"].as_array().unwrap().iter().filter(|it| it["rule"] == "invalid-yaml").collect();
    assert!(twice.iter().all(|it| it["severity"] == "warning" && it["effect"] == "hygiene"), "{twice:?}");
    let folder =
        folder(&[("map.yml", "kind: ConfigMap\ndata: {}\ndata:\n  a.yml: |\n    access_control:\n      rules: []\n")]);
    assert_eq!(json(folder.path(), &["map.yml"])["findings"][0]["severity"], "error");
}

#[test]
fn rendered_output_is_checked_on_standard_input() {
    let check = |input: &str| run_with_input(&fixtures(), &["check", "-", "--format", "json"], input).json();
    let evaluated = "{\"access_control\":{\"default_policy\":\"allow\"},\"theme\":\"dark\"}\n";
    assert_eq!(places(&check(evaluated)), [("invalid-access-control", 1, 37)]);
    let rendered = "---\n# Source: authelia/templates/service.yaml\nkind: Service\nspec: {}\n---\n\
                    # Source: authelia/templates/configMap.yaml\nkind: ConfigMap\ndata:\n  configuration.yaml: |\n    ---\n    \
                    theme: 'dark'\n    access_control:\n      default_policy: 'allow'\n    ...\n";
    assert_eq!(places(&check(rendered)), [("invalid-access-control", 13, 23)]);
}

#[test]
fn comments_in_the_outer_file_and_in_the_text_are_heard() {
    let text = "# authelia-lint: ignore-file[invalid-option] the theme is our own\n\
                kind: ConfigMap\ndata:\n  configuration.yml: |\n    theme: purple\n    \
                # authelia-lint: ignore[invalid-access-control] an experiment\n    \
                access_control:\n      default_policy: allow  # authelia-lint: ignore[invalid-access-control] as above\n";
    let folder = folder(&[("map.yml", text)]);
    let outcome = json(folder.path(), &["map.yml"]);
    assert_eq!(places(&outcome), [("unused-suppression", 6, 29)]);
    assert_eq!(outcome["summary"]["suppressed"], 2, "{}", outcome["summary"]);
}

/// None of these is in what is reported of any fixture.
const SECRETS: [&str; 5] = [
    "correct-horse-battery-staple",
    "sixteen-characters-and-more",
    "a-secret-that-must-not-be-shown",
    "plain-text-in-values",
    "kbvVXA9SYfidb9SDoAbrR2lQJjLdyuT6CRrLMVmZLO7eJEzGIUdSHowP",
];

#[test]
#[ignore = "slow"]
fn no_secret_of_the_outer_file_is_shown() {
    let names = names(&fixtures());
    for format in ["full", "concise", "json"] {
        for name in &names {
            let told = check(&fixtures(), &[name, "--format", format]).told();
            let shown = SECRETS.iter().find(|secret| told.contains(**secret));
            assert_eq!(shown, None, "{name} as {format}");
            let encoded = fs::read_to_string(fixtures().join("secret-data.yml")).unwrap();
            let code = encoded.lines().last().unwrap().rsplit(' ').next().unwrap();
            assert!(!told.contains(&code[40..80]), "{name} as {format}");
        }
    }
}
