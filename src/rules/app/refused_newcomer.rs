//! `refused-newcomer`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("refused-newcomer", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    let Some(deployment) = registration.deployment else { return };
    let Some(setting) = &deployment.no_newcomers else { return };
    let name = &app.name;
    reporter
        .report(client.place, format!("{name}'s login fails for everybody who has no account there yet"))
        .label("signs in to this application")
        .also_at(deployment.span(setting), "no account is made")
        .recognised(registration)
        .help(format!("in {name}'s own settings, {}; or make the accounts by hand", setting.value))
        .proof(format!("so it is set in {}", deployment.file(setting)));
}
