//! `auth-method-mismatch`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("auth-method-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    let (Some(fact), Some(registered)) = (&app.facts.token_endpoint_auth_method, client.auth_method()) else {
        return;
    };
    // A public client has no secret to send: `public-client-mismatch` speaks of it.
    let Some(wanted) = fact.is.first().filter(|_| client.public.is_false()) else {
        return;
    };
    if fact.is.iter().any(|method| method == registered) {
        return;
    }
    let method = &client.token_endpoint_auth_method;
    let label = if method.is_zero() {
        format!("without `token_endpoint_auth_method`, Authelia accepts `{registered}` and no other method")
    } else {
        "Authelia accepts this method and no other".to_owned()
    };
    let name = &app.name;
    findings
        .report(method.place, format!("{name}'s login fails at the token endpoint (invalid_client): it uses `{wanted}`"))
        .label(label)
        .recognised(registration)
        .help(format!("write `token_endpoint_auth_method: '{wanted}'`"))
        .fix(Fix::safe(Change::set(method.place, wanted.as_str())))
        .of_fact(registration, fact);
}
