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
            .report(place, format!("anyone who opens {name} at `{extra}` cannot sign in (invalid_grant)"))
            .label("works for the first step only")
            .recognised(registration)
            .also_at(deployment.span(setting), "sent for visits to that host")
            .help(format!(
                "sign in at the main host only: remove `{extra}` from {name}'s further redirect URLs, \
                 and send visitors of that host to the main one"
            ))
            .of_fact(registration, fact);
    }
}
