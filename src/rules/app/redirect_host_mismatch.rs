//! `redirect-host-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::text::UNKNOWN;

pub(super) static RULE: Rule = rule!("redirect-host-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    let of_app = || context.hints.deployments.iter().filter(|deployment| deployment.app == app.id);
    let Some(deployment) = registration.deployment.or_else(|| of_app().next()) else { return };
    let items = &client.redirect_uris.items;
    let registered: Option<Vec<&str>> = items.iter().map(Value::<String>::partly_known).collect();
    let registered = registered.filter(|_| !client.redirect_uris.unknown);
    let (Some(main), Some(registered)) = (deployment.hosts.first(), registered) else {
        return;
    };
    let is_meant = match &deployment.client_id {
        Some(id) => client.client_id.is(id.value.as_str()),
        // The host names do not tell which of several clients is meant.
        None => context.registrations.iter().filter(|other| other.app.id == app.id).count() == 1,
    };
    let sent = deployment.redirect_uri.as_ref().map(|sent| sent.value.as_str());
    let used: Vec<&str> =
        registered.into_iter().filter(|uri| sent.is_none_or(|sent| pattern::may_be(uri, sent))).collect();
    let is_served = |uri: &&str| {
        host(uri).is_none_or(|host| deployment.hosts.iter().any(|name| pattern::may_be(&host, &name.value)))
    };
    let Some(first) = used.first().filter(|_| is_meant && !used.iter().any(is_served)) else {
        return;
    };
    let place = items.iter().find(|item| item.partly_known() == Some(*first)).map(|item| item.place);
    let (name, main_name, host) = (&app.name, &main.value, host(first).unwrap_or_default().replace(UNKNOWN, "…"));
    reporter
        .report(
            place.unwrap_or(client.redirect_uris.place),
            format!("{name}'s login does not return to {name}: `{host}` is not one of its host names"),
        )
        .label("points to another host")
        .also_at(deployment.span(main), "host name of the application")
        .recognised(registration)
        .help(format!(
            "register a redirect URI at `https://{main_name}`, or add `{host}` to the host names in {name}'s settings"
        ))
        .proof(format!(
            "the host names are from {}; changes by a reverse proxy are not visible here",
            deployment.file(main)
        ));
}

/// The host of an absolute URI, in lower case. Returns `None` if the URI is not absolute.
fn host(uri: &str) -> Option<String> {
    let (_, rest) = uri.split_once("://")?;
    Some(redirect_uri::host(rest).to_lowercase())
}
