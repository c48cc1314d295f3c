//! `undelivered-claim`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("undelivered-claim", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(provider)) = (&facts.extra_claim, context.provider()) else {
        return;
    };
    let Some(item) = client.scopes.items.iter().find(|item| item.is(&fact.is.scope)) else {
        return;
    };
    let claim = &fact.is.claim;
    let missing = if scope_carries(provider, &fact.is.scope, claim) == Some(false) {
        format!("define the scope: `scopes.{}.claims: ['{claim}']`", fact.is.scope)
    } else if policy_has(client, provider, claim) == Some(false) {
        format!("give the client a `claims_policy` whose `custom_claims` define `{claim}`")
    } else {
        return;
    };
    let name = &app.name;
    reporter
        .report(item.place, format!("{name} never receives the claim `{claim}`, which it uses to {}", fact.is.purpose))
        .label("the scope alone is not enough")
        .recognised(registration)
        .help(missing)
        .of_fact(registration, fact);
}

fn scope_carries(provider: &OpenIdConnect, scope: &str, claim: &str) -> Option<bool> {
    if provider.scopes.unknown {
        return None;
    }
    match provider.scopes.get(scope) {
        None => Some(false),
        Some(scope) => Some(scope.claims.texts()?.contains(&claim)),
    }
}

fn policy_has(client: &Client, provider: &OpenIdConnect, claim: &str) -> Option<bool> {
    let name = client.claims_policy.text()?;
    if name.is_empty() {
        return Some(false);
    }
    // `undefined-claims-policy` reports a policy that is not defined.
    let custom = &provider.claims_policies.get(name)?.custom_claims;
    let named = |(key, custom): &(Name, CustomClaim)| match custom.name.text() {
        Some("") => key.text == claim,
        Some(name) => name == claim,
        None => true,
    };
    Some(custom.unknown || custom.entries.iter().any(named))
}
