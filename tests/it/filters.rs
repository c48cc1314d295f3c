//! Files behind the filters that Authelia runs: what needs nothing from outside is evaluated, the rest is unknown.

use authelia_lint::check::Options;
use authelia_lint::config::LoadOptions;

use crate::files::{folder, rule, source};
use crate::program::{Run, run};

/// The findings about a text: line, column, rule, and what is there.
fn found(text: &str, filters: &str) -> Vec<(usize, usize, &'static str, String)> {
    let sources = source("configuration.yml", text);
    let settings = Options {
        load: LoadOptions { filters: filters.parse().unwrap(), ..LoadOptions::default() },
        ..Options::default()
    };
    let outcome = authelia_lint::check(&sources, &settings);
    let finding = |finding: &authelia_lint::lint::Finding| {
        let start = sources.positions(finding.span).0;
        (start.line, start.column, rule(finding), sources.slice(finding.span).to_owned())
    };
    outcome.findings.iter().map(finding).collect()
}

fn at(line: usize, column: usize, rule: &'static str, text: &str) -> (usize, usize, &'static str, String) {
    (line, column, rule, text.to_owned())
}

#[test]
fn a_value_that_is_written_in_a_template_is_judged_where_it_stands() {
    let wrong = "totp:\n  digits: {{ \"7\" }}\ntheme: '{{ lower \"DARK\" }}'\n";
    assert_eq!(found(wrong, "template"), [at(2, 11, "invalid-second-factor", "{{ \"7\" }}")]);
    assert_eq!(found(wrong, "auto"), []);
    let behind = "{{- /* a note */ -}}\ntheme: 'light'\ntotp: { digits: {{ 8 }}, period: {{ 5 }} }\n";
    assert_eq!(found(behind, "template"), [at(3, 34, "invalid-second-factor", "{{ 5 }}")]);
}

#[test]
fn what_comes_from_outside_is_unknown() {
    let text = "totp:\n  digits: {{ env \"DIGITS\" }}\n  period: {{ secret \"/config/period\" | trim }}\n";
    assert_eq!(found(text, "template"), []);
    assert_eq!(found("totp:\n  digits: $DIGITS\n  period: ${PERIOD}\n", "expand-env"), []);
}

#[test]
fn a_template_that_cannot_run_is_refused() {
    let unknown = "theme: '{{ \"dark\" | lowr }}'\n";
    assert_eq!(found(unknown, "template"), [at(1, 21, "invalid-yaml", "lowr")]);
    assert_eq!(found("theme: '{{ \"dark\" }'\n", "template"), [at(1, 9, "invalid-yaml", "{{")]);
    assert_eq!(found("theme: '{{  }}'\n", "template"), [at(1, 9, "invalid-yaml", "{{  }}")]);
}

#[test]
fn each_filter_leaves_the_signs_of_the_other() {
    assert_eq!(found("theme: '${X}'\n", "template"), [at(1, 8, "invalid-option", "'${X}'")]);
    assert_eq!(found("theme: '{{ \"dark\" }}'\n", "expand-env"), [at(1, 8, "invalid-option", "'{{ \"dark\" }}'")]);
    assert_eq!(found("theme: '$$x'\n", "expand-env"), [at(1, 8, "invalid-option", "'$$x'")]);
}

/// What is found in `configuration.yml` with this environment.
fn with_environment(configuration: &str, environment: &str, arguments: &[&str]) -> Run {
    let folder = folder(&[("configuration.yml", configuration), ("env", environment)]);
    let command =
        [arguments, &["--merge", "--filters", "expand-env", "--env-file", "env", "configuration.yml"]].concat();
    run(folder.path(), &command)
}

const EXPANDED: &str = "totp:
  digits: $DIGITS
  period: ${PERIOD}
theme: 'da${REST}'
identity_providers:
  oidc:
    clients:
      - client_id: '${APP}'
        client_secret: '${SECRET}'
        redirect_uris: ['https://$APP.${DOMAIN}/#x', 'https://${UNSET}/#x']
";

#[test]
fn variables_have_the_values_of_the_environment() {
    let environment = "DIGITS=7\nPERIOD=30\nREST=rkk\nAPP=wiki\nSECRET='a-secret-of-the-wiki'\nDOMAIN=example.org\n";
    let told = with_environment(EXPANDED, environment, &["check", "--quiet", "--color", "never"]).told();
    assert!(!told.contains("a-secret-of"), "{told}");
    insta::assert_snapshot!(told);
}

#[test]
fn a_variable_whose_value_is_not_certain_stays_unknown() {
    let text = "theme: '${THEME}'\ntotp: { digits: ${DIGITS} }\nlog: { level: '$AUTHELIA_OWN' }\n";
    for environment in ["", "THEME=$OTHER\nDIGITS=${OTHER}\n", "THEME={{ env \"OTHER\" }}\n", "AUTHELIA_THEME=dark\n"] {
        let told = with_environment(text, environment, &["check", "--quiet", "--format", "concise"]).told();
        assert!(
            !told.contains("theme") && !told.contains("digits") && !told.contains("level"),
            "{environment}: {told}"
        );
    }
}

#[test]
fn nothing_is_written_in_place_of_a_variable() {
    let folder = folder(&[("configuration.yml", "theme: '${THEME}'\n"), ("env", "THEME=drak\n")]);
    let arguments =
        ["check", "--merge", "--filters", "expand-env", "--env-file", "env", "--fix=all", "configuration.yml"];
    let told = run(folder.path(), &arguments).told();
    assert!(told.contains("invalid-option"), "{told}");
    assert_eq!(std::fs::read_to_string(folder.path().join("configuration.yml")).unwrap(), "theme: '${THEME}'\n");
}

/// Wherever the value of a secret is put, it is not shown.
#[test]
fn no_secret_of_the_environment_is_shown() {
    let environment = "PASSWORD=hunter2-of-the-mail-server\nTOKEN='another-one-in-quotes'\n";
    let text = "notifier:\n  smtp:\n    username: '${PASSWORD}'\n    password: '${PASSWORD}'\n    sender: '${TOKEN}'\n\
        theme: '${TOKEN}'\nserver: { address: 'tcp://${PASSWORD}@x' }\nidentity_providers:\n  oidc:\n    clients:\n      \
        - client_id: '${TOKEN}'\n        client_secret: '${PASSWORD}'\n        redirect_uris: ['https://a:${PASSWORD}@x/']\n";
    for arguments in [
        &["check"][..],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--diff"],
        &["show"],
        &["show", "--origin"],
        &["show", "--format", "json"],
        &["clients"],
    ] {
        let told = with_environment(text, environment, arguments).told();
        for secret in ["hunter2", "another-one"] {
            assert!(!told.contains(secret), "{arguments:?}: {told}");
        }
    }
}

/// In the file of another program, it is that program that replaces variables.
#[test]
fn the_file_around_a_configuration_is_not_filtered() {
    let compose = "services:\n  authelia:\n    image: 'authelia/authelia:${TAG}'\n    environment:\n      \
        AUTHELIA_THEME: 'drak'\n      COST: '$$5'\n";
    let folder = folder(&[("compose.yml", compose), ("env", "TAG=4.39\n")]);
    let arguments =
        ["check", "--merge", "--filters", "expand-env", "--env-file", "env", "--format", "concise", "--quiet"];
    let told = run(folder.path(), &[&arguments[..], &["compose.yml"]].concat()).told();
    assert_eq!(told.lines().filter(|line| line.contains("compose.yml:")).count(), 1, "{told}");
    assert!(told.contains("compose.yml:5:"), "{told}");
}
