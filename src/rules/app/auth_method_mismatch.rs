//! `auth-method-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("auth-method-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(registered)) = (&facts.token_endpoint_auth_method, client.auth_method()) else {
        return;
    };
    // If only one side uses a secret, `public-client-mismatch` reports it.
    let Some(wanted) = fact.is.iter().find(|method| *method != "none").filter(|_| client.public.is_false()) else {
        return;
    };
    let fits = |methods: &Vec<String>| methods.iter().any(|method| method == registered);
    // The default of the application's setting is fine, too. If it tries several methods, the first one counts.
    let by_default = fact.setting.as_ref().and_then(|setting| setting.default.as_ref()?.first());
    if fits(&fact.is) || by_default.is_some_and(|method| method == registered) {
        return;
    }
    let method = &client.token_endpoint_auth_method;
    let label = if method.is_zero() {
        format!("defaults to `{registered}`, the only method that Authelia accepts")
    } else {
        "the only method that Authelia accepts".to_owned()
    };
    let name = &app.name;
    reporter
        .report(
            method.place,
            format!("{name}'s login fails at the token endpoint (invalid_client): {name} uses `{wanted}`"),
        )
        .label(label)
        .recognised(registration)
        .help(format!("write `token_endpoint_auth_method: '{wanted}'`"))
        .fix(Fix::safe(Change::set(method.place, wanted.as_str())))
        .since(registration, fact.before(fits))
        .unless(fact.otherwise(fits))
        .of_fact(registration, fact);
}
