//! Whether what a file says of an application can be: its form is read with it, its words are judged here.

use crate::config::choices::{AUTH_METHODS, GRANT_TYPES, RESPONSE_MODES, RESPONSE_TYPES, SIGNING_ALGORITHMS};
use crate::text::quoted;

use super::fact::Fact;
use super::model::{App, Facts, Variant};

/// Something that a file says and that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    /// The key that it is below.
    pub(super) key: &'static str,
    /// What is written; empty where something is missing.
    pub(super) written: String,
    /// What is wrong with it, after what is written.
    pub(super) reason: String,
}

const CHALLENGE_METHODS: [&str; 2] = ["S256", "plain"];

/// All that cannot be of what is said about an application.
pub(super) fn flaws(app: &App) -> Vec<Flaw> {
    let mut flaws = Flaws(Vec::new());
    if app.name.trim().is_empty() {
        flaws.add("name", "", "it has no name");
    }
    flaws.variants(&app.variants);
    for facts in std::iter::once(&app.facts).chain(app.variants.iter().map(|variant| &variant.facts)) {
        flaws.facts(facts);
    }
    let registrations = serde_yaml::from_str::<Option<Vec<serde_yaml::Mapping>>>(&app.example);
    if let Err(error) = registrations {
        flaws.add(
            "example",
            "",
            format!("it is not a list of client registrations: {}", quoted::without_values(&error.to_string())),
        );
    }
    flaws.0
}

struct Flaws(Vec<Flaw>);

impl Flaws {
    fn add(&mut self, key: &'static str, written: &str, reason: impl Into<String>) {
        let flaw = Flaw { key, written: written.to_owned(), reason: reason.into() };
        if !self.0.contains(&flaw) {
            self.0.push(flaw);
        }
    }

    /// Each of several variants must be one that can be chosen.
    fn variants(&mut self, variants: &[Variant]) {
        for (number, variant) in variants.iter().enumerate().filter(|_| variants.len() > 1) {
            if variant.id.is_empty() {
                self.add("variants", "", "one of them has no `id`");
            }
            if variants[..number].iter().any(|earlier| earlier.id == variant.id) {
                self.add("id", &variant.id, "is the id of two variants");
            }
        }
    }

    fn facts(&mut self, facts: &Facts) {
        self.words("token_endpoint_auth_method", facts.token_endpoint_auth_method.as_ref(), &AUTH_METHODS);
        self.words("response_types", facts.response_types.as_ref(), &RESPONSE_TYPES);
        self.words("response_modes", facts.response_modes.as_ref(), &RESPONSE_MODES);
        self.words("grant_types", facts.grant_types.as_ref(), &GRANT_TYPES);
        self.words("id_token_algs", facts.id_token_algs.as_ref(), &SIGNING_ALGORITHMS);
        self.words("pkce", facts.pkce.as_ref(), &CHALLENGE_METHODS);
        let forms: Vec<&str> = std::iter::once("none").chain(SIGNING_ALGORITHMS).collect();
        self.words("userinfo", facts.userinfo.as_ref(), &forms);
        for scopes in facts.scopes.iter().flat_map(statements) {
            for scope in scopes.asks.iter().chain(&scopes.needs) {
                if scope.is_empty() || scope.contains(char::is_whitespace) {
                    self.add("scopes", scope, "is not a scope: a scope holds no spaces");
                }
            }
        }
        for pattern in facts.redirect_uris.iter().flat_map(statements).flatten() {
            if let Some(reason) = misfit(pattern) {
                self.add("redirect_uris", pattern, reason);
            }
        }
        if facts.state_length.iter().flat_map(statements).any(|length| *length < 0) {
            self.add("state_length", "", "a length is not negative");
        }
    }

    /// The words of a list that are none of those that are known.
    fn words(&mut self, key: &'static str, fact: Option<&Fact<Vec<String>>>, known: &[&str]) {
        for word in fact.into_iter().flat_map(statements).flatten().filter(|word| !known.contains(&word.as_str())) {
            self.add(key, word, format!("is none of {}", known.join(", ")));
        }
    }
}

/// A fact's statement, and those that a setting makes of it.
fn statements<T>(fact: &Fact<T>) -> impl Iterator<Item = &T> {
    let setting = fact.setting.iter();
    std::iter::once(&fact.is).chain(setting.flat_map(|setting| setting.values.values().chain(&setting.default)))
}

/// Why a text is not a pattern of redirect URIs.
fn misfit(pattern: &str) -> Option<&'static str> {
    let (head, _) = pattern.split_once(['{', '/']).unwrap_or((pattern, ""));
    if !pattern.is_empty() && !pattern.starts_with('/') && !head.contains(':') {
        return Some("is neither a path, which begins with `/`, nor a whole URI");
    }
    let mut rest = pattern;
    while let Some(open) = rest.find(['{', '}']) {
        let inside = rest[open..].strip_prefix('{').and_then(|behind| behind.split_once('}'));
        match inside {
            Some((name, behind)) if !name.is_empty() && !name.contains('{') => rest = behind,
            _ => return Some("has a brace that is not part of a `{name}`"),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_knows_has_no_flaws() {
        for app in crate::app::knowledge().apps() {
            assert_eq!(flaws(app), [], "{}", app.id);
        }
    }

    #[test]
    fn a_pattern_is_a_path_or_a_uri_with_whole_braces() {
        for fit in ["", "/", "/a/{b}/c", "app:/x", "https://{team}.example.org/cb", "http://localhost:8000"] {
            assert_eq!(misfit(fit), None, "{fit}");
        }
        for misfitting in ["callback", "/x/{", "/x/}", "/x/{}", "/x/{a{b}}"] {
            assert!(misfit(misfitting).is_some(), "{misfitting}");
        }
    }
}
