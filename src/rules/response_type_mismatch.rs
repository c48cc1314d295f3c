//! `response-type-mismatch`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("response-type-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    let (Some(fact), Some(registered)) = (&app.facts.response_types, client.effective_response_types()) else {
        return;
    };
    for wanted in fact.is.iter().filter(|wanted| !registered.contains(&wanted.as_str())) {
        let name = &app.name;
        findings
            .report(
                client.response_types.place,
                format!("{name}'s login fails at once (unsupported_response_type): it asks for `{wanted}`"),
            )
            .label(format!("`{wanted}` is not registered"))
            .recognised(registration)
            .help(format!("write `response_types: ['{wanted}']`"))
            .fix(Fix::safe(Change::include(client.response_types.place, &registered, wanted)))
            .of_fact(registration, fact);
    }
}
