//! `unprotected-rule-domain`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use super::place;
use crate::config::proxy::{Proxy, Route};
use crate::config::section::Name;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unprotected-rule-domain", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let proxies = &context.config.proxies;
    let guarded: Vec<&Route> = proxies.iter().flat_map(Proxy::guarded_routes).collect();
    if !context.config.whole || guarded.is_empty() || guarded.iter().any(|route| route.has_more_hosts) {
        return;
    }
    let guarded = by_host(guarded.into_iter());
    let served = by_host(proxies.iter().flat_map(|proxy| &proxy.routes));
    for rule in &context.config.root.access_control.rules.items {
        if !["one_factor", "two_factor"].iter().any(|policy| rule.policy.is(*policy)) {
            continue;
        }
        for domain in &rule.domain.items {
            let Some(host) = domain.text().map(str::to_lowercase).filter(|host| is_host(host)) else { continue };
            if guarded.contains_key(&host) {
                continue;
            }
            let finding = reporter
                .report(
                    domain.place,
                    format!("the reverse proxy asks Authelia about other hosts, but not about `{host}`"),
                )
                .label("not protected in these files");
            match served.get(&host) {
                Some(name) => finding
                    .also(place(name).span, "served without asking Authelia")
                    .help("add the middleware of Authelia there"),
                None => finding.help("protect the host in the reverse proxy, or remove it from the rule"),
            };
        }
    }
}

fn by_host<'a>(routes: impl Iterator<Item = &'a Route>) -> HashMap<String, &'a Name> {
    routes.flat_map(|route| &route.hosts).map(|host| (host.text.to_lowercase(), host)).collect()
}

/// Whether a domain is that of a single host.
fn is_host(domain: &str) -> bool {
    !domain.contains(['*', '{'])
}
