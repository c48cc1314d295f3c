//! `pkce-mismatch`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("pkce-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    let Some(fact) = app.facts.pkce.as_ref().filter(|fact| fact.is.is_empty()) else {
        return;
    };
    let Some((place, option, help, fix)) = enforced_by(client, context) else {
        return;
    };
    let name = &app.name;
    findings
        .report(place, format!("{name}'s login fails at once (invalid_request): it sends no PKCE code challenge"))
        .label(format!("{option} enforces PKCE"))
        .recognised(registration)
        .help(help)
        .fix(fix)
        .of_fact(registration, fact);
}

/// The three ways of enforcing PKCE: for the client, by naming a challenge method, and for all clients.
fn enforced_by(client: &Client, context: &Context<'_>) -> Option<(Place, &'static str, &'static str, Fix)> {
    if client.require_pkce.is_true() {
        let place = client.require_pkce.place;
        let fix = Fix::safe(Change::set(place, false));
        return Some((place, "`require_pkce`", "write `require_pkce: false`", fix));
    }
    let method = &client.pkce_challenge_method;
    if method.text().is_some_and(|method| !method.is_empty()) {
        let help = "remove `pkce_challenge_method`: it enforces PKCE even with `require_pkce: false`";
        return Some((method.place, "a challenge method by itself", help, Fix::safe(Change::remove(method.place))));
    }
    let enforce = &context.provider()?.enforce_pkce;
    let help = "write `enforce_pkce: 'public_clients_only'`, and `require_pkce: true` for the clients that send PKCE";
    let fix = Fix::unsafe_(Change::set(enforce.place, "public_clients_only"));
    enforce.is("always").then_some((enforce.place, "`enforce_pkce: always`", help, fix))
}
