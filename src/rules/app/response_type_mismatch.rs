//! `response-type-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("response-type-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(registered)) = (&facts.response_types, client.effective_response_types()) else {
        return;
    };
    for wanted in fact.is.iter().filter(|wanted| !registered.contains(&wanted.as_str())) {
        let name = &app.name;
        // If only one is registered, the application does not use it: replace it.
        let change = match &client.response_types.items[..] {
            [only] => Change::set(only.place, wanted.as_str()),
            _ => Change::include(client.response_types.place, &registered, wanted),
        };
        reporter
            .report(
                client.response_types.place,
                format!("{name}'s login fails immediately (unsupported_response_type): {name} requests `{wanted}`"),
            )
            .label(format!("`{wanted}` is not registered"))
            .recognised(registration)
            .help(format!("write `response_types: ['{}']`", fact.is.join("', '")))
            .fix(Fix::safe(change))
            .of_fact(registration, fact);
    }
}
