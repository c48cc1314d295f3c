//! `duplicate-client-id`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("duplicate-client-id", Check::Config(check));

fn check<'a>(context: &Context<'a>, reporter: &mut Reporter<'a>) {
    let clients = context.provider().map_or(&[][..], |provider| &provider.clients.items);
    let mut first: HashMap<&str, &Client> = HashMap::new();
    for client in clients {
        let Some(id) = client.client_id.text().filter(|id| !id.is_empty()) else { continue };
        let Some(other) = first.get(id) else {
            first.insert(id, client);
            continue;
        };
        reporter.about(Some(client), None);
        reporter
            .report(client.client_id.place, format!("two clients are called `{id}`"))
            .label("the same id")
            .also(other.client_id.span(), "as here")
            .help("remove one of the two, or give it another `client_id`");
    }
}
