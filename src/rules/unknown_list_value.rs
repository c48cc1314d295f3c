//! `unknown-list-value`; see the rule's page for what, why and examples.

use super::prelude::*;
use crate::suggestion::nearest;

pub(super) static RULE: Rule = rule!("unknown-list-value", Check::Client(check));

const RESPONSE_TYPES: [&str; 7] =
    ["code", "id_token", "token", "id_token token", "code id_token", "code token", "code id_token token"];
const SCOPES: [&str; 10] = [
    "openid",
    "email",
    "profile",
    "address",
    "phone",
    "groups",
    "offline_access",
    "offline",
    "authelia.bearer.authz",
    "authelia.pam",
];

fn check(client: &Client, context: &Context<'_>, findings: &mut Findings<'_>) {
    for item in &client.response_types.items {
        if let Some(found) = item.text().filter(|found| !RESPONSE_TYPES.contains(found)) {
            unknown(findings, item.place, "response type", found, &RESPONSE_TYPES);
        }
    }
    let Some(provider) = context.provider() else { return };
    if client.grant_types.has("client_credentials") || !context.may_say_undefined(&provider.scopes) {
        return;
    }
    let known: Vec<&str> = SCOPES.into_iter().chain(provider.scopes.names()).collect();
    // What an application asks for by itself is no mistake of the operator's.
    let asked = context.registrations.iter().find(|registration| std::ptr::eq(registration.client, client));
    let asked = asked.and_then(|registration| registration.app.facts.extra_claim.as_ref());
    for item in &client.scopes.items {
        let Some(found) = item.text().filter(|found| !known.contains(found)) else { continue };
        if asked.is_none_or(|fact| fact.is.scope != found) {
            unknown(findings, item.place, "scope", found, &known);
        }
    }
}

fn unknown(findings: &mut Findings<'_>, place: Place, what: &str, found: &str, known: &[&str]) {
    findings
        .report(place, format!("Authelia warns that it does not know the {what} `{found}`"))
        .label("unknown")
        .help(match nearest(found, known.iter().copied()) {
            Some(near) => format!("write `{near}`, if that is meant"),
            None => format!("remove it, or define it if it is a {what} of your own"),
        });
}
