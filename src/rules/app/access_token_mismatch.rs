//! `access-token-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("access-token-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let alg = &client.access_token_signed_response_alg;
    let Some(fact) = facts.jwt_access_token.as_ref().filter(|fact| fact.is) else {
        return;
    };
    let is_opaque = alg.text().is_some_and(|alg| alg.is_empty() || alg == "none");
    if !is_opaque || !client.access_token_signed_response_key_id.is_zero() {
        return;
    }
    let name = &app.name;
    reporter
        .report(
            alg.place,
            format!("{name}'s login fails after the sign-in: {name} requires an access token that is a JWT"),
        )
        .label("Authelia issues an opaque access token")
        .recognised(registration)
        .help("write `access_token_signed_response_alg: 'RS256'`")
        .fix(Fix::safe(Change::set(alg.place, "RS256")))
        .unless(fact, |jwt| !jwt)
        .of_fact(registration, fact);
}
