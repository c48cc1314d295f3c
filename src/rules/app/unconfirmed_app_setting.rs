//! `unconfirmed-app-setting`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unconfirmed-app-setting", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let Some(fact) = &facts.requires else {
        return;
    };
    for requirement in &fact.is {
        let name = &app.name;
        reporter
            .report(
                client.client_id.place,
                format!(
                    "{name} also needs a change in its own settings before the login works: {}",
                    requirement.otherwise
                ),
            )
            .label(format!("recognised as {name}"))
            .recognised(registration)
            .help(format!("{}; then suppress this finding", requirement.set))
            .of_fact(registration, fact);
    }
}
