//! `missing-cors`; see the rule's page for what, why and examples.

use crate::config::oidc::Cors;
use crate::golang::url::Url;
use crate::rules::prelude::*;
use crate::rules::wording::all_of;

pub(super) static RULE: Rule = rule!("missing-cors", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(cors) = context.provider().map(|provider| &provider.cors) else { return };
    if !cors.endpoints.place.given && !context.config.absent_is_absent() {
        return;
    }
    match context.registration(client) {
        Some(registration) => known(registration, cors, reporter),
        None => unknown(client, cors, reporter),
    }
}

fn known(registration: &Registration<'_>, cors: &Cors, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let Some(fact) = &facts.browser_requests else { return };
    let called: Vec<&str> = fact.is.iter().map(String::as_str).collect();
    let Some(missing) = missing(client, cors, &called) else { return };
    let name = &app.name;
    reporter
        .report(
            place(client, cors),
            format!("{name}'s login fails: {name} calls {} from the browser, and {missing}", all_of(&called)),
        )
        .label("no permission for the browser")
        .recognised(registration)
        .help(help(&called))
        .of_fact(registration, fact);
}

/// A public client without a secret is often an application that runs in the browser.
fn unknown(client: &Client, cors: &Cors, reporter: &mut Reporter<'_>) {
    let mut uris = client.redirect_uris.known_texts();
    if !client.public.is_true() || client.client_secret.place.given || !uris.any(|uri| uri.starts_with("https://")) {
        return;
    }
    let Some(missing) = missing(client, cors, &["token"]) else { return };
    reporter
        .report(
            place(client, cors),
            format!("the login fails if this application calls the token endpoint from the browser: {missing}"),
        )
        .severity(Severity::Advice)
        .label("no permission for the browser")
        .help(help(&["token"]));
}

/// What the browser is not allowed to do. Returns `None` if nothing is missing, or it cannot be known.
fn missing(client: &Client, cors: &Cors, called: &[&str]) -> Option<String> {
    let endpoints = cors.endpoints.texts()?;
    if let Some(endpoint) = called.iter().find(|endpoint| !endpoints.contains(endpoint)) {
        return Some(format!("`cors.endpoints` does not list `{endpoint}`"));
    }
    let derived = &cors.allowed_origins_from_client_redirect_uris;
    let origins: Option<Vec<_>> = cors.allowed_origins.items.iter().map(Value::known).collect();
    let origins = origins.filter(|_| !cors.allowed_origins.unknown && derived.is_false())?;
    let uri = client.redirect_uris.known_texts().find(|uri| uri.starts_with("https://"))?;
    let own = &uri[..uri.len() - pattern::path(uri)?.len()];
    let allows = |origin: &&Url| origin.path == "*" || format!("{}://{}", origin.scheme, origin.host) == own;
    (!origins.iter().any(allows)).then(|| format!("`cors.allowed_origins` does not list `{own}`"))
}

fn place(client: &Client, cors: &Cors) -> Place {
    if cors.endpoints.place.given { cors.endpoints.place } else { client.client_id.place }
}

fn help(called: &[&str]) -> String {
    let list = called.iter().map(|endpoint| format!("'{endpoint}'")).collect::<Vec<_>>().join(", ");
    format!(
        "write `cors: {{ endpoints: [{list}], allowed_origins_from_client_redirect_uris: true }}` under \
         `identity_providers.oidc`, plus the endpoints of other clients"
    )
}
