//! `duplicate-client-id`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("duplicate-client-id", Check::Config(check));

fn check<'a>(context: &Context<'a>, reporter: &mut Reporter<'a>) {
    let clients = context.provider().map_or(&[][..], |provider| &provider.clients.items);
    let templates = &context.config.templates;
    let mut first: HashMap<String, &Client> = HashMap::new();
    for client in clients {
        let Some(id) = templates.identity(&client.client_id).filter(|id| !id.is_empty()) else { continue };
        let other = *first.entry(id).or_insert(client);
        if std::ptr::eq(other, client) || templates.may_exclude(other.place.span, client.place.span) {
            continue;
        }
        reporter.about(Some(client), None);
        let id = client.client_id.text().map_or_else(|| "the same id".to_owned(), |id| format!("the id `{id}`"));
        reporter
            .report(client.client_id.place, format!("two clients have {id}"))
            .label("duplicate id")
            .also(other.client_id.span(), "also used here")
            .help("remove one of the clients, or change its `client_id`");
    }
}
