//! `refused-newcomer`; see the rule's page for what, why and examples.

use crate::app::deployment::{Deployment, Setting};
use crate::lint::Finding;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("refused-newcomer", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(deployment) = registration.deployment else { return };
    for setting in &deployment.no_newcomers {
        report(registration, deployment, setting, reporter).label(format!("{}'s client", registration.app.name));
    }
    if let Some((setting, claim)) = missing_claim(registration, deployment) {
        report(registration, deployment, setting, reporter)
            .label(format!("the claim `{claim}` is not delivered, so no template is chosen"));
    }
}

fn report<'f>(
    registration: &Registration<'_>,
    deployment: &Deployment,
    setting: &Setting<String>,
    reporter: &'f mut Reporter<'_>,
) -> &'f mut Finding {
    let name = &registration.app.name;
    reporter
        .report(
            registration.client.place,
            format!(
                "{name}'s login fails for users who do not have an account there yet: `{}` is empty or off",
                setting.name
            ),
        )
        .also_at(deployment.span(setting), "the first login does not create an account")
        .in_setting(&setting.name, deployment.span(setting))
        .recognised(registration)
        .help(format!("in {name}'s settings, {}; or create the accounts manually", setting.value))
        .proof(format!("configured in {}", deployment.file(setting)))
}

/// The setting that is empty although the claim that would replace it is not requested, and this claim.
fn missing_claim<'r>(
    registration: &'r Registration<'_>,
    deployment: &'r Deployment,
) -> Option<(&'r Setting<String>, &'r str)> {
    let extra = &registration.facts.extra_claim.as_ref()?.is;
    let setting = deployment.only_by_claim.as_ref()?;
    let asked = deployment.scopes.as_ref().filter(|scopes| !scopes.value.is_empty())?;
    (!asked.value.contains(&extra.scope)).then_some((setting, extra.claim.as_str()))
}
