//! `extra-redirect-uri`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("extra-redirect-uri", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let Some(deployment) = registration.deployment else {
        return;
    };
    let Some(fact) = facts.single_redirect_uri.as_ref().filter(|fact| fact.is) else {
        return;
    };
    let name = &app.name;
    for setting in &deployment.extra_redirect_uris {
        let extra = &setting.value;
        if deployment.redirect_uri.as_ref().is_some_and(|main| main.value == *extra) {
            continue;
        }
        let registered = client.redirect_uris.items.iter().find(|item| item.is(extra.as_str()));
        let place = registered.map_or(client.redirect_uris.place, |item| item.place);
        reporter
            .report(place, format!("users who open {name} at `{extra}` cannot sign in (invalid_grant)"))
            .label("works for the authorization request only")
            .recognised(registration)
            .also_at(deployment.span(setting), "sent when users open that host")
            .in_setting(&setting.name, deployment.span(setting))
            .help(format!(
                "allow the sign-in at the main host only: remove `{extra}` from {name}'s extra redirect URLs, \
                 and redirect users of that host to the main host"
            ))
            .of_fact(registration, fact);
    }
}
