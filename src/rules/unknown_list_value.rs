//! `unknown-list-value`; see the rule's page for what, why and examples.

use super::missing_scope::misspelt;
use super::prelude::*;
use crate::config::choices::RESPONSE_TYPES;
use crate::config::claims::STANDARD_SCOPES;
use crate::lint::Finding;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("unknown-list-value", Check::Client(check));

const PAM: &str = "authelia.pam";

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    response_types(client, context, reporter);
    let Some(provider) = context.provider() else { return };
    if client.grant_types.has("client_credentials") || !context.config.may_say_undefined(&provider.scopes) {
        return;
    }
    let known: Vec<&str> = STANDARD_SCOPES.into_iter().chain([PAM]).chain(provider.scopes.names()).collect();
    // What an application asks for by itself is no mistake of the operator's.
    let asked = context.facts(client).and_then(|facts| facts.extra_claim.as_ref());
    for item in &client.scopes.items {
        let Some(found) = item.text().filter(|found| !known.contains(found)) else { continue };
        if asked.is_none_or(|fact| fact.is.scope != found) && !is_asked_for_otherwise(client, item, context) {
            unknown(reporter, item.place, "scope", found, &known);
        }
    }
}

/// Whether the application asks for a scope that this one is a misspelling of: that it is missing is reported.
fn is_asked_for_otherwise(client: &Client, item: &Value<String>, context: &Context<'_>) -> bool {
    let Some(fact) = context.facts(client).and_then(|facts| facts.scopes.as_ref()) else { return false };
    fact.is.asks.iter().chain(&fact.is.needs).any(|scope| {
        !client.scopes.has(scope) && misspelt(client, scope).is_some_and(|other| std::ptr::eq(other, item))
    })
}

fn response_types(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let types = &client.response_types;
    let known = |item: &Value<String>| item.text().is_some_and(|kind| RESPONSE_TYPES.contains(&kind));
    // Where the application's response types are known, another rule tells whether the login fails.
    let judged = context.facts(client).is_some_and(|facts| facts.response_types.is_some());
    let hopeless = types.texts().is_some() && !types.items.iter().any(known) && !judged && signs_in(client);
    for item in types.items.iter().filter(|item| !known(item)) {
        let Some(found) = item.text() else { continue };
        let finding = unknown(reporter, item.place, "response type", found, &RESPONSE_TYPES);
        if let Some(help) = confused(found) {
            finding.help(help);
        }
        if hopeless {
            finding.message = format!("every login fails: Authelia does not know the response type `{found}`");
            finding.effect(Effect::Login).severity(Severity::Error);
        }
    }
}

/// Whether the client can only be used through the authorization endpoint.
fn signs_in(client: &Client) -> bool {
    client.grant_types.texts().is_some_and(|grants| {
        grants.iter().all(|grant| ["authorization_code", "implicit", "refresh_token"].contains(grant))
    })
}

/// What to do about a value of another option that stands among the response types.
fn confused(found: &str) -> Option<String> {
    match found {
        "authorization_code" => Some("write `code`; `authorization_code` is a grant type".to_owned()),
        "implicit" | "refresh_token" | "client_credentials" => {
            Some(format!("write `code`, and `{found}` below `grant_types` if it is needed"))
        }
        scope if STANDARD_SCOPES.contains(&scope) => Some(format!("write `code`, and `{scope}` below `scopes`")),
        _ => None,
    }
}

fn unknown<'f>(
    reporter: &'f mut Reporter<'_>,
    place: Place,
    what: &str,
    found: &str,
    known: &[&str],
) -> &'f mut Finding {
    reporter.report(place, format!("Authelia warns that it does not know the {what} `{found}`")).label("unknown").help(
        match nearest(found, known.iter().copied()) {
            Some(near) => format!("write `{near}`, if that is meant"),
            None => format!("remove it, or define it if it is a {what} of your own"),
        },
    )
}
