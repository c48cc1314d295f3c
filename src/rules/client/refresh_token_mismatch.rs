//! `refresh-token-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("refresh-token-mismatch", Check::Client(check));

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let (Some(scopes), Some(grants)) = (client.scopes.texts(), client.effective_grant_types()) else {
        return;
    };
    let offline = scopes.contains(&"offline_access") || scopes.contains(&"offline");
    let refresh = grants.contains(&"refresh_token");
    if offline && !refresh && !grants.contains(&"client_credentials") {
        reporter
            .report(
                place(&client.scopes, &["offline_access", "offline"]),
                "the application gets no refresh token: `offline_access` requires the grant type `refresh_token`",
            )
            .label("`offline_access` is registered")
            .also(client.grant_types.place.span, "no grant type `refresh_token`")
            .help("add `'refresh_token'` to `grant_types`, or remove `offline_access` from `scopes`")
            .fix(Fix::unsafe_(Change::include(client.grant_types.place, &grants, "refresh_token")));
    } else if refresh && !offline {
        reporter
            .report(
                place(&client.grant_types, &["refresh_token"]),
                "the application gets no refresh token: `refresh_token` requires the scope `offline_access`",
            )
            .label("`refresh_token` is registered")
            .also(client.scopes.place.span, "no scope `offline_access`")
            .help("add `'offline_access'` to `scopes`, or remove `refresh_token` from `grant_types`");
    }
}

/// The place of the first item with one of these texts, or of the list if there is none.
fn place(list: &List<Value<String>>, texts: &[&str]) -> Place {
    let item = list.items.iter().find(|item| item.text().is_some_and(|text| texts.contains(&text)));
    item.map_or(list.place, |item| Place { path: list.place.path, ..item.place })
}
