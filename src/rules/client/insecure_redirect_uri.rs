//! `insecure-redirect-uri`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("insecure-redirect-uri", Check::Client(check));

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    for item in &client.redirect_uris.items {
        let Some(host) = item.partly_known().and_then(|uri| uri.strip_prefix("http://")).map(redirect_uri::host) else {
            continue;
        };
        if redirect_uri::may_be_loopback(host) {
            continue;
        }
        reporter
            .report(
                item.place,
                "the authorization code is sent over plain HTTP: anyone on the network path can steal it",
            )
            .label("not HTTPS")
            .help("write `https://`, here and in the application's settings");
    }
}
