//! `code-without-grant-type`; see the rule's page for what, why and examples.

use crate::config::choices::GRANT_TYPES;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("code-without-grant-type", Check::Client(check));

/// The grant types by which a user signs in, or that need no user, without an authorization code.
const OTHER_WAYS: [&str; 3] = ["implicit", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code"];

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let (Some(grants), Some(types)) = (client.effective_grant_types(), client.effective_response_types()) else {
        return;
    };
    let exchanged = |grant: &&str| *grant == "authorization_code" || OTHER_WAYS.contains(grant);
    // What an application that is known needs is judged by the rule that knows it.
    let judged = context.facts(client).is_some_and(|facts| facts.grant_types.is_some());
    let is_misspelt = grants.iter().any(|grant| !GRANT_TYPES.contains(grant));
    if judged || is_misspelt || !types.contains(&"code") || grants.iter().any(exchanged) {
        return;
    }
    reporter
        .report(
            client.grant_types.place,
            "every login fails at the token endpoint (unauthorized_client): the code cannot be exchanged",
        )
        .label("without `authorization_code`")
        .help("add `'authorization_code'` to `grant_types`, or remove the option for the default");
}
