//! `excessive-parameter-entropy`; see the rule's page for what, why and examples.

use crate::config::oidc::MIN_PARAMETER_ENTROPY;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("excessive-parameter-entropy", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(provider)) = (&facts.state_length, context.provider()) else {
        return;
    };
    let entropy = &provider.minimum_parameter_entropy;
    let Some(&minimum) = entropy.known() else { return };
    if minimum <= fact.is {
        return;
    }
    let (name, length) = (&app.name, fact.is);
    let too_short = length < MIN_PARAMETER_ENTROPY;
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
                "configure {name} to send a `state` of at least {MIN_PARAMETER_ENTROPY} characters; if it cannot, only \
                 `minimum_parameter_entropy: -1` lets it in, which weakens the check for all clients"
            )
        } else {
            format!(
                "write `minimum_parameter_entropy: {MIN_PARAMETER_ENTROPY}`, which is the default, or remove the option"
            )
        })
        .fix((!too_short).then(|| Fix::unsafe_(Change::set(entropy.place, MIN_PARAMETER_ENTROPY))))
        .unless(fact, |length| *length >= minimum)
        .of_fact(registration, fact);
}
