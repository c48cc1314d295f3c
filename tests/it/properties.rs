//! What must hold for all input.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use authelia_lint::check::Options;
use authelia_lint::config::LoadOptions;
use authelia_lint::lint::{Finding, Outcome};
use authelia_lint::report::{Format, RenderOptions, render, text_error};
use authelia_lint::settings::LoadedSettings;
use authelia_lint::text::{Sources, TextError};
use clap::ValueEnum as _;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::files::{in_project, source, yaml_below};

/// Pieces that YAML, templates and comments are made of.
const PIECES: [&str; 40] = [
    "identity_providers:",
    "oidc:",
    "clients:",
    "client_id:",
    "mailcow",
    "scopes:",
    "[",
    "]",
    "{",
    "}",
    ",",
    ": ",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "\n      - ",
    "\t",
    "'",
    "\"",
    "|",
    ">",
    "&a ",
    "*a",
    "!!str ",
    "!<%C3%28> ",
    "<<: ",
    "---\n",
    "...\n",
    "# authelia-lint: ignore[",
    "{{ ",
    " }}",
    "{% if %}",
    "${A}",
    "\u{feff}",
    "é",
    "\\x41",
    "%YAML 1.1\n",
    "? ",
    "\r\n",
];

fn fixtures() -> &'static [String] {
    static TEXTS: OnceLock<Vec<String>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let files = yaml_below(&in_project("fixtures")).into_iter();
        files.filter_map(|path| fs::read_to_string(path).ok()).filter(|text| text.len() < 20_000).collect()
    })
}

fn check(text: &str) -> (Sources, Vec<Finding>) {
    let sources = source("configuration.yml", text);
    let settings = Options::complete();
    let outcome = authelia_lint::check(&sources, &settings);
    shown(&outcome, &sources);
    (sources, outcome.findings)
}

