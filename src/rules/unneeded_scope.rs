//! `unneeded-scope`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("unneeded-scope", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    let Some(fact) = &app.facts.scopes else {
        return;
    };
    let setting = registration.deployment(context.settings).and_then(|deployment| deployment.scopes.as_ref());
    let asks = |scope: &String| match setting {
        Some(scopes) if !scopes.value.is_empty() => scopes.value.contains(scope),
        Some(_) => fact.is.empty_setting_asks.contains(scope),
        None => fact.is.asks.contains(scope) || fact.is.empty_setting_asks.contains(scope),
    };
    let name = &app.name;
    for item in &client.scopes.items {
        let Some(scope) = item.written().filter(|scope| !asks(scope)) else {
            continue;
        };
        findings
            .report(item.place, format!("{name} does not ask for the scope `{scope}`"))
            .label("registered, but not used")
            .help("remove it, so that the registration grants what is needed and no more")
            .fix(Fix::unsafe_(Change::remove(item.place)))
            .of_fact(registration, fact);
    }
}
