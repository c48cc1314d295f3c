//! `invalid-authz-endpoint`; see the rule's page for what, why and examples.

use crate::config::server::AuthzEndpoint;
use crate::rules::prelude::*;
use crate::rules::wording::{invalid_choice, misnamed_choice, one_of, refused};

pub(super) static RULE: Rule = rule!("invalid-authz-endpoint", Check::Config(check));

const IMPLEMENTATIONS: [&str; 4] = ["AuthRequest", "ForwardAuth", "ExtAuthz", "Legacy"];
const HEADER_STRATEGIES: [&str; 3] =
    ["HeaderAuthorization", "HeaderProxyAuthorization", "HeaderAuthRequestProxyAuthorization"];
const STRATEGIES: [&str; 5] = [
    "CookieSession",
    "HeaderAuthorization",
    "HeaderProxyAuthorization",
    "HeaderAuthRequestProxyAuthorization",
    "HeaderLegacy",
];
const SCHEMES: [&str; 2] = ["basic", "bearer"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let endpoints = &context.config.root.server.endpoints.authz.entries;
    for (name, endpoint) in endpoints {
        implementation(&name.text, endpoint, reporter);
        if !is_name(&name.text) {
            refused(
                reporter,
                Place { span: name.span, ..endpoint.place },
                "an endpoint name may contain only letters, digits, `/`, `.`, `_` and `-`, and must start and end with a letter",
                "choose another name, such as `forward-auth`",
            )
            .label("not a valid name");
        }
        for (other, wide) in endpoints.iter().filter(|(other, _)| other.text != name.text && other.text != "legacy") {
            let takes_subpaths =
                ["Legacy", "ExtAuthz"].iter().any(|implementation| wide.implementation.is(*implementation));
            if takes_subpaths && name.text.starts_with(&format!("{}/", other.text)) {
                let what = format!("the endpoint `{0}` already handles all paths below `{0}/`", other.text);
                refused(
                    reporter,
                    Place { span: name.span, ..endpoint.place },
                    &what,
                    format!("choose a name that does not start with `{}/`", other.text),
                )
                .label("never reached");
            }
        }
        strategies(endpoint, reporter);
    }
}

fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    name.bytes().all(allowed) && letter(name.as_bytes().first()) && letter(name.as_bytes().last())
}

fn implementation(name: &str, endpoint: &AuthzEndpoint, reporter: &mut Reporter<'_>) {
    let value = &endpoint.implementation;
    let Some(found) = value.text() else { return };
    let place = if value.place.given { value.place } else { endpoint.place };
    if name == "legacy" {
        if !["", "Legacy"].contains(&found) {
            invalid_choice(reporter, place, "implementation", found, &["Legacy"]);
        }
    } else if !IMPLEMENTATIONS.contains(&found) {
        invalid_choice(reporter, place, "implementation", found, &IMPLEMENTATIONS);
    }
}

fn is_scheme(text: &str) -> bool {
    SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(text))
}

const fn is_basic(text: &str) -> bool {
    text.eq_ignore_ascii_case("basic")
}

fn strategies(endpoint: &AuthzEndpoint, reporter: &mut Reporter<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for strategy in &endpoint.authn_strategies.items {
        let Some(name) = strategy.name.text() else { continue };
        if !name.is_empty() && seen.contains(&name) {
            refused(reporter, strategy.name.place, "a strategy is listed twice", "remove the duplicate")
                .label("duplicate");
        }
        seen.push(name);
        // An invalid scheme may have been meant as `basic`.
        let lacks_basic = strategy
            .schemes
            .items
            .iter()
            .all(|scheme| scheme.text().is_some_and(|text| is_scheme(text) && !is_basic(text)));
        let lifespan = &strategy.scheme_basic_cache_lifespan;
        if lifespan.known().is_some_and(|lifespan| lifespan.0 > 0) && lacks_basic && !strategy.schemes.unknown {
            let what = "`scheme_basic_cache_lifespan` needs the scheme `basic`";
            refused(reporter, lifespan.place, what, "write `schemes: ['basic']`, or remove the option")
                .label("no `basic` scheme");
        }
        if name.is_empty() {
            refused(
                reporter,
                strategy.place,
                "each strategy needs a `name`",
                format!("set `name` to {}", one_of(&STRATEGIES)),
            )
            .label("no `name`");
        } else if !STRATEGIES.contains(&name) {
            misnamed_choice(reporter, strategy.name.place, "name", name, &STRATEGIES, meant_strategy(name));
        } else if HEADER_STRATEGIES.contains(&name) {
            for item in &strategy.schemes.items {
                let Some(scheme) = item.text() else { continue };
                if !is_scheme(scheme) {
                    invalid_choice(reporter, item.place, "schemes", scheme, &SCHEMES);
                }
            }
        } else if !strategy.schemes.items.is_empty() {
            refused(
                reporter,
                strategy.schemes.place,
                format!("the strategy `{name}` does not support `schemes`"),
                "remove `schemes`",
            )
            .label("not supported");
        }
    }
}

/// The strategy that a misspelt name most likely means. `HeaderProxyAuthorization` is chosen only if the name contains
/// "proxy", as it reads another header.
fn meant_strategy(name: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 8] = [
        ("cookie", "CookieSession"),
        ("session", "CookieSession"),
        ("legacy", "HeaderLegacy"),
        ("proxy", "HeaderProxyAuthorization"),
        ("header", "HeaderAuthorization"),
        ("auth", "HeaderAuthorization"),
        ("basic", "HeaderAuthorization"),
        ("bearer", "HeaderAuthorization"),
    ];
    /// In edits (Damerau-Levenshtein).
    const MAX_TYPOS: usize = 3;
    let name = name.to_lowercase();
    let is_typo = |strategy: &&str| strsim::damerau_levenshtein(&name, &strategy.to_lowercase()) <= MAX_TYPOS;
    let by_word = || WORDS.iter().find(|(word, _)| name.contains(word)).map(|(_, strategy)| *strategy);
    STRATEGIES.into_iter().find(is_typo).or_else(by_word)
}
