//! `excessive-parameter-entropy`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("excessive-parameter-entropy", Check::App(check));

/// Authelia's default, in characters (`internal/configuration/validator/identity_providers.go`).
const DEFAULT: i64 = 8;

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(provider)) = (&facts.state_length, context.provider()) else {
        return;
    };
    let entropy = &provider.minimum_parameter_entropy;
    let Some(minimum) = entropy.known().map(|minimum| if *minimum == 0 { DEFAULT } else { *minimum }) else {
        return;
    };
    if minimum <= fact.is {
        return;
    }
    let (name, length) = (&app.name, fact.is);
    let too_short = length < DEFAULT;
    let place = if too_short { client.client_id.place } else { entropy.place };
    let sends = if length <= 0 {
        format!("{name} sends no `state`")
    } else {
        format!("{name} sends a `state` of {length} characters")
    };
    reporter
        .report(place, format!("{name}'s login fails immediately (invalid_state): {sends}"))
        .label(format!("Authelia requires at least {minimum} characters"))
        .recognised(registration)
        .help(if too_short {
            format!(
                "configure {name} to send a `state` of at least {DEFAULT} characters; the registration cannot fix this"
            )
        } else {
            format!("write `minimum_parameter_entropy: {DEFAULT}`, which is the default, or remove the option")
        })
        .fix((!too_short).then(|| Fix::unsafe_(Change::set(entropy.place, DEFAULT))))
        .unless(fact.otherwise(|length| *length >= minimum))
        .of_fact(registration, fact);
}
