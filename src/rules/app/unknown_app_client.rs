//! `unknown-app-client`; see the rule's page for what, why and examples.

use crate::app::deployment::Deployment;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unknown-app-client", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    for deployment in context.hints.deployments.iter().filter(|deployment| !deployment.discovered) {
        check_one(deployment, provider, context, reporter);
    }
}

fn check_one(deployment: &Deployment, provider: &OpenIdConnect, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let (Some(sent), Some(app)) = (&deployment.client_id, context.hints.catalogue.get(&deployment.app)) else {
        return;
    };
    let clients = &provider.clients;
    let may_be = |client: &Client| client.client_id.known().is_none_or(|id| *id == sent.value);
    if clients.unknown || clients.items.is_empty() || clients.items.iter().any(may_be) {
        return;
    }
    let name = &app.name;
    let nearest = context.registrations.iter().find(|registration| registration.app.id == app.id);
    let place = nearest.map_or(clients.place, |registration| registration.client.client_id.place);
    reporter
        .report(
            place,
            format!("{name}'s login fails immediately (invalid_client): {name} sends the client id `{}`", sent.value),
        )
        .label(if nearest.is_some() { "registered with this id" } else { "no client has this id" })
        .help(format!("write `client_id: '{}'`, or use the registered id in {name}'s settings", sent.value))
        .also_at(deployment.span(sent), "the client id that is sent")
        .proof(deployment.file(sent));
}
