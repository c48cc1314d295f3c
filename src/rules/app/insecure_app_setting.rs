//! `insecure-app-setting`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("insecure-app-setting", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    let Some(deployment) = registration.deployment else { return };
    for (setting, because) in &deployment.insecure {
        reporter
            .report(client.place, because.as_str())
            .label(format!("{}'s client", app.name))
            .also_at(deployment.span(setting), "takes this protection away")
            .in_setting(&setting.name, deployment.span(setting))
            .recognised(registration)
            .help(format!("in {}'s settings, {}", app.name, setting.value))
            .proof(format!("configured in {}", deployment.file(setting)));
    }
}
