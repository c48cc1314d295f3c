//! Comments that speak to the linter only move findings: each is either kept or suppressed, whatever the comments say.

use std::collections::BTreeSet;

use authelia_lint::check::Options;
use authelia_lint::lint::Finding;
use authelia_lint::text::{Sources, Span};

/// Checks the property for one input.
pub fn holds(text: &str) {
    let mut sources = Sources::default();
    sources.add("configuration.yml".to_owned(), text.to_owned());
    let heard = authelia_lint::check(&sources, &Options::default());
    let unheard = authelia_lint::check(&sources, &Options { no_ignores: true, ..Options::default() });
    let suppressed = heard.suppressed.iter().map(|suppressed| &suppressed.finding);
    let all = heard.findings.iter().chain(suppressed).filter(|finding| !finding.rule.ends_with("-suppression"));
    assert_eq!(all.map(key).collect::<BTreeSet<_>>(), unheard.findings.iter().map(key).collect());
}

fn key(finding: &Finding) -> (Span, &str, &str) {
    (finding.span, &finding.rule, finding.message.expose())
}
