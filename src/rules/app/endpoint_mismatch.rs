//! `endpoint-mismatch`; see the rule's page for what, why and examples.

use crate::app::deployment::{Endpoint, Setting};
use crate::lint::Finding;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("endpoint-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(deployment) = registration.deployment else { return };
    let portals = portals(context);
    check_issuer(registration, &portals, reporter);
    let mut is_elsewhere = false;
    for (endpoint, url) in &deployment.endpoints {
        check_path(registration, *endpoint, url, reporter);
        is_elsewhere |= check_portal(registration, *endpoint, url, &portals, reporter);
    }
    if !is_elsewhere {
        check_hosts(registration, reporter);
    }
}

/// Each endpoint has its path, below any other.
fn check_path(registration: &Registration<'_>, endpoint: Endpoint, url: &Setting<String>, reporter: &mut Reporter<'_>) {
    let Registration { app, deployment: Some(deployment), .. } = registration else { return };
    let (name, path) = (&app.name, endpoint.path());
    let Some((host, written)) = parts(&url.value).filter(|(_, written)| !written.ends_with(path)) else { return };
    let below = written.split_once("/api/oidc").map_or("", |(before, _)| before);
    let message = format!("{name}'s login fails: its {} URL is not an Authelia endpoint", kind(endpoint));
    report_url(registration, url, message, "not an Authelia endpoint", reporter)
        .help(format!("in {name}'s settings, set it to `{host}{below}{path}`"))
        .proof(format!("the URL is from {}", deployment.file(url)));
}

/// The browser is sent to the portal; the application itself may ask Authelia at any other host. Returns whether an endpoint is
/// not at the portal.
fn check_portal(
    registration: &Registration<'_>,
    endpoint: Endpoint,
    url: &Setting<String>,
    portals: &[String],
    reporter: &mut Reporter<'_>,
) -> bool {
    let Registration { app, deployment: Some(deployment), .. } = registration else { return false };
    let (name, path) = (&app.name, endpoint.path());
    let is_meant = endpoint == Endpoint::Authorization || is_at_the_host_of(&url.value, portals);
    let Some(expected) = other_portal(&url.value, path, portals).filter(|_| is_meant) else { return false };
    let message = format!("{name}'s {} endpoint is not at Authelia's portal", kind(endpoint));
    report_url(registration, url, message, "not at Authelia's portal", reporter)
        .severity(Severity::Warning)
        .help(format!("in {name}'s settings, set it to `{expected}{path}`"))
        .proof(format!("the URL is from {}; the portal is from `authelia_url`", deployment.file(url)));
    true
}

/// A different `http://` address is usually Authelia inside the private network.
fn check_hosts(registration: &Registration<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, deployment: Some(deployment), .. } = registration else { return };
    let name = &app.name;
    let url = |wanted| deployment.endpoints.iter().find(|(endpoint, _)| *endpoint == wanted).map(|(_, url)| url);
    let all = (url(Endpoint::Authorization), url(Endpoint::Token), url(Endpoint::Userinfo));
    let (Some(authorization), Some(token), Some(userinfo)) = all else { return };
    let (first, second, third) = (host(&authorization.value), host(&token.value), host(&userinfo.value));
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

/// The issuer is the address of the portal, also below a path; some applications take the discovery document instead.
fn check_issuer(registration: &Registration<'_>, portals: &[String], reporter: &mut Reporter<'_>) {
    let Registration { app, deployment: Some(deployment), .. } = registration else { return };
    let Some(issuer) = &deployment.issuer else { return };
    let name = &app.name;
    let base = issuer.value.trim_end_matches('/');
    let base = base.strip_suffix("/.well-known/openid-configuration").unwrap_or(base);
    let Some(expected) = other_portal(base, "", portals) else { return };
    let message = format!("{name}'s login fails: `{}` is not Authelia's issuer", issuer.value);
    report_url(registration, issuer, message, "not the address of Authelia's portal", reporter)
        .severity(Severity::Warning)
        .help(format!("in {name}'s settings, use the issuer `{expected}`"))
        .proof(format!("the issuer is from {}; the portal is from `authelia_url`", deployment.file(issuer)));
}

/// Reports a URL in the application's settings, which is `found` there.
fn report_url<'r>(
    registration: &Registration<'_>,
    url: &Setting<String>,
    message: String,
    found: &str,
    reporter: &'r mut Reporter<'_>,
) -> &'r mut Finding {
    let span = registration.deployment.and_then(|deployment| deployment.span(url));
    reporter
        .report(registration.client.place, message)
        .label(format!("{}'s client", registration.app.name))
        .also_at(span, found)
        .in_setting(&url.name, span)
        .recognised(registration)
}

/// The addresses of the portal; empty if one of them is not known.
fn portals(context: &Context<'_>) -> Vec<String> {
    let cookies = &context.config.root.session.cookies;
    let written = cookies.items.iter().map(|cookie| {
        let url = cookie.authelia_url.written()?;
        Some(format!("{}://{}{}", url.scheme, url.host, url.path))
    });
    let all: Option<Vec<String>> = written.collect();
    let all = all.filter(|_| !cookies.unknown).unwrap_or_default();
    all.into_iter().map(|url| url.trim_end_matches('/').to_lowercase()).collect()
}

/// The portal that a public URL should be at, if it is at none of them: the one of the same host, or the first. An `http://`
/// address is usually Authelia inside the private network.
fn other_portal<'p>(url: &str, path: &str, portals: &'p [String]) -> Option<&'p String> {
    let (_, written) = parts(url).filter(|(host, _)| host.starts_with("https://"))?;
    let own = host(url)?;
    let base = format!("{own}{}", written.strip_suffix(path)?);
    let of_host = portals.iter().find(|portal| host(portal).as_ref() == Some(&own));
    of_host.or(portals.first()).filter(|_| !portals.contains(&base))
}

/// Whether a URL has the host of a portal.
fn is_at_the_host_of(url: &str, portals: &[String]) -> bool {
    let own = host(url);
    own.is_some() && portals.iter().any(|portal| host(portal) == own)
}

const fn kind(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Authorization => "authorization",
        Endpoint::Token => "token",
        Endpoint::Userinfo => "userinfo",
    }
}

/// Scheme and host of a URL, in lower case.
fn host(url: &str) -> Option<String> {
    parts(url).map(|(host, _)| host.to_lowercase())
}

/// Splits a URL into scheme with host, and path without trailing slashes. Returns `None` if it is not an HTTP URL.
fn parts(url: &str) -> Option<(&str, &str)> {
    let after_scheme = url.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(scheme))?.1;
    let begins = url.len() - after_scheme.len();
    let end = after_scheme.find(['/', '?', '#']).map_or(url.len(), |at| begins + at);
    let path = url[end..].split(['?', '#']).next().unwrap_or_default();
    Some((&url[..end], path.trim_end_matches('/')))
}
