//! `shared-client-secret`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("shared-client-secret", Check::Config(check));

fn check<'a>(context: &Context<'a>, reporter: &mut Reporter<'a>) {
    let clients = context.provider().map_or(&[][..], |provider| &provider.clients.items);
    let mut first: HashMap<&str, &Client> = HashMap::new();
    for client in clients {
        let Some(secret) = client.client_secret.written().map(ClientSecret::expose).filter(|secret| !secret.is_empty())
        else {
            continue;
        };
        let Some(other) = first.get(secret) else {
            first.insert(secret, client);
            continue;
        };
        reporter.about(Some(client), None);
        let name = other.client_id.text().unwrap_or_default();
        reporter
            .report(client.client_secret.place, format!("this client has the same secret as `{name}`"))
            .label("duplicate secret")
            .also(other.client_secret.span(), "also used here")
            .help("give each client its own secret: `authelia crypto hash generate pbkdf2 --random`");
    }
}
