//! `unknown-scope`; see the rule's page for what, why and examples.

use crate::config::claims::STANDARD_SCOPES;
use crate::rules::prelude::*;
use crate::rules::slips::misspelt;
use crate::rules::wording::unknown_item;

pub(super) static RULE: Rule = rule!("unknown-scope", Check::Client(check));

const PAM: &str = "authelia.pam";

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    if client.grant_types.has("client_credentials") || !context.config.may_say_undefined(&provider.scopes) {
        return;
    }
    let known: Vec<&str> = STANDARD_SCOPES.into_iter().chain([PAM]).chain(provider.scopes.names()).collect();
    // A scope that the application requests by itself is not a mistake.
    let asked = context.facts(client).and_then(|facts| facts.extra_claim.as_ref());
    for item in &client.scopes.items {
        let Some(found) = item.text().filter(|found| !known.contains(found)) else { continue };
        if asked.is_none_or(|fact| fact.is.scope != found) && !is_misspelt_request(client, item, context) {
            unknown_item(reporter, item.place, "scope", found, &known);
        }
    }
}

/// Whether the scope is a misspelling of one that the application requests, which `missing-scope` reports.
fn is_misspelt_request(client: &Client, item: &Value<String>, context: &Context<'_>) -> bool {
    let Some(fact) = context.facts(client).and_then(|facts| facts.scopes.as_ref()) else { return false };
    fact.is.asks.iter().chain(&fact.is.needs).any(|scope| {
        !client.scopes.has(scope) && misspelt(client, scope).is_some_and(|other| std::ptr::eq(other, item))
    })
}
