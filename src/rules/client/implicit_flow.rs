//! `implicit-flow`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("implicit-flow", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    // What an application that is known asks for is not a mistake of the operator's; what it misses is another rule's.
    let asked = context.facts(client).and_then(|facts| facts.response_types.as_ref());
    let asked = asked.map(|fact| fact.is.as_slice()).unwrap_or_default();
    if asked.iter().any(|kind| !client.response_types.has(kind)) {
        return;
    }
    for item in client.response_types.items.iter().filter(|item| !asked.iter().any(|kind| item.is(kind))) {
        let Some(kind) = item.text() else { continue };
        let Some(what) = in_the_browser(kind) else { continue };
        reporter
            .report(item.place, format!("`{kind}` lets {what} travel through the browser, where it can leak"))
            .label(if kind.contains("code") { "the hybrid flow" } else { "the implicit flow" })
            .help(if client.response_types.has("code") {
                "remove it; the response type `code` is enough for an application of today"
            } else {
                "write `response_types: ['code']`, and set the application to the authorization code flow"
            });
    }
}

/// What a response type puts into the redirect besides a code, in words (OAuth 2.0 Multiple Response Types, section 5).
fn in_the_browser(kind: &str) -> Option<&'static str> {
    match kind {
        "token" | "code token" => Some("the access token"),
        "id_token" | "code id_token" => Some("the ID token"),
        "id_token token" | "code id_token token" => Some("both tokens"),
        _ => None,
    }
}
