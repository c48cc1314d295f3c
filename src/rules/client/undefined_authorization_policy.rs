//! `undefined-authorization-policy`; see the rule's page for what, why and examples.

use crate::config::choices::{AUTHORIZATION_POLICIES, CLIENT_POLICIES};
use crate::rules::prelude::*;
use crate::rules::wording::{invalid_choice, without_client_credentials};

pub(super) static RULE: Rule = rule!("undefined-authorization-policy", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    let policy = &client.authorization_policy;
    let Some(name) = policy.text().filter(|name| !name.is_empty()) else { return };
    if client.grant_types.unknown {
        return;
    }
    if client.grant_types.has("client_credentials") {
        if name != "one_factor" {
            reporter
                .report(
                    policy.place,
                    "a client with the grant type `client_credentials` must have the policy `one_factor`",
                )
                .label("not `one_factor`")
                .help("write `authorization_policy: 'one_factor'`, or remove `client_credentials` from `grant_types`")
                .fix(without_client_credentials(client).or_else(|| {
                    let nobody_signs_in = client.redirect_uris.is_certainly_empty();
                    nobody_signs_in.then(|| Fix::unsafe_(Change::set(policy.place, "one_factor")))
                }));
        }
        return;
    }
    let defined = &provider.authorization_policies;
    // `deny` is a level and cannot be the name of a policy, whatever another file defines.
    let is_level = AUTHORIZATION_POLICIES.contains(&name);
    if CLIENT_POLICIES.contains(&name) || !is_level && !context.config.may_say_undefined(defined) {
        return;
    }
    let own = defined.names().filter(|name| !name.is_empty() && !AUTHORIZATION_POLICIES.contains(name));
    let known: Vec<&str> = CLIENT_POLICIES.into_iter().chain(own).collect();
    if !known.contains(&name) {
        let finding = invalid_choice(reporter, policy.place, "authorization_policy", name, &known);
        if defined.place.given {
            finding.also(defined.place.span, "defined policies");
        }
    }
}
