//! `invalid-session`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::config::session::SessionCookie;
use crate::golang::domain::{is_domain, is_public_suffix};
use crate::golang::url::Url;
use crate::rules::prelude::*;
use crate::rules::wording::choice;
use crate::text::{Partly, Span, UNKNOWN};

pub(super) static RULE: Rule = rule!("invalid-session", Check::Config(check));

const SAME_SITE: [&str; 3] = ["none", "lax", "strict"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let session = &context.config.root.session;
    if context.config.is_reported(session.place) || context.is_unknown(session.place) {
        return;
    }
    choice(reporter, &session.same_site, "same_site", &SAME_SITE);
    let (cookies, deprecated) = (&session.cookies, &session.domain);
    if cookies.is_certainly_empty() && deprecated.is_zero() && context.config.absent_is_absent() {
        reporter
            .report_key(
                if cookies.place.given { cookies.place } else { session.place },
                "no session cookies are configured",
            )
            .label("no `cookies`")
            .help("write `cookies` with the `domain` that Authelia protects and its `authelia_url`");
    }
    if !cookies.items.is_empty() {
        let message = "`cookies` cannot be combined with this deprecated option";
        let redirection = &context.config.root.default_redirection_url;
        if deprecated.text().is_some_and(|domain| !domain.is_empty()) {
            reporter.report_key(deprecated.place, message).label("deprecated option").help("remove `session.domain`");
        }
        if redirection.written().is_some() {
            let help = "move it into the cookie";
            reporter.report_key(redirection.place, message).label("deprecated option").help(help);
        }
    }
    let mut domains = HashMap::new();
    for cookie in &cookies.items {
        let domain = domain(&cookie.domain, &domains, context, reporter);
        urls(cookie, domain, context, reporter);
        choice(reporter, &cookie.same_site, "same_site", &SAME_SITE);
        if let Some(identity) = context.config.templates.identity(&cookie.domain).filter(|domain| !domain.is_empty()) {
            domains.entry(identity).or_insert_with(Vec::new).push(&cookie.domain);
        }
    }
}

/// Checks a cookie's domain. Returns it if it is valid, so that the URLs can be checked against it.
fn domain<'a>(
    value: &'a Value<String>,
    previous: &HashMap<String, Vec<&Value<String>>>,
    context: &Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<&'a str> {
    let domain = value.partly_known()?;
    let is_known = !domain.contains(UNKNOWN);
    let refused = if domain.is_empty() {
        Some(("each cookie needs a `domain`", "write the domain that Authelia protects"))
    } else if domain.starts_with('.') {
        Some((
            "cookie domain must not start with a dot",
            "remove the leading dot; the cookie covers all subdomains anyway",
        ))
    } else if domain.rsplit_once(':').is_some_and(|(host, port)| is_domain(host) && port.parse::<u16>().is_ok()) {
        Some(("cookie domain must not have a port", "remove the port; the cookie covers all ports anyway"))
    } else if domain.starts_with("*.") {
        Some(("cookie domain must not have a wildcard", "remove `*.`; the cookie covers all subdomains anyway"))
    } else if !is_known || domain.parse::<std::net::IpAddr>().is_ok() {
        None
    } else if !domain.contains('.') {
        Some(("cookie domain must contain a dot or be an IP address", "write a domain such as `example.com`"))
    } else if !is_domain(domain) {
        Some((
            "cookie domain may contain only lower-case letters, digits and hyphens",
            "write a domain such as `example.com`",
        ))
    } else if is_public_suffix(domain) {
        Some((
            "cookie domain is a public suffix, under which anyone can register a name",
            "write a domain that you own",
        ))
    } else {
        None
    };
    if let Some((what, help)) = refused {
        reporter.report(value.place, what).label("not a valid cookie domain").help(help);
        return None;
    }
    let templates = &context.config.templates;
    let around = templates.text(value).map(|text| text.domains()).unwrap_or_default();
    let covering = around.iter().filter_map(|domain| previous.get(domain)).flatten();
    let covering = covering.filter(|other| !templates.may_exclude(value.span(), other.span()));
    if let Some(other) = covering.min_by_key(|other| other.span()) {
        reporter
            .report(value.place, "this domain is already covered by another cookie")
            .label("already covered")
            .also(other.span(), "covered by this cookie")
            .help("remove one of the two");
    }
    Some(domain)
}

