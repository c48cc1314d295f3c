//! `auth-method-mismatch`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("auth-method-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    let method = &client.token_endpoint_auth_method;
    let (Some(fact), Some(registered)) = (&app.facts.token_endpoint_auth_method, method.known()) else {
        return;
    };
    if fact.is.contains(registered) {
        return;
    }
    let _ = findings;
}
