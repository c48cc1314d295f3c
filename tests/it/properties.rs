//! What must hold for all input.

use std::fs;
use std::sync::OnceLock;
use std::time::Duration;

use authelia_lint::finding::Finding;
use authelia_lint::report::{Format, Options, render};
use authelia_lint::settings::Settings;
use authelia_lint::source::Sources;
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
    let settings = Settings { merge: true, no_environment: true, ..Settings::default() };
    let outcome = authelia_lint::check(&sources, &settings);
    for format in Format::value_variants().iter().copied() {
        let elapsed = Duration::ZERO;
        let options = Options { format, width: 80, color: false, quiet: false, verbose: true, elapsed };
        let mut out = Vec::new();
        render(&outcome, &sources, &options, &mut out).unwrap();
        assert!(String::from_utf8(out).is_ok());
    }
    (sources, outcome.findings)
}

/// Every finding stands between two characters of the text, and a second run says the same.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let (_, findings) = check(text);
    for finding in &findings {
        for span in [finding.span].into_iter().chain(finding.labels.iter().map(|label| label.span)) {
            prop_assert!(text.get(span.range()).is_some(), "{} at {:?}", finding.rule, span.range());
        }
    }
    let told = |findings: &[Finding]| format!("{findings:?}");
    prop_assert_eq!(told(&findings), told(&check(text).1));
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
