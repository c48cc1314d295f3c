//! The reverse proxies in front of Authelia: which of its endpoints they ask, and for which hosts.

use std::collections::HashSet;

use crate::text::{Span, UNKNOWN};

use super::Config;
use super::map::Name;

/// What is known about a reverse proxy from one file.
#[derive(Debug, Clone, Default)]
pub struct Proxy {
    /// Where it asks Authelia whether a request is allowed.
    pub guards: Vec<Guard>,
    /// Which hosts it serves.
    pub routes: Vec<Route>,
    /// Its middlewares, and those that each of them consists of.
    pub middlewares: Vec<(String, Vec<String>)>,
    /// The provider of the middlewares in this file, as Traefik calls it.
    pub provider: &'static str,
}

/// A kind of reverse proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyKind {
    /// Traefik.
    Traefik,
    /// Caddy.
    Caddy,
    /// nginx, also as an ingress controller.
    Nginx,
    /// Envoy.
    Envoy,
}

/// A place where a reverse proxy asks Authelia whether a request is allowed.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The reverse proxy.
    pub proxy: ProxyKind,
    /// What it is called in the file, if it has a name.
    pub name: Option<String>,
    /// The address that it asks.
    pub address: Name,
    /// The request headers that it sends.
    pub headers: Headers,
}

/// The request headers that a reverse proxy sends to Authelia.
#[derive(Debug, Clone)]
pub enum Headers {
    /// Those that Authelia needs, and all of the request.
    Automatic,
    /// Those that Authelia needs, and of the request only these.
    Only(Vec<String>, Span),
    /// All of the request, and these.
    Also(Vec<String>),
    /// Only these, and whether one is added that says how the request was made.
    Exactly {
        /// Those of the request.
        headers: Vec<String>,
        /// Whether `X-Forwarded-Proto` is among them or added; `None` if this cannot be known.
        has_scheme: Option<bool>,
    },
    /// They cannot be known.
    Unknown,
}

/// Hosts that a reverse proxy serves.
#[derive(Debug, Clone, Default)]
pub struct Route {
    /// The hosts.
    pub hosts: Vec<Name>,
    /// The middlewares that requests pass, with their providers.
    pub middlewares: Vec<Name>,
    /// Whether Authelia is asked about requests, whatever middlewares they pass.
    pub is_guarded: bool,
    /// Whether there may be hosts besides those.
    pub has_more_hosts: bool,
    /// Whether it is certain that Authelia is asked about their first page, `/`, if it is asked at all.
    pub is_whole: bool,
}

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressTarget<'a> {
    /// An endpoint of `server.endpoints.authz`.
    Authz {
        /// Its name, without a slash at its end.
        name: &'a str,
        /// Whether a slash follows the name.
        slash: bool,
    },
    /// The portal: Authelia answers all requests that are not for its API with the same page.
    Portal,
    /// This cannot be known.
    Unknown,
}

/// How Authelia serves an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served<'a> {
    /// With an implementation.
    With(&'a str),
    /// Not at all.
    Not,
    /// This cannot be known.
    Unknown,
}

/// The path of the endpoints, before their names.
const AUTHZ: &str = "/api/authz/";

/// The path of the endpoint `legacy`.
const VERIFY: &str = "/api/verify";

/// The endpoints that Authelia serves if none is configured (`internal/configuration/schema/server.go`, 4.39.20).
const DEFAULTS: [(&str, &str); 4] =
    [("legacy", "Legacy"), ("auth-request", "AuthRequest"), ("ext-authz", "ExtAuthz"), ("forward-auth", "ForwardAuth")];

/// The most chains of middlewares within each other.
const MAX_CHAINS: usize = 4;

/// The implementations that also serve the paths below their endpoint.
const WITH_PATHS_BELOW: [&str; 2] = ["Legacy", "ExtAuthz"];

impl ProxyKind {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Traefik => "Traefik",
            Self::Caddy => "Caddy",
            Self::Nginx => "nginx",
            Self::Envoy => "Envoy",
        }
    }

    /// The endpoint that is made for it.
    #[must_use]
    pub const fn endpoint(self) -> &'static str {
        match self {
            Self::Traefik | Self::Caddy => "forward-auth",
            Self::Nginx => "auth-request",
            Self::Envoy => "ext-authz",
        }
    }

    /// The implementation that is made for it.
    #[must_use]
    pub const fn implementation(self) -> &'static str {
        match self {
            Self::Traefik | Self::Caddy => "ForwardAuth",
            Self::Nginx => "AuthRequest",
            Self::Envoy => "ExtAuthz",
        }
    }
}

impl Guard {
    /// Whether it asks Authelia, and not another program.
    #[must_use]
    pub fn asks_authelia(&self) -> bool {
        let text = &self.address.text;
        text.contains(AUTHZ) || text.contains(VERIFY) || is_authelia(parts(text).0)
    }

