//! What is asked for: a URL, a method, an address.

use std::net::IpAddr;

use crate::golang::path::full_clean;
use crate::golang::url::{Url, query_pairs};

use super::Identity;
use super::decision::Refusal;

/// What is asked for, as rules see it.
#[derive(Debug, Clone)]
pub struct RequestTarget {
    /// The host, as written.
    pub host: String,
    /// The clean path and the raw query; `None` stands for any.
    pub path: Option<String>,
    /// The first value of each query parameter, in order.
    pub query: Vec<(String, String)>,
    /// The method.
    pub method: String,
}

impl RequestTarget {
    /// What a request asks for (`handleAuthzGetObjectForwardAuth`).
    ///
    /// # Errors
    /// Returns why Authelia answers 400 without asking any rule.
    pub fn of(url: &str, method: &str) -> Result<Self, Refusal> {
        let url = Url::parse_request(url).map_err(Refusal::Url)?;
        if method.is_empty() || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(Refusal::Method);
        }
        if !["https", "wss"].contains(&url.scheme.as_str()) {
            return Err(Refusal::Scheme);
        }
        if url.host.is_empty() {
            return Err(Refusal::Host);
        }
        let mut query: Vec<(String, String)> = Vec::new();
        for (key, value) in query_pairs(&url.raw_query) {
            if !query.iter().any(|(other, _)| *other == key) {
                query.push((key, value));
            }
        }
        Ok(Self { host: url.hostname().to_owned(), path: Some(full_clean(&url)), query, method: method.to_owned() })
    }

    /// The first value of a query parameter. Returns `None` if it is absent.
    pub(super) fn parameter(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str())
    }
}

/// A request, and who makes it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is asked for.
    pub object: RequestTarget,
    /// Who asks.
    pub identity: Identity,
    /// Where from.
    pub address: IpAddr,
}
