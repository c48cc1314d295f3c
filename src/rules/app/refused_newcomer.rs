//! `refused-newcomer`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("refused-newcomer", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    let Some(deployment) = registration.deployment else { return };
    let Some(setting) = &deployment.no_newcomers else { return };
    let name = &app.name;
    reporter
        .report(client.place, format!("{name}'s login fails for users who do not have an account there yet"))
        .label(format!("{name}'s client"))
        .also_at(deployment.span(setting), "the first login does not create an account")
        .in_setting(setting.name, deployment.span(setting))
        .recognised(registration)
        .help(format!("in {name}'s settings, {}; or create the accounts manually", setting.value))
        .proof(format!("configured in {}", deployment.file(setting)));
}
