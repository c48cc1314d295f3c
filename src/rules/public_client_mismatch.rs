//! `public-client-mismatch`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("public-client-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    let Some(fact) = &app.facts.token_endpoint_auth_method else {
        return;
    };
    if !client.public.is_true() || fact.is.iter().any(|method| method == "none") {
        return;
    }
    let name = &app.name;
    findings
        .report(client.public.place, format!("{name}'s login fails: it sends a secret, and a public client has none"))
        .label("registered as a public client")
        .recognised(registration)
        .help("write `public: false` and give the client a `client_secret`")
        .fix(fix(registration, context, fact.is.first().map_or("", String::as_str)))
        .of_fact(registration, fact);
}

/// A confidential client needs a method and a secret: the latter is known from the application's own settings only.
fn fix(registration: &Registration<'_>, context: &Context<'_>, method: &str) -> Option<Fix> {
    let client = registration.client;
    let fix = Fix::unsafe_(Change::set(client.public.place, false));
    let fix = fix.and(Change::set(client.token_endpoint_auth_method.place, method));
    if client.client_secret.is_unknown() || client.client_secret.place.given {
        return Some(fix);
    }
    Some(fix.and(context.fresh_digest(client.client_secret.place)?))
}