fn urls(cookie: &SessionCookie, domain: Option<&str>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let authelia = &cookie.authelia_url;
    if authelia.written().is_none() && authelia.is_zero() {
        reporter.report(cookie.place, "each cookie needs an `authelia_url`").label("no `authelia_url`").help(format!(
            "write `authelia_url: 'https://auth.{}'`",
            domain.unwrap_or("example.com").replace(UNKNOWN, "…")
        ));
    } else {
        url(authelia, "authelia_url", cookie, domain, context, reporter);
    }
    let redirection = &cookie.default_redirection_url;
    if redirection.written().is_some() || redirection.is_unknown() {
        url(redirection, "default_redirection_url", cookie, domain, context, reporter);
    }
    if is_same(authelia, redirection, context) {
        reporter
            .report(redirection.place, "`default_redirection_url` must not point to Authelia itself")
            .label("Authelia's own URL")
            .also(authelia.span(), "same URL")
            .help("write the page that users should see after they sign in, or remove the option");
    }
}

fn url(
    value: &Value<Url>,
    option: &str,
    cookie: &SessionCookie,
    domain: Option<&str>,
    context: &Context<'_>,
    reporter: &mut Reporter<'_>,
) {
    let Some(url) = value.partly_known() else { return };
    let mut refuse = |what: &str, help: &str, because: Option<Span>| {
        reporter
            .report(value.place, format!("`{option}` {what}"))
            .label("not a valid URL for this cookie")
            .help(help)
            .also_at(because, "the cookie's domain");
    };
    if !url.is_absolute() {
        refuse("must be an absolute URL", "start the URL with `https://`", None);
    } else if !["https", "wss"].contains(&url.scheme.as_str()) {
        refuse("must start with `https://`", "write `https://`; the cookie is sent only over TLS", None);
    }
    if let Some(domain) = domain.filter(|domain| !domain.is_empty())
        && url.is_absolute()
        && !may_be_below(value, url, cookie, context)
    {
        let domain = domain.replace(UNKNOWN, "…");
        refuse(
            &format!("must be within the cookie domain `{domain}`"),
            "write a URL whose host is the cookie's domain or one of its subdomains",
            Some(cookie.domain.span()),
        );
    }
}

/// Whether a URL may be within the cookie's domain, as far as both are known.
fn may_be_below(value: &Value<Url>, url: &Url, cookie: &SessionCookie, context: &Context<'_>) -> bool {
    let templates = &context.config.templates;
    let Some(domain) = templates.text(&cookie.domain) else { return true };
    if value.is_unknown() || cookie.domain.is_unknown() {
        let host = templates.pieces(value.place).and_then(|url| url.host());
        let host = host.filter(|host| host.known().eq_ignore_ascii_case(url.hostname()));
        return host.unwrap_or_else(|| Partly::of(url.hostname())).may_be_below(&domain);
    }
    Partly::of(url.hostname()).is_below(&domain)
}

/// Whether both are certainly the same URL.
fn is_same(one: &Value<Url>, other: &Value<Url>, context: &Context<'_>) -> bool {
    if let (Some(one), Some(other)) = (one.written(), other.written()) {
        return same(one, other);
    }
    let pieces = |value: &Value<Url>| context.config.templates.pieces(value.place).map(Partly::without_last_slashes);
    pieces(one).zip(pieces(other)).is_some_and(|(one, other)| one.is(&other))
}

/// Compares scheme and host without regard to letter case, and the path without regard to trailing slashes.
fn same(one: &Url, other: &Url) -> bool {
    one.scheme.eq_ignore_ascii_case(&other.scheme)
        && one.host.eq_ignore_ascii_case(&other.host)
        && one.path.trim_end_matches('/') == other.path.trim_end_matches('/')
}
