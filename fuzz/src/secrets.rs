//! A secret is planted as the value of secret options in front of and behind any text: neither it nor a part of it comes out,
//! whatever the text is, whether it parses, and after it was fixed.

use authelia_lint::check::{Options, fix};
use authelia_lint::lint::Safety;
use authelia_lint::text::Sources;

use super::harmless;

const SECRET: &str = "Zq9XvK7wYp2MpLr8Tn5BdGh3";

/// The length of the parts that must not be shown, in characters.
const PART: usize = 6;

/// Where the secret is written. `%` stands for it, and the text comes next.
const PLACES: [&str; 6] = [
    "session:\n  secret: '%'\n",
    "session: { secret: \"%\" }\n",
    "storage:\n  encryption_key: |\n    %\n",
    "definitions: &known\n  password: %\n",
    "identity_providers:\n  oidc:\n    clients:\n      - client_id: 'x'\n        client_secret: '%'\n",
    "session:\n  redis:\n    password: '%\n",
];

/// Checks the property for one input.
pub fn holds(text: &str) {
    // A part of the secret in the text itself need not be one.
    let parts = parts();
    if parts.iter().any(|part| text.contains(part)) {
        return;
    }
    let place = PLACES[text.len() % PLACES.len()].replace('%', SECRET);
    check(format!("{place}{text}"), &parts);
}

fn check(text: String, parts: &[&str]) {
    let mut sources = Sources::default();
    sources.add("configuration.yml".to_owned(), text);
    let options = Options::default();
    let outcome = authelia_lint::check(&sources, &options);
    let fixed = fix(sources.clone(), outcome.clone(), &options, Safety::Unsafe);
    harmless::assert_places(&outcome, &sources);
    harmless::assert_harmless(&outcome, &sources, parts);
    harmless::assert_harmless(&fixed.outcome, &fixed.sources, parts);
}

fn parts() -> Vec<&'static str> {
    (0..=SECRET.len() - PART).map(|start| &SECRET[start..start + PART]).collect()
}