    /// What its address leads to.
    #[must_use]
    pub fn target(&self) -> AddressTarget<'_> {
        const VARIABLES: [char; 3] = ['$', '{', UNKNOWN];
        let (host, path) = parts(&self.address.text);
        if path.contains(VARIABLES) {
            return AddressTarget::Unknown;
        }
        if let Some((_, name)) = path.split_once(AUTHZ) {
            let trimmed = name.trim_end_matches('/');
            return AddressTarget::Authz { name: trimmed, slash: trimmed.len() < name.len() };
        }
        match path.split_once(VERIFY) {
            Some((_, rest)) if rest.trim_matches('/').is_empty() => {
                AddressTarget::Authz { name: "legacy", slash: !rest.is_empty() }
            }
            // A variable behind the host may hold the path.
            None if is_authelia(host) && !host.contains(VARIABLES) && !path.starts_with("/api") => {
                AddressTarget::Portal
            }
            _ => AddressTarget::Unknown,
        }
    }

    /// What to write so that it asks another endpoint.
    #[must_use]
    pub fn directive_of(&self, endpoint: &str) -> String {
        match self.proxy {
            ProxyKind::Caddy => format!("uri {AUTHZ}{endpoint}"),
            // The path of a request follows, and begins with another slash.
            ProxyKind::Envoy => format!("path_prefix: '{AUTHZ}{endpoint}/'"),
            ProxyKind::Traefik | ProxyKind::Nginx => self.address_of(endpoint),
        }
    }

    /// Its address with another endpoint.
    fn address_of(&self, endpoint: &str) -> String {
        let text = &self.address.text;
        let before = [AUTHZ, VERIFY].iter().find_map(|api| text.split_once(api)).map(|(before, _)| before);
        let scheme = text.split_once("://").map_or(0, |(scheme, _)| scheme.len() + "://".len());
        let before = before.unwrap_or(&text[..scheme + parts(text).0.len()]).replace(UNKNOWN, "…");
        format!("{before}{AUTHZ}{endpoint}")
    }
}

/// The host and port of a URL, and its path without a query.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    rest.find('/').map_or((rest, ""), |at| rest.split_at(at))
}

/// Whether a host is certainly Authelia's: its first label is the name of the container or service.
fn is_authelia(host: &str) -> bool {
    host.split(['.', ':']).next() == Some("authelia")
}

impl Proxy {
    /// Whether it says anything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.guards.is_empty() && self.routes.is_empty()
    }

    /// The middlewares that the file defines.
    #[must_use]
    pub fn defined(&self) -> HashSet<&str> {
        let guards = self.guards.iter().filter_map(|guard| guard.name.as_deref());
        guards.chain(self.middlewares.iter().map(|(name, _)| name.as_str())).collect()
    }

    /// The routes whose requests are first checked by Authelia.
    pub fn guarded_routes(&self) -> impl Iterator<Item = &Route> {
        self.routes_by_guard().0.into_iter()
    }

    /// The routes whose requests are first checked by Authelia, and all others.
    #[must_use]
    pub fn routes_by_guard(&self) -> (Vec<&Route>, Vec<&Route>) {
        let mut guards: HashSet<&str> = self.guards.iter().filter_map(|guard| guard.name.as_deref()).collect();
        for _ in 0..MAX_CHAINS {
            let chains =
                self.middlewares.iter().filter(|(_, parts)| parts.iter().any(|part| guards.contains(base(part))));
            let chains: Vec<&str> = chains.map(|(name, _)| name.as_str()).collect();
            guards.extend(chains);
        }
        let is_guard = |name: &Name| guards.contains(base(&name.text));
        self.routes.iter().partition(|route| route.is_guarded || route.middlewares.iter().any(is_guard))
    }
}

/// The name of a middleware without its provider.
#[must_use]
pub fn base(name: &str) -> &str {
    name.split('@').next().unwrap_or(name)
}

impl Config {
    /// How Authelia serves the endpoint of a name.
    #[must_use]
    pub fn authz_endpoint(&self, name: &str) -> Served<'_> {
        let authz = &self.root.server.endpoints.authz;
        let is_below = |other: &str| name.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'));
        if authz.entries.is_empty() {
            let default = DEFAULTS.iter().find(|(default, implementation)| {
                *default == name || WITH_PATHS_BELOW.contains(implementation) && is_below(default)
            });
            return match default {
                Some((_, implementation)) if !authz.unknown => Served::With(implementation),
                None if self.whole && !authz.unknown => Served::Not,
                _ => Served::Unknown,
            };
        }
        if let Some(endpoint) = authz.get(name) {
            return endpoint.implementation.text().map_or(Served::Unknown, Served::With);
        }
        let below = authz.entries.iter().find(|(other, _)| is_below(&other.text));
        match below.map(|(_, endpoint)| endpoint.implementation.text()) {
            Some(Some(implementation)) if WITH_PATHS_BELOW.contains(&implementation) => Served::With(implementation),
            Some(None) => Served::Unknown,
            _ if authz.unknown => Served::Unknown,
            _ => Served::Not,
        }
    }

    /// The names of the endpoints that Authelia serves, as far as they are known.
    #[must_use]
    pub fn authz_endpoint_names(&self) -> Vec<&str> {
        let authz = &self.root.server.endpoints.authz;
        if authz.entries.is_empty() {
            DEFAULTS.iter().map(|(name, _)| *name).collect()
        } else {
            authz.names().collect()
        }
    }
}
