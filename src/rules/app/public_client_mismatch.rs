//! `public-client-mismatch`; see the rule's page for what, why and examples.

use crate::app::Fact;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("public-client-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(public)) = (&facts.token_endpoint_auth_method, client.public.known()) else {
        return;
    };
    let fits = |methods: &Vec<String>| methods.iter().any(|method| (method == "none") == *public);
    if fits(&fact.is) {
        return;
    }
    if facts.response_types.as_ref().is_some_and(|fact| fact.is.iter().all(|kind| !kind.contains("code"))) {
        return without_exchange(registration, fact, reporter);
    }
    let name = &app.name;
    let (what, label, help) = if *public {
        let help = "write `public: false` and give the client a `client_secret`";
        ("sends a secret, but a public client has none", "registered as a public client", help)
    } else {
        let help = "write `public: true`, and remove `client_secret` and `token_endpoint_auth_method`";
        ("sends no secret", "registered as a confidential client", help)
    };
    let method = fact.is.first().map_or("", String::as_str);
    let fix = public.then(|| fix(registration, context, method));
    reporter
        .report(
            client.public.place,
            format!("{name}'s login fails at the token endpoint (invalid_client): {name} {what}"),
        )
        .label(label)
        .recognised(registration)
        .help(help)
        .fix(fix.flatten())
        .since(registration, fact.before(fits))
        .unless(fact, fits)
        .of_fact(registration, fact);
}

/// An application that requests no code never uses the token endpoint, so the client type does not matter.
fn without_exchange(registration: &Registration<'_>, fact: &Fact<Vec<String>>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    let (name, public) = (&app.name, client.public.is_false());
    reporter
        .report(client.public.place, format!("{name} uses no secret: it receives everything through the browser"))
        .label("has no effect on the login")
        .recognised(registration)
        .help(format!("write `public: {public}`"))
        .severity(Severity::Advice)
        .effect(Effect::Hygiene)
        .of_fact(registration, fact);
}

/// A confidential client needs a method and a secret. The secret is known only from the application's settings.
fn fix(registration: &Registration<'_>, context: &Context<'_>, method: &str) -> Option<Fix> {
    let client = registration.client;
    let fix = Fix::unsafe_(Change::set(client.public.place, false));
    let fix = fix.and(Change::set(client.token_endpoint_auth_method.place, method));
    if client.client_secret.is_unknown() || client.client_secret.place.given {
        return Some(fix);
    }
    Some(fix.and(context.fresh_digest(client.client_secret.place)?))
}
