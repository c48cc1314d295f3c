//! `response-mode-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("response-mode-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(registered)) = (&facts.response_modes, client.response_modes.texts()) else {
        return;
    };
    // Without `response_modes`, Authelia accepts those of the response types.
    if registered.is_empty() {
        return;
    }
    let place = client.response_modes.place;
    for wanted in fact.is.iter().filter(|wanted| !registered.contains(&wanted.as_str())) {
        let name = &app.name;
        reporter
            .report(
                place,
                format!("{name}'s login fails immediately (unsupported_response_mode): {name} requests `{wanted}`"),
            )
            .label(format!("`{wanted}` is not registered"))
            .recognised(registration)
            .help(format!("add `'{wanted}'` to `response_modes`"))
            .fix(Fix::safe(Change::include(place, &registered, wanted)))
            .of_fact(registration, fact);
    }
}
