//! `code-without-grant-type`; see the rule's page for what, why and examples.

use crate::config::choices::GRANT_TYPES;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("code-without-grant-type", Check::Client(check));

/// Grant types for a login without an authorization code, or without a user.
const WITHOUT_CODE: [&str; 3] = ["implicit", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code"];

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let (Some(grants), Some(types)) = (client.effective_grant_types(), client.effective_response_types()) else {
        return;
    };
    let exchanged = |grant: &&str| *grant == "authorization_code" || WITHOUT_CODE.contains(grant);
    // If the grant types of the application are known, `grant-type-mismatch` reports instead.
    let is_known = context.facts(client).is_some_and(|facts| facts.grant_types.is_some());
    let is_misspelt = grants.iter().any(|grant| !GRANT_TYPES.contains(grant));
    if is_known || is_misspelt || !types.contains(&"code") || grants.iter().any(exchanged) {
        return;
    }
    reporter
        .report(
            client.grant_types.place,
            "every login fails at the token endpoint (unauthorized_client): the code cannot be exchanged",
        )
        .label("no `authorization_code`")
        .help("add `'authorization_code'` to `grant_types`, or remove the option to use the default");
}
