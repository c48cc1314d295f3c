//! `unconfirmed-app-setting`; see the rule's page for what, why and examples.

use crate::app::Fact;
use crate::app::deployment::Setting;
use crate::app::model::Requirement;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unconfirmed-app-setting", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(fact) = &registration.facts.requires else {
        return;
    };
    for requirement in &fact.is {
        let condition = requirement.setting.as_ref();
        let set = condition.and_then(|condition| Some((condition, known(registration, &condition.name)?)));
        match set {
            None => unconfirmed(requirement, fact, registration, reporter),
            Some((condition, set)) if set.value != condition.is => {
                unmet(requirement, set, fact, registration, reporter);
            }
            Some(_) => {}
        }
    }
}

/// A setting of the application, if it is known.
fn known<'r>(registration: &Registration<'r>, name: &str) -> Option<&'r Setting<String>> {
    registration.deployment?.required.iter().find(|setting| setting.name == name)
}

fn unconfirmed(
    requirement: &Requirement,
    fact: &Fact<Vec<Requirement>>,
    registration: &Registration<'_>,
    reporter: &mut Reporter<'_>,
) {
    let name = &registration.app.name;
    let otherwise = &requirement.otherwise;
    let message = format!("{name} also needs a change in its own settings before the login works: {otherwise}");
    reporter
        .report(registration.client.client_id.place, message)
        .label(format!("recognised as {name}"))
        .recognised(registration)
        .help(format!("{}; then suppress this finding", requirement.set))
        .of_fact(registration, fact);
}

fn unmet(
    requirement: &Requirement,
    set: &Setting<String>,
    fact: &Fact<Vec<Requirement>>,
    registration: &Registration<'_>,
    reporter: &mut Reporter<'_>,
) {
    let name = &registration.app.name;
    let span = registration.deployment.and_then(|deployment| deployment.span(set));
    reporter
        .report(registration.client.client_id.place, format!("{name}'s login fails: {}", requirement.otherwise))
        .label(format!("recognised as {name}"))
        .recognised(registration)
        .also_at(span, "the application's own setting")
        .in_setting(&set.name, span)
        .help(requirement.set.as_str())
        .severity(Severity::Error)
        .of_fact(registration, fact);
}
