//! Any text is checked and shown in every format: no secret and nothing that would harm a terminal comes out.

use authelia_lint::check::Options;
use authelia_lint::config::LoadOptions;
use authelia_lint::text::{self, Sources};

use super::harmless;

/// Where this stands as a client's secret, it must not come out.
const SECRET: &str = "Zq7hunter2hunter2Zq";

/// Checks the property for one input.
pub fn holds(bytes: &[u8]) {
    let decoded = text::decode(bytes.to_vec());
    let mut sources = Sources::default();
    let id = sources.add("configuration.yml".to_owned(), decoded);
    let text = sources.get(id).text.clone();
    let merge = text.len().is_multiple_of(2);
    let settings =
        Options { load: LoadOptions { merge, no_environment: merge, ..LoadOptions::default() }, ..Options::default() };
    let outcome = authelia_lint::check(&sources, &settings);
    harmless::assert_places(&outcome, &sources);
    harmless::assert_harmless(&outcome, &sources, is_always_a_secret(&text).then_some(SECRET).as_slice());
}

fn is_always_a_secret(text: &str) -> bool {
    text.match_indices(SECRET).all(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + SECRET.len()..]);
        ["client_secret: '", "client_secret: "].iter().any(|key| before.ends_with(key))
            && after.starts_with(['\n', '\''])
    })
}
