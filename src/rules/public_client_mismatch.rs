//! `public-client-mismatch`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("public-client-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, findings: &mut Findings<'_>) {
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
        .of_fact(registration, fact);
}
