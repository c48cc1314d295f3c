//! What is beside a configuration adds to what is known of it, and hides nothing.

use serde_json::Value;

use crate::files::{folder, in_project, yaml_below};
use crate::program::run;

const COMPOSE: &str = "services:\n  authelia:\n    image: 'authelia/authelia'\n    environment:\n      - 'AUTHELIA_NTP_DISABLE_FAILURE=true'\n";
const RELEASE: &str = "apiVersion: 'helm.toolkit.fluxcd.io/v2'\nkind: 'HelmRelease'\nspec:\n  values:\n    pod:\n      env:\n        - \
    name: 'AUTHELIA_NTP_DISABLE_FAILURE'\n          value: 'true'\n    configMap:\n      access_control: { networks: [] }\n";
const VARIABLES: &str = "AUTHELIA_NTP_DISABLE_FAILURE=true\n";

/// The findings in a configuration: rule, line and message.
fn findings(folder: &std::path::Path, arguments: &[&str]) -> Vec<String> {
    let outcome = run(folder, &[&["check", "--format", "json"], arguments].concat()).json();
    let told = |finding: &Value| format!("{} {} {}", finding["rule"], finding["line"], finding["message"]);
    let findings = outcome["findings"].as_array().unwrap();
    findings.iter().filter(|finding| finding["file"] == "configuration.yml").map(told).collect()
}

#[test]
#[ignore = "slow"]
fn a_variable_hides_no_finding_about_other_options() {
    let mut compared = 0;
    for path in yaml_below(&in_project("fixtures/bad")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let files = [
            ("configuration.yml", text.as_str()),
            ("compose.yml", COMPOSE),
            ("release.yml", RELEASE),
            (".env", VARIABLES),
        ];
        let folder = folder(&files);
        let alone = findings(folder.path(), &["--complete", "--filters", "none", "configuration.yml"]);
        let with = |more: &[&str]| {
            findings(folder.path(), &[&["--merge", "--filters", "none", "configuration.yml"], more].concat())
        };
        for beside in [&["--no-env", "compose.yml"][..], &["--no-env", "release.yml"], &["--env-file", ".env"]] {
            assert_eq!(with(beside), alone, "{} with {beside:?}", path.display());
        }
        compared += alone.len();
    }
    assert!(compared > 250, "{compared}");
}

#[test]
fn the_environment_in_a_file_belongs_to_the_only_configuration_in_it() {
    let map = "kind: ConfigMap\ndata:\n  configuration.yml: |\n    access_control: { default_policy: 'deny' }\n    webauthn:\n      enable_passkey_login: true\n---\n\
        kind: Deployment\nspec:\n  containers:\n    - env:\n        - { name: 'AUTHELIA_WEBAUTHN_EXPERIMENTAL_ENABLE_PASSKEY_UV_TWO_FACTORS', value: 'true' }\n";
    let without = map.replace("enable_passkey_login: true", "enable_passkey_login: false");
    let folder = folder(&[("map.yml", map), ("without.yml", &without)]);
    assert_eq!(run(folder.path(), &["check", "map.yml"]).code, 0);
    let told = run(folder.path(), &["check", "--format", "concise", "without.yml"]).out;
    assert!(told.contains("error[invalid-second-factor]"), "{told}");
}

#[test]
fn a_variable_whose_value_comes_from_elsewhere_is_not_missing() {
    let compose = "services:\n  authelia:\n    environment:\n      AUTHELIA_SESSION_SECRET_FILE: '/run/secrets/session'\n      AUTHELIA_STORAGE_ENCRYPTION_KEY:\n\
        \n      AUTHELIA_NOTIFIER_SMTP_PASSWORD: '${PASSWORD}'\n";
    let list = "services:\n  authelia:\n    environment:\n      - AUTHELIA_STORAGE_ENCRYPTION_KEY\n      - AUTHELIA_SESSION_SECRET_FILE=/run/secrets/session\n";
    let config = "storage:\n  local:\n    path: '/config/db.sqlite3'\n";
    let folder = folder(&[("configuration.yml", config), ("compose.yml", compose), ("list.yml", list)]);
    let missing = |beside: &[&str]| {
        let told = findings(folder.path(), &[&["--complete", "configuration.yml"], beside].concat());
        told.iter().any(|finding| finding.contains("encryption_key"))
    };
    assert!(missing(&[]));
    assert!(!missing(&["compose.yml"]));
    assert!(!missing(&["list.yml"]));
}

