//! `redirect-uri-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("redirect-uri-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    let Some(deployment) = registration.deployment else {
        return;
    };
    let items = &client.redirect_uris.items;
    let registered: Option<Vec<&str>> = items.iter().map(Value::<String>::partly_known).collect();
    let registered = registered.filter(|_| !client.redirect_uris.unknown);
    let (Some(setting), Some(registered)) = (&deployment.redirect_uri, registered) else {
        return;
    };
    let sent = &setting.value;
    let may_match = |uri: &&str| redirect_uri::matches(uri, sent) || pattern::may_be(uri, sent);
    if registered.iter().any(may_match) && redirect_uri::can_match(sent) {
        return;
    }
    let nearest = client
        .redirect_uris
        .items
        .iter()
        .filter_map(|item| Some((item.place, redirect_uri::difference(item.text()?, sent)?)))
        .min_by_key(|(_, difference)| *difference);
    let (place, label) = match nearest {
        Some((place, difference)) => (place, difference.to_string()),
        None => (client.redirect_uris.place, "no redirect URI is registered".to_owned()),
    };
    let callback = handled_instead(registration, sent);
    let help = if let Some(callback) = &callback {
        format!(
            "in {}'s settings, set the redirect URL to `{callback}`: {} has no callback at `{sent}`",
            app.name, app.name
        )
    } else if redirect_uri::can_match(sent) {
        format!("register exactly `{sent}`")
    } else {
        format!("remove the fragment from the redirect URL in {}'s settings, and register the URL without it", app.name)
    };
    let change = match nearest {
        Some((place, difference)) if difference < redirect_uri::Difference::Host => Change::set(place, sent.as_str()),
        _ => Change::include(client.redirect_uris.place, &registered, sent),
    };
    let is_known = client.redirect_uris.texts().is_some();
    let fix = (is_known && callback.is_none() && redirect_uri::can_match(sent)).then(|| Fix::unsafe_(change));
    let name = &app.name;
    let finding = reporter
        .report(
            place,
            format!("{name}'s login fails immediately (invalid_request): {name} sends the redirect URI `{sent}`"),
        )
        .label(label)
        .recognised(registration)
        .help(help)
        .also_at(deployment.span(setting), "the redirect URI that is sent")
        .fix(fix)
        .proof(format!(
            "the redirect URI is from {}; Authelia compares redirect URIs as exact strings",
            deployment.file(setting)
        ));
    if callback.is_some() {
        finding.in_setting(&setting.name, deployment.span(setting));
    }
}

/// A redirect URI on the same host at which the application handles the answer. Returns `None` if it may do so at the one
/// that it sends.
fn handled_instead(registration: &Registration<'_>, sent: &str) -> Option<String> {
    let origin = &sent[..sent.len() - pattern::path(sent)?.len()];
    let patterns: Vec<&String> = registration.redirect_facts().flat_map(|fact| &fact.is).collect();
    if patterns.is_empty() || patterns.iter().any(|known| pattern::may_fit(known, sent)) {
        return None;
    }
    let path = patterns.into_iter().find(|known| pattern::is_path(known) && !pattern::is_variable(known))?;
    Some(format!("{origin}{path}"))
}
