//! How Authelia compares redirect URIs (RFC 3986, section 6.2.1; `uri.go` of its OAuth 2.0 library, 0.2.31).

use std::fmt;
use std::net::IpAddr;

use crate::text::UNKNOWN;

/// Whether a request with the redirect URI `sent` fits the registered one: as texts, except that the port of a
/// loopback address does not count (RFC 8252, section 7.3).
#[must_use]
pub fn matches(registered: &str, sent: &str) -> bool {
    registered == sent || without_loopback_port(registered).is_some_and(|uri| Some(uri) == without_loopback_port(sent))
}

/// Whether a redirect URI can match at all: one with a fragment is refused (RFC 6749, section 3.1.2).
#[must_use]
pub fn can_match(uri: &str) -> bool {
    uri.split_once('#').is_none_or(|(_, fragment)| fragment.trim_matches(UNKNOWN).is_empty())
}

/// The host in what follows the `://` of a URI, without user and port.
#[must_use]
pub fn host(after_scheme: &str) -> &str {
    let authority = after_scheme.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// Whether a host is this very machine.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// Whether a host of which templates may write a part is perhaps this very machine.
#[must_use]
pub fn may_be_loopback(host: &str) -> bool {
    let Some((beginning, rest)) = host.split_once(UNKNOWN) else { return is_loopback(host) };
    let end = rest.rsplit(UNKNOWN).next().unwrap_or_default();
    if beginning.is_empty() {
        return end.is_empty() || end.ends_with("localhost") || end.ends_with(|last: char| last.is_ascii_digit());
    }
    beginning.starts_with("127.") || "localhost".starts_with(beginning) || end.ends_with(".localhost")
}

fn without_loopback_port(uri: &str) -> Option<(&str, &str)> {
    let rest = uri.strip_prefix("http://")?;
    let host = host(rest);
    host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()).then(|| (host, &rest[authority(rest).len()..]))
}

fn authority(after_scheme: &str) -> &str {
    after_scheme.split(['/', '?', '#']).next().unwrap_or_default()
}

/// In what two redirect URIs differ, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// A slash at the end.
    Slash,
    /// Letter case.
    Case,
    /// A port, also one that is the scheme's own.
    Port,
    /// The scheme.
    Scheme,
    /// The query.
    Query,
    /// The path.
    Path,
    /// The host.
    Host,
    /// More than one thing.
    Several,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Slash => "differs by the slash at the end",
            Self::Case => "differs by letter case",
            Self::Port => "differs by the port; a port that goes without saying counts, too",
            Self::Scheme => "differs by the scheme",
            Self::Query => "differs by the query",
            Self::Path => "differs by the path",
            Self::Host => "differs by the host",
            Self::Several => "is another redirect URI",
        })
    }
}

/// What a URI consists of, as far as people mistake it.
#[derive(PartialEq)]
struct Parts<'a> {
    scheme: &'a str,
    host: &'a str,
    port: &'a str,
    path: &'a str,
    query: &'a str,
}

impl<'a> Parts<'a> {
    fn of(uri: &'a str) -> Option<Self> {
        let (scheme, rest) = uri.split_once("://")?;
        let authority = authority(rest);
        let (path, query) = rest[authority.len()..].split_once('?').unwrap_or((&rest[authority.len()..], ""));
        let host = host(rest);
        let port = authority.rsplit_once(':').map_or("", |(_, port)| port);
        let port = if port.bytes().all(|byte| byte.is_ascii_digit()) { port } else { "" };
        Some(Self { scheme, host, port, path, query })
    }
}

/// In what a registered redirect URI differs from the one that is sent. Returns `None` if it does not.
#[must_use]
pub fn difference(registered: &str, sent: &str) -> Option<Difference> {
    if registered == sent {
        return None;
    }
    if registered.trim_end_matches('/') == sent.trim_end_matches('/') {
        return Some(Difference::Slash);
    }
    if registered.eq_ignore_ascii_case(sent) {
        return Some(Difference::Case);
    }
    let (Some(one), Some(other)) = (Parts::of(registered), Parts::of(sent)) else {
        return Some(Difference::Several);
    };
    let same = [
        (one.port == other.port, Difference::Port),
        (one.scheme == other.scheme, Difference::Scheme),
        (one.query == other.query, Difference::Query),
        (one.path == other.path, Difference::Path),
        (one.host == other.host, Difference::Host),
    ];
    let mut different = same.into_iter().filter(|(same, _)| !same).map(|(_, what)| what);
    match (different.next(), different.next()) {
        (Some(only), None) => Some(only),
        _ => Some(Difference::Several),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_uris_match_letter_by_letter() {
        assert!(matches("https://a.example", "https://a.example"));
        assert!(!matches("https://a.example", "https://a.example/"));
        assert!(!matches("https://a.example", "https://a.example:443"));
    }

    #[test]
    fn the_port_of_a_loopback_address_does_not_count() {
        assert!(matches("http://127.0.0.1/callback", "http://127.0.0.1:8123/callback"));
        assert!(matches("http://[::1]:1/", "http://[::1]:2/"));
        assert!(!matches("http://localhost/", "http://localhost:8123/"));
        assert!(!matches("https://127.0.0.1/", "https://127.0.0.1:8123/"));
    }

    #[test]
    fn near_misses_are_told_apart() {
        let sent = "https://mail.example.org";
        let cases = [
            ("https://mail.example.org/", Difference::Slash),
            ("https://Mail.example.org", Difference::Case),
            ("https://mail.example.org:443", Difference::Port),
            ("http://mail.example.org", Difference::Scheme),
            ("https://mail.example.org?x=1", Difference::Query),
            ("https://mail.example.org/callback", Difference::Path),
            ("https://webmail.example.org", Difference::Host),
            ("http://webmail.example.org/x", Difference::Several),
            ("mail.example.org", Difference::Several),
        ];
        for (registered, expected) in cases {
            assert_eq!(difference(registered, sent), Some(expected), "{registered}");
        }
        assert_eq!(difference(sent, sent), None);
    }
}
