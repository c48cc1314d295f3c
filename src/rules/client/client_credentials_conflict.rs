//! `client-credentials-conflict`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::rules::wording::without_client_credentials;

pub(super) static RULE: Rule = rule!("client-credentials-conflict", Check::Client(check));

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    if !client.grant_types.has("client_credentials") {
        return;
    }
    for item in &client.scopes.items {
        let Some(scope) = item.text().filter(|scope| ["openid", "offline", "offline_access"].contains(scope)) else {
            continue;
        };
        reporter
            .report(
                item.place,
                format!("a client with the grant type `client_credentials` cannot have the scope `{scope}`"),
            )
            .label("requires a user")
            .also(client.grant_types.place.span, "this grant type has no user")
            .help("remove the scope, or remove `client_credentials` from `grant_types`")
            .fix(without_client_credentials(client).unwrap_or_else(|| Fix::unsafe_(Change::remove(item.place))));
    }
}
