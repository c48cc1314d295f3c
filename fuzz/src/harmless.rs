//! What must hold for whatever is shown.

use std::time::Duration;

use authelia_lint::lint::Outcome;
use authelia_lint::report::{Format, RenderOptions, render};
use authelia_lint::text::{Sources, sanitize};
use clap::ValueEnum as _;

/// Each finding stands between two characters of its text.
pub fn assert_places(outcome: &Outcome, sources: &Sources) {
    for finding in &outcome.findings {
        for span in [finding.span].into_iter().chain(finding.labels.iter().map(|label| label.span)) {
            assert!(sources.get(span.source).text.get(span.range()).is_some(), "{} at {span:?}", finding.rule);
        }
    }
}

/// No format shows one of some secrets, or what would harm a terminal.
pub fn assert_harmless(outcome: &Outcome, sources: &Sources, secrets: &[&str]) {
    for format in Format::value_variants() {
        let shown = shown(outcome, sources, *format);
        let is_shown = |secret: &&str| shown.contains(*secret);
        assert!(!secrets.iter().any(is_shown), "a secret as {format:?}");
        assert_plain(&shown);
    }
}

/// Nothing in what is shown would harm a terminal.
pub fn assert_plain(shown: &str) {
    let harmful = |character: char| character != '\n' && sanitize::replacement(character).is_some();
    assert!(!shown.contains(harmful), "a control character in {shown:?}");
}

fn shown(outcome: &Outcome, sources: &Sources, format: Format) -> String {
    let elapsed = Duration::ZERO;
    let options = RenderOptions { width: 80, verbose: true, elapsed, ..RenderOptions::of(format) };
    let mut out = Vec::new();
    render(outcome, sources, &options, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("what is shown is text")
}
