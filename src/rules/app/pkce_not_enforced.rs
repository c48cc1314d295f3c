//! `pkce-not-enforced`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("pkce-not-enforced", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let Some(fact) = facts.pkce.as_ref() else {
        return;
    };
    let Some(method) = fact.is.first() else {
        return;
    };
    let for_the_client = client.require_pkce.is_false() && client.pkce_challenge_method.is_zero();
    // The default, `public_clients_only`, requires PKCE of public clients.
    let for_all = context.provider().is_some_and(|provider| {
        provider.enforce_pkce.is("never") || provider.enforce_pkce.is("public_clients_only") && client.public.is_false()
    });
    if !for_the_client || !for_all {
        return;
    }
    let name = &app.name;
    let unless = fact.otherwise(Vec::is_empty).map(|otherwise| format!(" unless {otherwise}")).unwrap_or_default();
    reporter
        .report(client.require_pkce.place, format!("{name} uses PKCE{unless}, but this client does not require it"))
        .label("not required")
        .recognised(registration)
        .help(format!("write `require_pkce: true` and `pkce_challenge_method: '{method}'`"))
        .of_fact(registration, fact);
}
