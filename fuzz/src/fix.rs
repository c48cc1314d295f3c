//! Any text is fixed: what parsed before parses afterwards, nothing is left to do, and nothing is worse.

use authelia_lint::check::{Options, fix};
use authelia_lint::config::LoadOptions;
use authelia_lint::lint::{Effect, Outcome, Safety};
use authelia_lint::text::Sources;

/// Checks the property for one input.
pub fn holds(text: &str) {
    let mut sources = Sources::default();
    sources.add("configuration.yml".to_owned(), text.to_owned());
    let merge = text.len().is_multiple_of(2);
    let settings =
        Options { load: LoadOptions { merge, no_environment: merge, ..LoadOptions::default() }, ..Options::default() };
    let before = authelia_lint::check(&sources, &settings);
    let fixed = fix(sources, before.clone(), &settings, Safety::Unsafe);
    assert!(parses(&fixed.outcome) || !parses(&before));
    assert!(refusals(&fixed.outcome) <= refusals(&before));
    let again = fix(fixed.sources.clone(), fixed.outcome.clone(), &settings, Safety::Unsafe);
    assert!(again.made.is_empty(), "{:?}", again.made);
}

fn parses(outcome: &Outcome) -> bool {
    !outcome.findings.iter().any(|finding| finding.rule == "invalid-yaml")
}

fn refusals(outcome: &Outcome) -> usize {
    outcome.findings.iter().filter(|finding| finding.effect == Effect::Startup).count()
}