/// What is shown in all formats, one after the other.
fn shown(outcome: &Outcome, sources: &Sources) -> String {
    let formats = Format::value_variants().iter().map(|format| {
        let elapsed = Duration::ZERO;
        let options = RenderOptions { width: 80, verbose: true, elapsed, ..RenderOptions::of(*format) };
        let mut out = Vec::new();
        render(outcome, sources, &options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    });
    formats.collect()
}

/// Every finding stands between two characters of the text, and a second run says the same.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let (_, findings) = check(text);
    for finding in &findings {
        for span in [finding.span].into_iter().chain(finding.labels.iter().map(|label| label.span)) {
            prop_assert!(text.get(span.range()).is_some(), "{} at {:?}", finding.rule, span.range());
        }
    }
    prop_assert_eq!(&findings, &check(text).1);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_checked(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn any_pieces_of_yaml_can_be_checked(pieces in prop::collection::vec(any::<Index>(), 0..60)) {
        let text: String = pieces.iter().map(|piece| *piece.get(&PIECES[..])).collect();
        holds(&text)?;
    }

    #[test]
    fn a_slip_in_a_configuration_is_no_end(
        file in any::<Index>(), at in any::<Index>(), length in 0..12_usize, piece in any::<Index>(),
    ) {
        let text = file.get(fixtures());
        let start = text.floor_char_boundary(at.index(text.len() + 1));
        let end = text.ceil_char_boundary((start + length).min(text.len()));
        holds(&[&text[..start], *piece.get(&PIECES[..]), &text[end..]].concat())?;
    }
}

/// A configuration with a secret for the settings and variables that are tried on it.
const CONFIGURATION: &str = "\
session:
  secret: 'Zq7hunter2hunter2Zq'
identity_providers:
  oidc:
    clients:
      - client_id: 'mailcow'
        client_secret: 'Zq7hunter2hunter2Zq'
        redirect_uris: ['http://mail.example.org']
";

/// Pieces that settings, policies and variables are made of.
const ASSIGNMENTS: [&str; 40] = [
    "[[policy]]\n",
    "id = 'a'\n",
    "scope = 'configuration'\n",
    "message = 'm'\n",
    "at = 'client_secret'\n",
    "expression = \"",
    "client.client_id",
    "config.session.cookies",
    " == ",
    " && ",
    ".all(x, x",
    ".matches('",
    ")",
    "(",
    "'",
    "\"",
    "\"\"\"",
    "\n",
    "\\u001b",
    "\\",
    "[[override]]\n",
    "paths = ['**']\n",
    "[rules]\n",
    "rules = { plaintext-client-secret = 'off' }\n",
    "plaintext-client-secret",
    " = ",
    "'advice'",
    "select = ['",
    "exclude = ['[{",
    "['",
    "]",
    "filters = 'template'\n",
    "root = 'a[0]'\n",
    "AUTHELIA_SESSION_SECRET=",
    "AUTHELIA_SESION_NAME='",
    "AUTHELIA_THEME_FILE=",
    "${A}",
    "\u{1b}[31m",
    "é",
    "\r",
];

/// What is found is in its text, and what is shown holds neither a secret nor an escape sequence.
fn assert_harmless(outcome: &Outcome, sources: &Sources) {
    for finding in &outcome.findings {
        for span in finding.labels.iter().map(|label| label.span).chain([finding.span]) {
            assert!(sources.get(span.source).text.get(span.range()).is_some(), "{} at {span:?}", finding.rule);
        }
    }
    let shown = shown(outcome, sources);
    assert!(!shown.contains("Zq7hunter2hunter2Zq") && !shown.contains(['\u{1b}', '\r']), "{shown}");
}

/// What is wrong with settings is in them; what they ask for can be done, and shows no secret.
fn assert_settings(text: &str) {
    let told = |error: &TextError| {
        assert!(error.mistakes.iter().all(|problem| text.get(problem.range.clone()).is_some()), "{error:?}");
        assert!(!text_error::show(error, 80, false).unwrap().contains(['\u{1b}', '\r']));
    };
    match LoadedSettings::read(Path::new("authelia-lint.toml"), text) {
        Err(error) => told(&error),
        Ok(loaded) => {
            let selection = loaded.selection();
            let LoadedSettings { policies, file, filters, .. } = loaded;
            let mut sources = source("configuration.yml", CONFIGURATION);
            policies.show_in(&mut sources);
            let filters = filters.unwrap_or_default();
            let load = LoadOptions { filters, root: file.root, ..LoadOptions::default() };
            let settings = Options { load, selection, policies, ..Options::default() };
            let outcome = authelia_lint::check(&sources, &settings);
            outcome.failures.iter().for_each(|failure| told(failure));
            assert_harmless(&outcome, &sources);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_can_be_settings(pieces in prop::collection::vec(any::<Index>(), 0..30)) {
        assert_settings(&pieces.iter().map(|piece| *piece.get(&ASSIGNMENTS[..])).collect::<String>());
    }

    #[test]
    fn any_expression_can_be_a_policy(pieces in prop::collection::vec(any::<Index>(), 0..12)) {
        let expression: String = pieces.iter().map(|piece| *piece.get(&ASSIGNMENTS[6..20])).collect();
        assert_settings(&format!("[[policy]]\nid = 'a'\nmessage = 'm'\nexpression = '''\n{expression}'''\n"));
    }

    #[test]
    fn any_pieces_can_be_variables(pieces in prop::collection::vec(any::<Index>(), 0..30)) {
        let mut sources = Sources::default();
        sources.add("configuration.yml".to_owned(), CONFIGURATION.to_owned());
        let text: String = pieces.iter().map(|piece| *piece.get(&ASSIGNMENTS[..])).collect();
        sources.add_variables("authelia.env".to_owned(), text);
        let settings = Options::complete();
        assert_harmless(&authelia_lint::check(&sources, &settings), &sources);
    }
}
