//! `excessive-parameter-entropy`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("excessive-parameter-entropy", Check::App(check));

/// What Authelia asks for by default (`internal/configuration/validator/identity_providers.go`).
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
    let sends =
        if length <= 0 { "it sends no `state`".to_owned() } else { format!("its `state` has {length} characters") };
    reporter
        .report(place, format!("{name}'s login fails at once (invalid_state): {sends}"))
        .label(format!("Authelia asks for at least {minimum}"))
        .recognised(registration)
        .help(if too_short {
            format!("no registration cures it: set {name} up to send a `state` of {DEFAULT} characters or more")
        } else {
            format!("write `minimum_parameter_entropy: {DEFAULT}`, which is the default, or remove it")
        })
        .fix((!too_short).then(|| Fix::unsafe_(Change::set(entropy.place, DEFAULT))))
        .unless(fact.otherwise(|length| *length >= minimum))
        .of_fact(registration, fact);
}
