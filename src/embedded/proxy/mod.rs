//! What the configuration of a reverse proxy says about Authelia.

mod caddy;
mod envoy;
mod ingress;
mod labels;
mod nginx;
mod rule;
mod toml;
mod yaml;

use crate::config::proxy::Proxy;
use crate::text::{SourceId, Sources, Span};

use super::detect::ForeignFormat;

pub(super) use yaml::read as read_yaml;

/// Words in lower case of which one is in every text that makes a reverse proxy ask another program about requests.
const MECHANISMS: [&str; 8] = [
    "forwardauth",
    "forward_auth",
    "auth_request",
    "proxy_pass",
    "ingress.kubernetes.io/auth-url",
    "filters.http.ext_authz",
    // Usual names of files that nginx includes.
    "authelia-authrequest",
    "authelia-location",
];

/// Words that name Authelia or one of its endpoints.
const AUTHELIA: [&str; 4] = ["/api/authz/", "/api/verify", "authelia", "Authelia"];

/// Whether a text may make a reverse proxy ask Authelia. Cheap: it is searched a few times, never parsed.
#[must_use]
pub fn may_ask_authelia(text: &str) -> bool {
    if !AUTHELIA.iter().any(|word| text.contains(word)) {
        return false;
    }
    let text = text.to_ascii_lowercase();
    MECHANISMS.iter().any(|word| text.contains(word))
}

/// What the configuration of a reverse proxy says that is not YAML. Returns `None` if it cannot be parsed.
pub(super) fn read(form: ForeignFormat, sources: &Sources, id: SourceId) -> Option<Proxy> {
    match form {
        ForeignFormat::Nginx => nginx::read(sources, id),
        ForeignFormat::Caddyfile => Some(caddy::read(id, &sources.get(id).text)),
        ForeignFormat::Toml => toml::read(sources, id),
    }
}

/// The comments of a text in which they begin with `#`.
pub(super) fn comments(id: SourceId, text: &str) -> Vec<Span> {
    let mut comments = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_begin = |found: &usize| *found == 0 || line[..*found].ends_with([' ', '\t']);
        if let Some(start) = line.match_indices('#').map(|(found, _)| found).find(is_begin) {
            comments.push(Span::of(id, at + start..at + line.trim_end().len()));
        }
        at += line.len();
    }
    comments
}
