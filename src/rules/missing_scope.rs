//! `missing-scope`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("missing-scope", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    let (Some(fact), Some(registered)) = (&app.facts.scopes, client.effective_scopes()) else {
        return;
    };
    let deployment = registration.deployment(context.settings);
    let asked = deployment.and_then(|deployment| deployment.scopes.as_ref());
    let setting = deployment.zip(asked).and_then(|(deployment, scopes)| deployment.span(scopes));
    let asks = match asked {
        Some(scopes) if scopes.value.is_empty() => &fact.is.empty_setting_asks,
        Some(scopes) => &scopes.value,
        None => &fact.is.asks,
    };
    let name = &app.name;
    let place = client.scopes.place;
    let fix = |scope: &str| {
        let misspelt = client.scopes.items.iter().find(|item| item.written().is_some_and(|other| other.eq_ignore_ascii_case(scope)));
        let change = match misspelt {
            Some(item) => Change::set(item.place, scope),
            None => Change::include(place, &registered, scope),
        };
        (!scope.contains(',')).then(|| Fix::safe(change))
    };
    for scope in asks.iter().filter(|scope| !registered.contains(&scope.as_str())) {
        findings
            .report(place, format!("{name}'s login fails at once (invalid_scope): it asks for the scope `{scope}`"))
            .label(match registered.iter().find(|other| other.eq_ignore_ascii_case(scope)) {
                Some(other) => format!("`{other}` is another scope than `{scope}`: letter case counts"),
                None => format!("`{scope}` is not registered"),
            })
            .recognised(registration)
            .also_at(setting, "these are asked for")
            .help(help(scope))
            .fix(fix(scope))
            .of_fact(registration, fact);
    }
    for scope in fact.is.needs.iter().filter(|scope| !asks.contains(scope)) {
        findings
            .report(place, format!("{name}'s login fails after the sign-in: {name} is set up not to ask for `{scope}`"))
            .label("whatever is registered here")
            .recognised(registration)
            .also_at(setting, "these are asked for")
            .help(format!("add `{scope}` to the scopes in {name}'s own settings, separated by spaces"))
            .of_fact(registration, fact);
    }
}

/// A scope with a comma or a space in it is a list that was joined in the wrong way.
fn help(scope: &str) -> String {
    if scope.contains(',') {
        format!("separate the scopes in the application's own settings by spaces: `{}`", scope.replace(',', " "))
    } else {
        format!("add `'{scope}'` to `scopes`")
    }
}
