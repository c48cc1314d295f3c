//! `public-client-mismatch`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("public-client-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(public)) = (&facts.token_endpoint_auth_method, client.public.known()) else {
        return;
    };
    let fits = |methods: &Vec<String>| methods.iter().any(|method| (method == "none") == *public);
    if fits(&fact.is) {
        return;
    }
    let name = &app.name;
    let (what, label, help) = if *public {
        let help = "write `public: false` and give the client a `client_secret`";
        ("it sends a secret, and a public client has none", "registered as a public client", help)
    } else {
        let help = "write `public: true`, and remove `client_secret` and `token_endpoint_auth_method`";
        ("it sends no secret", "registered as a client with a secret", help)
    };
    findings
        .report(client.public.place, format!("{name}'s login fails at the token endpoint (invalid_client): {what}"))
        .label(label)
        .recognised(registration)
        .help(help)
        .unless(fact.otherwise(fits))
        .of_fact(registration, fact);
}
