//! `id-token-alg-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::rules::wording::one_of;

pub(super) static RULE: Rule = rule!("id-token-alg-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let alg = &client.id_token_signed_response_alg;
    let (Some(fact), Some(signed)) = (&facts.id_token_algs, alg.text().filter(|signed| !signed.is_empty())) else {
        return;
    };
    // The key decides the algorithm where both are set.
    if !client.id_token_signed_response_key_id.is_zero() {
        return;
    }
    let fits = |accepted: &Vec<String>| accepted.iter().any(|accepted| accepted == signed);
    let Some(first) = fact.is.first().filter(|_| !fits(&fact.is)) else {
        return;
    };
    let name = &app.name;
    let accepted: Vec<&str> = fact.is.iter().map(String::as_str).collect();
    reporter
        .report(
            alg.place,
            format!("{name}'s login fails after the sign-in: {name} rejects an ID token signed with `{signed}`"),
        )
        .label(format!("{name} accepts {}", one_of(&accepted)))
        .recognised(registration)
        .help(format!("write `id_token_signed_response_alg: '{first}'`"))
        .fix(Fix::safe(Change::set(alg.place, first.as_str())))
        .unless(fact, fits)
        .of_fact(registration, fact);
}
