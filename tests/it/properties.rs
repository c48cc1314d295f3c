//! What must hold for all input.

use std::fs;
use std::sync::OnceLock;

use authelia_lint::check::Options;
use authelia_lint::lint::Finding;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::files::{in_project, source, yaml_below};

#[allow(unreachable_pub, reason = "elsewhere it is a crate")]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

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

fn findings(text: &str) -> Vec<Finding> {
    authelia_lint::check(&source("configuration.yml", text), &Options::complete()).findings
}

/// A fixture with a slip: some characters at a place are replaced by a piece.
fn slip(fixture: Index, at: Index, length: usize, piece: Index) -> String {
    let text: &String = fixture.get(fixtures());
    let start = text.floor_char_boundary(at.index(text.len() + 1));
    let end = text.ceil_char_boundary((start + length).min(text.len()));
    [&text[..start], *piece.get(&PIECES[..]), &text[end..]].concat()
}

/// What is found is in the text and shows no secret, and a second run finds the same.
fn holds(text: &str) {
    fuzz::lint::holds(text.as_bytes());
    assert_eq!(findings(text), findings(text));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "slow"]
    fn any_text_can_be_checked(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    #[ignore = "slow"]
    fn any_pieces_of_yaml_can_be_checked(pieces in prop::collection::vec(any::<Index>(), 0..60)) {
        let text: String = pieces.iter().map(|piece| *piece.get(&PIECES[..])).collect();
        holds(&text);
    }

    #[test]
    #[ignore = "slow"]
    fn a_slip_in_a_configuration_is_no_end(
        file in any::<Index>(), at in any::<Index>(), length in 0..12_usize, piece in any::<Index>(),
    ) {
        holds(&slip(file, at, length, piece));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "slow"]
    fn a_slip_can_be_read_fixed_and_suppressed_and_shows_no_secret(
        file in any::<Index>(), at in any::<Index>(), length in 0..12_usize, piece in any::<Index>(),
    ) {
        let text = slip(file, at, length, piece);
        fuzz::parse::holds(text.as_bytes());
        fuzz::fix::holds(&text);
        fuzz::suppressions::holds(&text);
        fuzz::secrets::holds(&text);
    }
}

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_can_be_settings(pieces in prop::collection::vec(any::<Index>(), 0..30)) {
        fuzz::settings::holds(&pieces.iter().map(|piece| *piece.get(&ASSIGNMENTS[..])).collect::<String>());
    }

    #[test]
    fn any_expression_can_be_a_policy(pieces in prop::collection::vec(any::<Index>(), 0..12)) {
        let expression: String = pieces.iter().map(|piece| *piece.get(&ASSIGNMENTS[6..20])).collect();
        fuzz::settings::holds(&format!("[[policy]]\nid = 'a'\nmessage = 'm'\nexpression = '''\n{expression}'''\n"));
    }

    #[test]
    #[ignore = "slow"]
    fn any_pieces_can_be_variables(pieces in prop::collection::vec(any::<Index>(), 0..30)) {
        let text: String = pieces.iter().map(|piece| *piece.get(&ASSIGNMENTS[..])).collect();
        fuzz::environment::holds(text.as_bytes());
    }
}
