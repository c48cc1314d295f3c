//! `implicit-flow`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("implicit-flow", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    // A response type that the application requests is not a mistake; `response-type-mismatch` reports a missing one.
    let asked = context.facts(client).and_then(|facts| facts.response_types.as_ref());
    let asked = asked.map(|fact| fact.is.as_slice()).unwrap_or_default();
    if asked.iter().any(|kind| !client.response_types.has(kind)) {
        return;
    }
    for item in client.response_types.items.iter().filter(|item| !asked.iter().any(|kind| item.is(kind))) {
        let Some(kind) = item.text() else { continue };
        let Some(what) = in_the_browser(kind) else { continue };
        reporter
            .report(item.place, format!("`{kind}` sends {what} through the browser, where tokens can leak"))
            .label(if kind.contains("code") { "hybrid flow" } else { "implicit flow" })
            .help(if client.response_types.has("code") {
                "remove it; current applications need only the response type `code`"
            } else {
                "write `response_types: ['code']`, and configure the application to use the authorization code flow"
            });
    }
}

/// Describes what a response type adds to the redirect besides a code (OAuth 2.0 Multiple Response Types, section 5).
fn in_the_browser(kind: &str) -> Option<&'static str> {
    match kind {
        "token" | "code token" => Some("the access token"),
        "id_token" | "code id_token" => Some("the ID token"),
        "id_token token" | "code id_token token" => Some("both tokens"),
        _ => None,
    }
}
