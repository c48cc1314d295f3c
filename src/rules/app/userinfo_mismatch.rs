//! `userinfo-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("userinfo-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let Some(fact) = &facts.userinfo else {
        return;
    };
    let reads = |alg: &str| fact.is.iter().any(|readable| readable == alg);
    let (signed, key) = (&client.userinfo_signed_response_alg, &client.userinfo_signed_response_key_id);
    let encrypted = &client.userinfo_encrypted_response_alg;
    let reads_signed = fact.is.iter().any(|readable| readable != "none");
    let (option, form, help, change) = if key.text().is_some_and(|id| !id.is_empty() && !reads_signed) {
        (key, "signed", "remove `userinfo_signed_response_key_id`", Change::remove(key.place))
    } else if signed.text().is_some_and(|alg| !alg.is_empty() && !reads(alg)) {
        (signed, "signed", "write `userinfo_signed_response_alg: 'none'`", Change::set(signed.place, "none"))
    } else if encrypted.text().is_some_and(|alg| !alg.is_empty() && alg != "none") {
        (encrypted, "encrypted", "remove `userinfo_encrypted_response_alg`", Change::remove(encrypted.place))
    } else {
        return;
    };
    let name = &app.name;
    reporter
        .report(option.place, format!("{name}'s login fails after the sign-in: {name} cannot read {form} userinfo"))
        .label(format!("userinfo is {form}"))
        .recognised(registration)
        .help(help)
        .fix(Fix::safe(change))
        .of_fact(registration, fact);
}
