//! `proxy-host-outside-cookies`; see the rule's page for what, why and examples.

use std::collections::HashSet;

use super::{guarded_hosts, place};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("proxy-host-outside-cookies", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let cookies = &context.config.root.session.cookies;
    let Some(domains) = CookieDomains::of(context) else { return };
    for host in guarded_hosts(context) {
        if !domains.cover(host) {
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

/// The domains of the cookies.
pub(super) struct CookieDomains(HashSet<String>);

impl CookieDomains {
    /// Returns `None` if they are not known, or the list is empty.
    pub(super) fn of(context: &Context<'_>) -> Option<Self> {
        let cookies = &context.config.root.session.cookies;
        let lower = |domain: &str| domain.trim_start_matches('.').to_lowercase();
        let domains = cookies.items.iter().map(|cookie| cookie.domain.text().map(lower));
        let domains = domains.collect::<Option<HashSet<_>>>()?;
        (!cookies.unknown && !domains.is_empty()).then_some(Self(domains))
    }

    /// Whether a host is in one of them.
    pub(super) fn cover(&self, host: &Name) -> bool {
        let host = host.text.to_lowercase();
        let behind_dots = host.match_indices('.').map(|(at, dot)| &host[at + dot.len()..]);
        std::iter::once(host.as_str()).chain(behind_dots).any(|domain| self.0.contains(domain))
    }
}
