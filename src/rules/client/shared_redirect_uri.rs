//! `shared-redirect-uri`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("shared-redirect-uri", Check::Config(check));

fn check<'a>(context: &Context<'a>, reporter: &mut Reporter<'a>) {
    let clients = context.provider().map_or(&[][..], |provider| &provider.clients.items);
    let mut first: HashMap<&str, (&Client, Place)> = HashMap::new();
    for client in clients {
        for item in &client.redirect_uris.items {
            let Some(uri) = comparable(item, context).filter(|uri| belongs_to_one(uri)) else { continue };
            let (other, place) = *first.entry(uri).or_insert((client, item.place));
            if std::ptr::eq(other, client) {
                continue;
            }
            reporter.about(Some(client), None);
            let name = other.client_id.text().unwrap_or_default();
            reporter
                .report(item.place, format!("the client `{name}` has the same redirect URI"))
                .label("the same")
                .also(place.span, "as this one")
                .help("remove the client that is not used, or correct the redirect URI that was copied");
        }
    }
}

/// A redirect URI that can be compared with others: its text, or where variables stand in it what is written. What a
/// template writes depends on where it stands.
fn comparable<'a>(item: &'a Value<String>, context: &Context<'a>) -> Option<&'a str> {
    let written = context.sources.slice(item.span()).trim_matches(['"', '\'']);
    let has_template = ["{{", "{%"].iter().any(|begin| written.contains(begin));
    item.text().or_else(|| (item.partly_known().is_some() && !has_template).then_some(written))
}

/// Whether an address is a place on the network that one application answers at: not an app on a device, nor a program
/// on the user's own machine, which many share.
fn belongs_to_one(uri: &str) -> bool {
    let rest = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://"));
    rest.map(redirect_uri::host).is_some_and(|host| !redirect_uri::is_loopback(host))
}
