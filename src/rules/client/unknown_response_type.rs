//! `unknown-response-type`; see the rule's page for what, why and examples.

use crate::config::choices::RESPONSE_TYPES;
use crate::config::claims::STANDARD_SCOPES;
use crate::rules::prelude::*;
use crate::rules::wording::unknown_item;

pub(super) static RULE: Rule = rule!("unknown-response-type", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let types = &client.response_types;
    let known = |item: &Value<String>| item.text().is_some_and(|kind| RESPONSE_TYPES.contains(&kind));
    // If the response types of the application are known, `response-type-mismatch` reports whether the login fails.
    let is_known = context.facts(client).is_some_and(|facts| facts.response_types.is_some());
    let hopeless = types.texts().is_some() && !types.items.iter().any(known) && !is_known && signs_in(client);
    for item in types.items.iter().filter(|item| !known(item)) {
        let Some(found) = item.text() else { continue };
        let finding = unknown_item(reporter, item.place, "response type", found, &RESPONSE_TYPES);
        if let Some(help) = misplaced(found) {
            finding.help(help);
        }
        if hopeless {
            finding.message = format!("every login fails: Authelia does not know the response type `{found}`").into();
            finding.effect(Effect::Login).severity(Severity::Error);
        }
    }
}

/// Whether the client can be used only through the authorization endpoint.
fn signs_in(client: &Client) -> bool {
    client.grant_types.texts().is_some_and(|grants| {
        grants.iter().all(|grant| ["authorization_code", "implicit", "refresh_token"].contains(grant))
    })
}

/// Help for a value that belongs to another option.
fn misplaced(found: &str) -> Option<String> {
    match found {
        "authorization_code" => Some("write `code`; `authorization_code` is a grant type".to_owned()),
        "implicit" | "refresh_token" | "client_credentials" => {
            Some(format!("write `code`, and add `{found}` to `grant_types` if it is needed"))
        }
        scope if STANDARD_SCOPES.contains(&scope) => Some(format!("write `code`, and add `{scope}` to `scopes`")),
        _ => None,
    }
}
