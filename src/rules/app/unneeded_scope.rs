//! `unneeded-scope`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unneeded-scope", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let Some(fact) = facts.scopes.as_ref().filter(|fact| fact.proof > Proof::Documented) else {
        return;
    };
    let known = registration.deployment.and_then(|deployment| deployment.scopes.as_ref());
    let asks = match (&fact.setting, known) {
        (_, Some(scopes)) if !scopes.value.is_empty() => &scopes.value,
        (Some(setting), Some(_)) => &setting.default.as_ref().unwrap_or(&fact.is).asks,
        // The application's setting is unknown.
        (Some(_), None) => return,
        (None, _) => &fact.is.asks,
    };
    let name = &app.name;
    for item in &client.scopes.items {
        let Some(scope) = item.written().filter(|scope| !asks.contains(scope)) else {
            continue;
        };
        reporter
            .report(item.place, format!("{name} does not request the scope `{scope}`"))
            .label("registered but not used")
            .help("remove it, so that the client can request only the scopes that it needs")
            .fix(Fix::unsafe_(Change::remove(item.place)))
            .of_fact(registration, fact);
    }
}
