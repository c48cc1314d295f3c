//! `auth-method-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("auth-method-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(registered)) = (&facts.token_endpoint_auth_method, client.auth_method()) else {
        return;
    };
    // Without a secret on one of the two sides: `public-client-mismatch` refers to it.
    let Some(wanted) = fact.is.iter().find(|method| *method != "none").filter(|_| client.public.is_false()) else {
        return;
    };
    let fits = |methods: &Vec<String>| methods.iter().any(|method| method == registered);
    // What it does where its setting is left alone is as well as what is documented; where it tries several, the first.
    let by_default = fact.setting.as_ref().and_then(|setting| setting.default.as_ref()?.first());
    if fits(&fact.is) || by_default.is_some_and(|method| method == registered) {
        return;
    }
    let method = &client.token_endpoint_auth_method;
    let label = if method.is_zero() {
        format!("without `token_endpoint_auth_method`, Authelia accepts `{registered}` and no other method")
    } else {
        "Authelia accepts this method and no other".to_owned()
    };
    let name = &app.name;
    reporter
        .report(
            method.place,
            format!("{name}'s login fails at the token endpoint (invalid_client): it uses `{wanted}`"),
        )
        .label(label)
        .recognised(registration)
        .help(format!("write `token_endpoint_auth_method: '{wanted}'`"))
        .fix(Fix::safe(Change::set(method.place, wanted.as_str())))
        .since(registration, fact.before(fits))
        .unless(fact.otherwise(fits))
        .of_fact(registration, fact);
}
