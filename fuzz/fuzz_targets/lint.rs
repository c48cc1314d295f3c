//! Any text is checked and shown in every format: no secret and nothing that would harm a terminal comes out.

#![no_main]

use std::time::Duration;

use authelia_lint::document;
use authelia_lint::finding::Finding;
use authelia_lint::outcome::Outcome;
use authelia_lint::report::{Format, Options, render, sanitize};
use authelia_lint::settings::Settings;
use authelia_lint::source::Sources;
use clap::ValueEnum as _;
use libfuzzer_sys::fuzz_target;

/// Where this stands as a client's secret, it must not come out.
const SECRET: &str = "Zq7hunter2hunter2Zq";

fuzz_target!(|bytes: &[u8]| {
    let decoded = document::decode(bytes.to_vec());
    let mut sources = Sources::default();
    let id = sources.add("configuration.yml".to_owned(), decoded);
    let text = sources.get(id).text.clone();
    let merge = text.len() % 2 == 0;
    let settings = Settings { merge, no_environment: merge, ..Settings::default() };
    let outcome = authelia_lint::check(&sources, &settings);
    for finding in &outcome.findings {
        assert_places(finding, &text);
    }
    let has_secret = text.contains(SECRET) && is_always_a_secret(&text);
    for format in Format::value_variants() {
        let shown = shown(&outcome, &sources, *format);
        assert!(!(has_secret && shown.contains(SECRET)), "a secret as {format:?}");
        let harmful = |character: char| character != '\n' && sanitize::replacement(character).is_some();
        assert!(!shown.contains(harmful), "a control character as {format:?}");
    }
});

fn assert_places(finding: &Finding, text: &str) {
    for span in [finding.span].into_iter().chain(finding.labels.iter().map(|label| label.span)) {
        assert!(text.get(span.range()).is_some(), "{} at {span:?}", finding.rule);
    }
}

fn is_always_a_secret(text: &str) -> bool {
    text.match_indices(SECRET).all(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + SECRET.len()..]);
        ["client_secret: '", "client_secret: "].iter().any(|key| before.ends_with(key)) && after.starts_with(['\n', '\''])
    })
}

fn shown(outcome: &Outcome, sources: &Sources, format: Format) -> String {
    let elapsed = Duration::ZERO;
    let options = Options { format, width: 80, color: false, quiet: false, verbose: true, elapsed };
    let mut out = Vec::new();
    render(outcome, sources, &options, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("what is shown is text")
}
