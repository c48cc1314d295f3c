//! Any text is fixed: what parsed before parses afterwards, nothing is left to do, and nothing is worse.

#![no_main]

use authelia_lint::finding::Effect;
use authelia_lint::fix::{Safety, converge};
use authelia_lint::outcome::Outcome;
use authelia_lint::settings::Settings;
use authelia_lint::source::Sources;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    sources.add("configuration.yml".to_owned(), text.to_owned());
    let merge = text.len() % 2 == 0;
    let settings = Settings { merge, no_environment: merge, ..Settings::default() };
    let before = authelia_lint::check(&sources, &settings);
    let fixed = converge(sources, before.clone(), &settings, Safety::Unsafe);
    assert!(parses(&fixed.outcome) || !parses(&before));
    assert!(refusals(&fixed.outcome) <= refusals(&before));
    let again = converge(fixed.sources.clone(), fixed.outcome.clone(), &settings, Safety::Unsafe);
    assert!(again.made.is_empty(), "{:?}", again.made);
});

fn parses(outcome: &Outcome) -> bool {
    !outcome.findings.iter().any(|finding| finding.rule == "invalid-yaml")
}

fn refusals(outcome: &Outcome) -> usize {
    outcome.findings.iter().filter(|finding| finding.effect == Effect::Startup).count()
}
