//! `excessive-parameter-entropy`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("excessive-parameter-entropy", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(fact), Some(provider)) = (&registration.app.facts.state_length, context.provider()) else {
        return;
    };
    let entropy = &provider.minimum_parameter_entropy;
    let Some(minimum) = entropy.known().filter(|minimum| **minimum > fact.is) else {
        return;
    };
    let (name, length) = (&registration.app.name, fact.is);
    findings
        .report(
            entropy.place,
            format!("{name}'s login fails at once (invalid_state): its `state` has {length} characters"),
        )
        .label(format!("asks for at least {minimum}"))
        .recognised(registration)
        .help(format!("write `minimum_parameter_entropy: {}` or less; the default is 8", length.min(8)))
        .fix(Fix::unsafe_(Change::set(entropy.place, length.min(8))))
        .of_fact(registration, fact);
}
