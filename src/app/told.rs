//! Facts in words.

use super::fact::{Fact, Proof, Setting};
use super::model::{Facts, FurtherUri, Requirement, Scopes};

/// A fact in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub what: &'static str,
    /// What it says.
    pub is: String,
    /// How it is known.
    pub proof: Proof,
    /// What was seen, and where.
    pub note: String,
    /// The setting that it depends on, and what its values make of it.
    pub setting: Option<String>,
}

/// All facts, each in words.
#[must_use]
pub fn facts(facts: &Facts) -> Vec<Told> {
    [
        told("token endpoint auth method", facts.token_endpoint_auth_method.as_ref(), list),
        told("secret in the header and in the body", facts.secret_in_header_and_body.as_ref(), yes_no),
        told("response types", facts.response_types.as_ref(), list),
        told("response modes", facts.response_modes.as_ref(), list),
        told("grant types", facts.grant_types.as_ref(), list),
        told("scopes", facts.scopes.as_ref(), scopes),
        told("further claim", facts.extra_claim.as_ref(), |claim| {
            format!("{} (scope {}), to {}", claim.claim, claim.scope, claim.purpose)
        }),
        told("claims that it reads from the ID token alone", facts.id_token_claims.as_ref(), list),
        told("of these it needs", facts.needed_id_token_claims.as_ref(), list),
        told("ID token signing algorithms", facts.id_token_algs.as_ref(), list),
        told("access token must be a JWT", facts.jwt_access_token.as_ref(), yes_no),
        told("endpoints called from the browser", facts.browser_requests.as_ref(), list),
        told("PKCE challenge methods", facts.pkce.as_ref(), list),
        told("pushed authorization requests", facts.pushed_authorization_requests.as_ref(), yes_no),
        told("length of its state", facts.state_length.as_ref(), ToString::to_string),
        told("forms of userinfo", facts.userinfo.as_ref(), list),
        told("redirect URIs", facts.redirect_uris.as_ref(), list),
        told("further redirect URIs", facts.further_redirect_uris.as_ref(), further_uris),
        told("one redirect URI at the token endpoint", facts.single_redirect_uri.as_ref(), yes_no),
        told("authorization policy to ask for", facts.authorization_policy.as_ref(), Clone::clone),
        told("to set in the application", facts.requires.as_ref(), requirements),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A list in words.
#[must_use]
pub fn list(words: &Vec<String>) -> String {
    let word = |word: &String| if word.is_empty() { "(no path)".to_owned() } else { word.clone() };
    match words.as_slice() {
        [] => "none".to_owned(),
        words => words.iter().map(word).collect::<Vec<_>>().join(", "),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that a fact has")]
fn yes_no(yes: &bool) -> String {
    if *yes { "yes" } else { "no" }.to_owned()
}

fn scopes(scopes: &Scopes) -> String {
    let needs = if scopes.needs.is_empty() { String::new() } else { format!("; needs {}", list(&scopes.needs)) };
    format!("asks for {}{needs}", list(&scopes.asks))
}

#[expect(clippy::ptr_arg, reason = "the form that a fact has")]
fn requirements(requirements: &Vec<Requirement>) -> String {
    let told = requirements.iter().map(|requirement| format!("{}, or else {}", requirement.set, requirement.otherwise));
    told.collect::<Vec<_>>().join("; ")
}

#[expect(clippy::ptr_arg, reason = "the form that a fact has")]
fn further_uris(uris: &Vec<FurtherUri>) -> String {
    let told = uris.iter().map(|further| format!("{}, without which it {}", further.uri, further.without));
    told.collect::<Vec<_>>().join("; ")
}

fn told<T>(what: &'static str, fact: Option<&Fact<T>>, words: impl Fn(&T) -> String) -> Option<Told> {
    fact.map(|fact| Told {
        what,
        is: words(&fact.is),
        proof: fact.proof,
        note: note(fact, &words),
        setting: fact.setting.as_ref().map(|setting| setting_words(setting, words)),
    })
}

/// What was seen, where, and in which versions.
fn note<T>(fact: &Fact<T>, words: impl Fn(&T) -> String) -> String {
    let earlier = fact.earlier.as_ref().map(|earlier| format!("before {}: {}", earlier.before, words(&earlier.is)));
    let parts = [&fact.note, &fact.versions, &fact.at].into_iter().cloned().chain(earlier).chain(fact.disagreement());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

fn setting_words<T>(setting: &Setting<T>, words: impl Fn(&T) -> String) -> String {
    let values = setting.values.iter().map(|(value, is)| format!("`{value}`: {}", words(is)));
    let default = setting.default.iter().map(|is| format!("by default: {}", words(is)));
    let value = (!setting.default_value.is_empty()).then(|| format!("default `{}`", setting.default_value));
    let told = value.into_iter().chain(values).chain(default).collect::<Vec<_>>().join("; ");
    if told.is_empty() { format!("`{}`", setting.name) } else { format!("`{}` ({told})", setting.name) }
}