#[test]
fn an_application_may_have_variables_that_are_named_alike() {
    let compose = "services:\n  app:\n    environment:\n      AUTHELIA_HOST: 'authelia'\n      AUTHELIA_PORT: '9091'\n      AUTHELIA_CLIENT_ID: 'app'\n";
    let folder = folder(&[("compose.yml", compose)]);
    let told = run(folder.path(), &["check", "compose.yml"]);
    assert_eq!((told.code, told.out.as_str()), (2, ""), "{}", told.told());
}

#[test]
fn the_environment_says_which_filters_run() {
    let config = "session:\n  secret: '{{ secret \"/run/secrets/session\" }}'\n";
    let folder = folder(&[
        ("configuration.yml", config),
        ("with.env", "X_AUTHELIA_CONFIG_FILTERS=template\n"),
        ("without.env", "TZ=Europe/Berlin\n"),
        ("unknown.env", "X_AUTHELIA_CONFIG_FILTERS=${FILTERS}\n"),
    ]);
    let literal = |more: &[&str]| {
        let told = findings(folder.path(), &[&["--merge", "configuration.yml"], more].concat());
        told.iter().any(|finding| finding.contains("literal-template"))
    };
    assert!(!literal(&["--env-file", "with.env"]));
    assert!(literal(&["--env-file", "without.env"]));
    assert!(!literal(&["--env-file", "unknown.env"]));
    assert!(!literal(&["--env-file", "without.env", "--filters", "template"]));
}

#[test]
fn a_template_that_cannot_be_read_is_said() {
    let template = "data:\n  clients.yml: |\n    {{- range .Values.clients }}\n- client_id: {{ .id }}\n  redirect_uris: [{{ .uri }}]\n   x: [\n    {{- end }}\n";
    let folder = folder(&[("templates/clients.yml", template), ("configuration.yml", "theme: 'dark'\nlog: {}\n")]);
    let told = run(folder.path(), &["check", "."]);
    assert!(told.error.contains("skipped templates/clients.yml (it cannot be read as YAML"), "{}", told.told());
}

#[test]
fn a_file_of_variables_beside_the_configuration_is_its_environment() {
    let configuration = "session:\n  secret: 'a'\nduo_api:\n  hostname: 'api.example.com'\n";
    let variables =
        "TZ=Europe/Berlin\nAUTHELIA_DUO_API_INTEGRATION_KEY=abc\nAUTHELIA_DUO_API_SECRET_KEY_FILE=/run/duo\n";
    let folder =
        folder(&[("configuration.yml", configuration), ("authelia.env", variables), ("other.env", "TZ=UTC\n")]);
    let found = |files: &[&str]| {
        let findings = findings(folder.path(), &[&["--complete"], files].concat());
        findings.into_iter().filter(|finding| finding.contains("invalid-second-factor")).count()
    };
    assert_eq!(found(&["configuration.yml"]), 2);
    assert_eq!(found(&["configuration.yml", "authelia.env"]), 0);
    let other = run(folder.path(), &["check", "--complete", "configuration.yml", "other.env"]);
    assert!(
        other.code == 2 && other.error.contains("other.env: this is an environment file without Authelia's variables"),
        "{}",
        other.told()
    );
}

#[test]
fn a_block_of_misspelt_variables_is_authelias() {
    let compose = |variable: &str| format!("services:\n  a:\n    environment:\n      {variable}: 'x'\n");
    let (misspelt, foreign) = (compose("AUTHELIA_SESION_SECRET_FILE"), compose("AUTHELIA_CLIENT_SECRET"));
    let folder = folder(&[("misspelt.yml", &misspelt), ("foreign.yml", &foreign)]);
    let told = run(folder.path(), &["check", "misspelt.yml"]);
    assert!(told.code == 1 && told.out.contains("did you mean `AUTHELIA_SESSION_SECRET_FILE`?"), "{}", told.told());
    assert_eq!(run(folder.path(), &["check", "foreign.yml"]).code, 2);
}
