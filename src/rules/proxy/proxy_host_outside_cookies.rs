//! `proxy-host-outside-cookies`; see the rule's page for what, why and examples.

use super::{guarded_hosts, place};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("proxy-host-outside-cookies", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let cookies = &context.config.root.session.cookies;
    for host in guarded_hosts(context) {
        if is_outside_cookies(host, context) {
            reporter
                .report(
                    place(host),
                    format!("Authelia rejects all requests for `{}`: no session cookie covers it", host.text),
                )
                .label("in no cookie domain")
                .also(cookies.place.key_or_value(), "the cookie domains")
                .help("add a cookie with a domain that contains this host to `session.cookies`");
        }
    }
}

/// Whether a host is certainly not in a cookie domain.
pub(super) fn is_outside_cookies(host: &Name, context: &Context<'_>) -> bool {
    let cookies = &context.config.root.session.cookies;
    let domains: Option<Vec<&str>> = cookies.items.iter().map(|cookie| cookie.domain.text()).collect();
    let is_inside = |domain: &&str| is_below(&host.text, domain.trim_start_matches('.'));
    domains.is_some_and(|domains| !cookies.unknown && !domains.is_empty() && !domains.iter().any(is_inside))
}

fn is_below(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.to_lowercase(), domain.to_lowercase());
    host == domain || host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'))
}
