//! `endpoint-mismatch`; see the rule's page for what, why and examples.

use crate::app::deployment::Endpoint;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("endpoint-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    let Some(deployment) = registration.deployment else { return };
    let name = &app.name;
    for (endpoint, url) in &deployment.endpoints {
        let path = endpoint.path();
        let Some((host, written)) = parts(&url.value).filter(|(_, written)| !written.ends_with(path)) else { continue };
        let below = written.split_once("/api/oidc").map_or("", |(before, _)| before);
        reporter
            .report(client.place, format!("{name}'s login fails: it {} where Authelia has nothing", asks(*endpoint)))
            .label("asked by this client")
            .also_at(deployment.span(url), "not a path of Authelia")
            .recognised(registration)
            .help(format!("set it to `{host}{below}{path}` in {name}'s own settings"))
            .proof(format!("the addresses are those in {}", deployment.file(url)));
    }
    let url = |wanted| deployment.endpoints.iter().find(|(endpoint, _)| *endpoint == wanted).map(|(_, url)| url);
    let all = (url(Endpoint::Authorization), url(Endpoint::Token), url(Endpoint::Userinfo));
    let (Some(authorization), Some(token), Some(userinfo)) = all else { return };
    let host = |url: &str| parts(url).map(|(host, _)| host.to_lowercase());
    let (first, second, third) = (host(&authorization.value), host(&token.value), host(&userinfo.value));
    // Another address within the own network begins with `http://`.
    let is_public = second.as_ref().is_some_and(|host| host.starts_with("https://"));
    if second == third && is_public && first != second {
        reporter
            .report(client.place, format!("{name} sends the browser to another host than it asks for the tokens"))
            .severity(Severity::Advice)
            .label("asked by this client")
            .also_at(deployment.span(authorization), "the browser is sent here")
            .also_at(deployment.span(token), "the tokens are asked for here")
            .recognised(registration)
            .help("use one host for all of them, unless both are Authelia")
            .proof(format!("the addresses are those in {}", deployment.file(token)));
    }
}

const fn asks(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Authorization => "sends the browser",
        Endpoint::Token => "asks for the tokens",
        Endpoint::Userinfo => "asks for the user",
    }
}

/// Scheme and host of a URL, and its path without a slash at the end. Returns `None` if the text is not such a URL.
fn parts(url: &str) -> Option<(&str, &str)> {
    let after_scheme = url.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(scheme))?.1;
    let begins = url.len() - after_scheme.len();
    let end = after_scheme.find(['/', '?', '#']).map_or(url.len(), |at| begins + at);
    let path = url[end..].split(['?', '#']).next().unwrap_or_default();
    Some((&url[..end], path.trim_end_matches('/')))
}
