//! `shared-redirect-uri`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("shared-redirect-uri", Check::Config(check));

fn check<'a>(context: &Context<'a>, reporter: &mut Reporter<'a>) {
    let clients = context.provider().map_or(&[][..], |provider| &provider.clients.items);
    let templates = &context.config.templates;
    let mut first: HashMap<String, (&Client, Place)> = HashMap::new();
    for client in clients {
        for item in &client.redirect_uris.items {
            let is_meant = item.partly_known().is_some_and(belongs_to_one);
            let Some(uri) = templates.identity(item).filter(|_| is_meant) else { continue };
            let (other, place) = *first.entry(uri).or_insert((client, item.place));
            if std::ptr::eq(other, client) || templates.may_exclude(place.span, item.span()) {
                continue;
            }
            reporter.about(Some(client), None);
            let other =
                other.client_id.text().map_or_else(|| "another client".to_owned(), |id| format!("the client `{id}`"));
            reporter
                .report(item.place, format!("{other} has the same redirect URI"))
                .label("duplicate redirect URI")
                .also(place.span, "also used here")
                .help("remove the unused client, or correct the copied redirect URI");
        }
    }
}

/// Whether only one application can answer at the URI. Native apps and programs on the user's machine often share
/// theirs.
fn belongs_to_one(uri: &str) -> bool {
    let rest = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://"));
    rest.map(redirect_uri::host).is_some_and(|host| !redirect_uri::may_be_loopback(host))
}
