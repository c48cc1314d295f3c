//! `undefined-claim`; see the rule's page for what, why and examples.

use crate::config::claims::{self, STANDARD_CLAIMS, STANDARD_SCOPES};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("undefined-claim", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    let Some(policy) = client.claims_policy.text().and_then(|name| provider.claims_policies.get(name)) else { return };
    if policy.custom_claims.unknown {
        return;
    }
    for item in &client.scopes.items {
        let Some(scope) = item.text().filter(|scope| !STANDARD_SCOPES.contains(scope)) else { continue };
        let claims = provider.scopes.get(scope).map(|scope| &scope.claims.items);
        for claim in claims.into_iter().flatten().filter_map(Value::text) {
            if STANDARD_CLAIMS.contains(&claim)
                || policy.custom_claims.entries.iter().any(|entry| claims::name(entry).is_none_or(|name| name == claim))
            {
                continue;
            }
            // If no policy defines the claim, `invalid-scope-definition` reports the scope.
            if context.own_claims.is_some_and(|own| !own.contains(claim)) {
                continue;
            }
            reporter
                .report(item.place, format!("the client's claims policy does not define the claim `{claim}`"))
                .label(format!("the scope `{scope}` contains this claim"))
                .also(client.claims_policy.span(), "claims policy without this claim")
                .help(format!("define `{claim}` in the `custom_claims` of the policy, or remove the scope"));
        }
    }
}
