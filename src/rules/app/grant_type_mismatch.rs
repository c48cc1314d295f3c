//! `grant-type-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("grant-type-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(registered)) = (&facts.grant_types, client.effective_grant_types()) else {
        return;
    };
    for wanted in fact.is.iter().filter(|wanted| !registered.contains(&wanted.as_str())) {
        let is_refresh = wanted == "refresh_token";
        // Without `grant_types`, the response types decide: `response-type-mismatch` reports them.
        if client.grant_types.items.is_empty() && !is_refresh {
            continue;
        }
        let name = &app.name;
        let message = if is_refresh {
            format!("{name}'s login fails after the sign-in: {name} requires a refresh token, and does not get one")
        } else {
            format!("{name}'s login fails at the token endpoint (unauthorized_client): {name} uses `{wanted}`")
        };
        reporter
            .report(client.grant_types.place, message)
            .label(format!("`{wanted}` is not registered"))
            .recognised(registration)
            .help(format!("add `'{wanted}'` to `grant_types`"))
            .fix(Fix::safe(Change::include(client.grant_types.place, &registered, wanted)))
            .of_fact(registration, fact);
    }
}
