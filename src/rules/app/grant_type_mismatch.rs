//! `grant-type-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("grant-type-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(registered)) = (&facts.grant_types, client.effective_grant_types()) else {
        return;
    };
    // Without `grant_types`, the response types decide: `response-type-mismatch` reports them.
    if client.grant_types.items.is_empty() {
        return;
    }
    for wanted in fact.is.iter().filter(|wanted| !registered.contains(&wanted.as_str())) {
        let name = &app.name;
        reporter
            .report(
                client.grant_types.place,
                format!("{name}'s login fails at the token endpoint (unauthorized_client): {name} uses `{wanted}`"),
            )
            .label(format!("`{wanted}` is not registered"))
            .recognised(registration)
            .help(format!("add `'{wanted}'` to `grant_types`"))
            .fix(Fix::safe(Change::include(client.grant_types.place, &registered, wanted)))
            .of_fact(registration, fact);
    }
}
