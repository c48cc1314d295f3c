//! Any text as the file of `--env-file`: what is said about it is in it, and no secret comes out.

use authelia_lint::check::Options;
use authelia_lint::text::{self, Sources};

use super::harmless;

/// What the variables are added to.
const CONFIGURATION: &str = include_str!("settings.yml");

/// The part that all secrets in it have in common.
const SECRET: &str = "Zq7hunter2hunter2Zq";

/// Checks the property for one input.
pub fn holds(bytes: &[u8]) {
    let mut sources = Sources::default();
    sources.add("configuration.yml".to_owned(), CONFIGURATION.to_owned());
    let id = sources.add_variables("authelia.env".to_owned(), text::decode(bytes.to_vec()));
    let settings = Options::complete();
    let outcome = authelia_lint::check(&sources, &settings);
    harmless::assert_places(&outcome, &sources);
    let secret = is_always_a_secret(&sources.get(id).text).then_some(SECRET);
    harmless::assert_harmless(&outcome, &sources, secret.as_slice());
}

fn is_always_a_secret(text: &str) -> bool {
    text.match_indices(SECRET).all(|(at, _)| {
        let names = ["AUTHELIA_SESSION_SECRET=", "AUTHELIA_STORAGE_POSTGRES_PASSWORD='"];
        names.iter().any(|name| text[..at].ends_with(name))
    })
}
