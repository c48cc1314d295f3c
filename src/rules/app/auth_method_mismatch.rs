//! `auth-method-mismatch`; see the rule's page for what, why and examples.

use crate::app::Fact;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("auth-method-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, facts, .. } = registration;
    let (Some(fact), Some(registered)) = (&facts.token_endpoint_auth_method, client.auth_method()) else {
        return;
    };
    // If only one side uses a secret, `public-client-mismatch` reports it.
    let by_setting = fact.setting.iter().flat_map(|setting| setting.values.values().flatten());
    let mut methods = fact.is.iter().chain(by_setting).filter(|method| *method != "none");
    let Some(wanted) = methods.clone().next().filter(|_| client.public.is_false()) else {
        return;
    };
    // Whether an application without a secret can be given one is not reported here, either.
    let only_by_setting = fact.is.iter().all(|method| method == "none");
    if only_by_setting && methods.any(|method| method == registered) {
        return;
    }
    if fact.is.iter().any(|method| method == registered) {
        sent_twice(registration, reporter);
    } else {
        different(registration, (fact, wanted), registered, reporter);
    }
}

fn different(
    registration: &Registration<'_>,
    (fact, wanted): (&Fact<Vec<String>>, &str),
    registered: &str,
    reporter: &mut Reporter<'_>,
) {
    let Registration { client, app, facts, .. } = registration;
    let fits = |methods: &Vec<String>| methods.iter().any(|method| method == registered);
    let method = &client.token_endpoint_auth_method;
    let label = if method.is_zero() {
        format!("defaults to `{registered}`, the only method that Authelia accepts")
    } else {
        "the only method that Authelia accepts".to_owned()
    };
    let multiple = &client.allow_multiple_auth_methods;
    let change = Fix::safe(Change::set(method.place, wanted));
    let (also, fix) = if is_sent_twice(facts) && !multiple.is_true() {
        (" and `allow_multiple_auth_methods: true`", change.and(Change::set(multiple.place, true)))
    } else {
        ("", change)
    };
    let setting = registration
        .deployment
        .and_then(|deployment| Some((deployment, deployment.token_endpoint_auth_method.as_ref()?)));
    let name = &app.name;
    reporter
        .report(
            method.place,
            format!("{name}'s login fails at the token endpoint (invalid_client): {name} uses `{wanted}`"),
        )
        .label(label)
        .recognised(registration)
        .also_at(setting.and_then(|(deployment, method)| deployment.span(method)), "the application's own setting")
        .help(format!("write `token_endpoint_auth_method: '{wanted}'`{also}"))
        .fix(fix)
        .since(registration, fact.before(fits))
        .unless(fact, fits)
        .of_fact(registration, fact);
}

/// Authelia rejects a request that authenticates in two ways, unless the client allows it.
fn sent_twice(registration: &Registration<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let multiple = &client.allow_multiple_auth_methods;
    let Some(fact) = facts.secret_in_header_and_body.as_ref().filter(|fact| fact.is && multiple.is_false()) else {
        return;
    };
    let name = &app.name;
    reporter
        .report(
            multiple.place,
            format!(
                "{name}'s login fails at the token endpoint (invalid_request): {name} sends its secret in the header and \
                 in the body"
            ),
        )
        .label("only one of them is accepted")
        .recognised(registration)
        .help("write `allow_multiple_auth_methods: true`")
        .fix(Fix::safe(Change::set(multiple.place, true)))
        .of_fact(registration, fact);
}

fn is_sent_twice(facts: &Facts) -> bool {
    facts.secret_in_header_and_body.as_ref().is_some_and(|fact| fact.is)
}
