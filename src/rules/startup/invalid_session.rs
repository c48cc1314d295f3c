//! `invalid-session`; see the rule's page for what, why and examples.

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
    choice(reporter, &session.common.same_site, "same_site", &SAME_SITE);
    let (cookies, older) = (&session.cookies, &session.domain);
    if cookies.is_certainly_empty() && older.is_zero() && context.config.absent_is_absent() {
        reporter
            .report_key(if cookies.place.given { cookies.place } else { session.place }, "`session` needs `cookies`")
            .label("none")
            .help("write `cookies` with the domain that Authelia protects and its `authelia_url`");
    }
    if !cookies.items.is_empty() {
        let message = "`cookies` and the older options exclude each other";
        let redirection = &context.config.root.default_redirection_url;
        if older.text().is_some_and(|domain| !domain.is_empty()) {
            reporter.report_key(older.place, message).label("the older option").help("remove `session.domain`");
        }
        if redirection.written().is_some() {
            let help = "write it below the cookie instead";
            reporter.report_key(redirection.place, message).label("the older option").help(help);
        }
    }
    let mut domains: Vec<&Value<String>> = Vec::new();
    for cookie in &cookies.items {
        let domain = domain(&cookie.domain, &domains, context, reporter);
        urls(cookie, domain, context, reporter);
        choice(reporter, &cookie.common.same_site, "same_site", &SAME_SITE);
        domains.push(&cookie.domain);
    }
}

/// Judges a cookie's domain, and gives it where it can be one, so that the URLs can be held against it.
fn domain<'a>(
    value: &'a Value<String>,
    before: &[&Value<String>],
    context: &Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<&'a str> {
    let domain = value.partly_known()?;
    let is_known = !domain.contains(UNKNOWN);
    let refused = if domain.is_empty() {
        Some(("each cookie needs a `domain`", "write the domain that Authelia protects"))
    } else if domain.starts_with('.') {
        Some((
            "the domain of a cookie begins with no dot",
            "leave out the first dot: a cookie is good for all hosts below its domain",
        ))
    } else if domain.rsplit_once(':').is_some_and(|(host, port)| is_domain(host) && port.parse::<u16>().is_ok()) {
        Some(("the domain of a cookie has no port", "leave out the port: a cookie is good for all ports"))
    } else if domain.starts_with("*.") {
        Some((
            "the domain of a cookie has no wildcard",
            "leave out `*.`: a cookie is good for all hosts below its domain",
        ))
    } else if !is_known || domain.parse::<std::net::IpAddr>().is_ok() {
        None
    } else if !domain.contains('.') {
        Some(("the domain of a cookie has a dot, or is an IP address", "write a domain such as `example.com`"))
    } else if !is_domain(domain) {
        Some((
            "the domain of a cookie is written in small letters, digits and hyphens",
            "write a domain such as `example.com`",
        ))
    } else if is_public_suffix(domain) {
        Some(("everybody can have a name below this domain", "write a domain of your own"))
    } else {
        None
    };
    if let Some((what, help)) = refused {
        reporter.report(value.place, what).label("not such a domain").help(help);
        return None;
    }
    let templates = &context.config.templates;
    for other in before {
        let both = templates.text(value).zip(templates.text(other));
        let is_covered = both.is_some_and(|(domain, earlier)| domain.is_below(&earlier));
        if is_covered && !templates.may_exclude(value.span(), other.span()) {
            reporter
                .report(value.place, "two cookies are good for this domain")
                .label("covered already")
                .also(other.span(), "by this one")
                .help("remove one of the two");
        }
    }
    Some(domain)
}

fn urls(cookie: &SessionCookie, domain: Option<&str>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let authelia = &cookie.authelia_url;
    if authelia.written().is_none() && authelia.is_zero() {
        reporter.report(cookie.place, "each cookie needs an `authelia_url`").label("has none").help(format!(
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
            .report(redirection.place, "`default_redirection_url` must not be Authelia itself")
            .label("Authelia's own URL")
            .also(authelia.span(), "the same")
            .help("write the page that users should see after they signed in, or remove the option");
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
            .label("here")
            .help(help)
            .also_at(because, "the cookie's domain");
    };
    if !url.is_absolute() {
        refuse("must be written in full", "begin with `https://`", None);
    } else if !["https", "wss"].contains(&url.scheme.as_str()) {
        refuse("must begin with `https://`", "write `https://`; cookies are sent over TLS only", None);
    }
    if let Some(domain) = domain.filter(|domain| !domain.is_empty())
        && url.is_absolute()
        && !may_be_below(value, url, cookie, context)
    {
        let domain = domain.replace(UNKNOWN, "…");
        refuse(
            &format!("must be a host of `{domain}`"),
            "write a host within the cookie's domain",
            Some(cookie.domain.span()),
        );
    }
}

/// Whether a URL may be one of the cookie's domain, as far as both are known.
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

/// Scheme and host alike but for letter case, and the same path but for a slash at the end.
fn same(one: &Url, other: &Url) -> bool {
    one.scheme.eq_ignore_ascii_case(&other.scheme)
        && one.host.eq_ignore_ascii_case(&other.host)
        && one.path.trim_end_matches('/') == other.path.trim_end_matches('/')
}
