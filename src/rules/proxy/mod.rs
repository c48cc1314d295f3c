//! The reverse proxies in front of Authelia.

mod guarded_portal;
mod legacy_proxy_endpoint;
mod missing_proxy_header;
mod proxy_endpoint_mismatch;
mod proxy_host_outside_cookies;
mod proxy_host_without_rule;
mod undefined_proxy_middleware;
mod unprotected_rule_domain;

use super::prelude::*;
use crate::config::proxy::{Guard, Proxy};

/// The rules in this folder, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &guarded_portal::RULE,
    &legacy_proxy_endpoint::RULE,
    &missing_proxy_header::RULE,
    &proxy_endpoint_mismatch::RULE,
    &proxy_host_outside_cookies::RULE,
    &proxy_host_without_rule::RULE,
    &undefined_proxy_middleware::RULE,
    &unprotected_rule_domain::RULE,
];

/// Where reverse proxies ask Authelia.
fn guards<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Guard> {
    context.config.proxies.iter().flat_map(|proxy| &proxy.guards)
}

/// The hosts of which all requests are first checked by Authelia.
fn guarded_hosts<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Name> {
    context.config.proxies.iter().flat_map(Proxy::guarded_routes).flat_map(|route| &route.hosts)
}

/// The place of a name in the configuration of a reverse proxy, which has no configuration path.
const fn place(name: &Name) -> Place {
    Place { span: name.span, key: None, path: PathId::ROOT, given: true }
}
