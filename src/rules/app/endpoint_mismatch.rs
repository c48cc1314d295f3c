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
            .report(
                client.place,
                format!("{name}'s login fails: its {} URL is not an Authelia endpoint", kind(*endpoint)),
            )
            .label(format!("{name}'s client"))
            .also_at(deployment.span(url), "not an Authelia endpoint")
            .in_setting(url.name, deployment.span(url))
            .recognised(registration)
            .help(format!("in {name}'s settings, set it to `{host}{below}{path}`"))
            .proof(format!("the URL is from {}", deployment.file(url)));
    }
    let url = |wanted| deployment.endpoints.iter().find(|(endpoint, _)| *endpoint == wanted).map(|(_, url)| url);
    let all = (url(Endpoint::Authorization), url(Endpoint::Token), url(Endpoint::Userinfo));
    let (Some(authorization), Some(token), Some(userinfo)) = all else { return };
    let host = |url: &str| parts(url).map(|(host, _)| host.to_lowercase());
    let (first, second, third) = (host(&authorization.value), host(&token.value), host(&userinfo.value));
    // A different `http://` address is usually Authelia inside the private network.
    let is_public = second.as_ref().is_some_and(|host| host.starts_with("https://"));
    if second == third && is_public && first != second {
        reporter
            .report(
                client.place,
                format!("{name}'s authorization endpoint is on a different host than its token endpoint"),
            )
            .severity(Severity::Advice)
            .label(format!("{name}'s client"))
            .also_at(deployment.span(authorization), "authorization endpoint")
            .also_at(deployment.span(token), "token endpoint")
            .recognised(registration)
            .help("use the same host for all endpoints, unless both hosts are Authelia")
            .proof(format!("the URLs are from {}", deployment.file(token)));
    }
}

const fn kind(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Authorization => "authorization",
        Endpoint::Token => "token",
        Endpoint::Userinfo => "userinfo",
    }
}

/// Splits a URL into scheme with host, and path without trailing slashes. Returns `None` if it is not an HTTP URL.
fn parts(url: &str) -> Option<(&str, &str)> {
    let after_scheme = url.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(scheme))?.1;
    let begins = url.len() - after_scheme.len();
    let end = after_scheme.find(['/', '?', '#']).map_or(url.len(), |at| begins + at);
    let path = url[end..].split(['?', '#']).next().unwrap_or_default();
    Some((&url[..end], path.trim_end_matches('/')))
}
