//! Addresses of listeners and servers (`internal/configuration/schema/types_address.go`, 4.39.20).

use thiserror::Error;

use super::url::{Url, UrlError};

/// The purpose of an address, which determines its default scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A TCP connection.
    Tcp,
    /// A UDP connection.
    Udp,
    /// An LDAP server.
    Ldap,
    /// A mail server.
    Smtp,
}

impl Use {
    /// The default schemes of an address and of a path.
    const fn schemes(self) -> (&'static str, &'static str) {
        match self {
            Self::Tcp => ("tcp", "unix"),
            Self::Udp => ("udp", "unix"),
            Self::Ldap => ("ldaps", "ldapi"),
            Self::Smtp => ("smtp", "unix"),
        }
    }
}

/// The address of a listener or a server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// The scheme.
    pub scheme: String,
    /// The host, without brackets.
    pub host: String,
    /// The port; 0 if there is none.
    pub port: u16,
    /// The path.
    pub path: String,
    /// Whether it is a Unix domain socket.
    pub is_socket: bool,
}

/// Why a text is not an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AddressError {
    /// Not a URL.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// A query, which only sockets may have.
    #[error("an address with this scheme must not have a query")]
    Query,
    /// A fragment.
    #[error("an address must not have a fragment")]
    Fragment,
    /// A user name.
    #[error("an address must not have a user")]
    User,
    /// A port above 65535.
    #[error("the port must be a number up to 65535")]
    Port,
    /// A socket without a path.
    #[error("a socket address requires a path")]
    SocketPath,
    /// A socket with a host, usually because a slash is missing.
    #[error("a socket must not have a host; its path starts with a slash, as in `unix:///run/socket`")]
    SocketHost,
    /// A umask that is not an octal number.
    #[error("`umask` must be an octal number of three or four digits")]
    Umask,
    /// A file descriptor that is not a number.
    #[error("the file descriptor must be a number, as in `fd://3`")]
    FileDescriptor,
}

impl Address {
    /// Parses an address for a purpose.
    ///
    /// # Errors
    /// Returns an error if Authelia rejects the address.
    pub fn parse(text: &str, purpose: Use) -> Result<Self, AddressError> {
        if text.is_empty() {
            return Ok(Self { scheme: "tcp".to_owned(), ..Self::default() });
        }
        let (scheme, path_scheme) = purpose.schemes();
        let url = if has_scheme(text) {
            Url::parse(text)?
        } else if text.starts_with('/') {
            Url::parse(&format!("{path_scheme}://{text}"))?
        } else {
            Url::parse(&format!("{scheme}://{text}"))?
        };
        Self::from_url(&url)
    }

    fn from_url(url: &Url) -> Result<Self, AddressError> {
        let scheme = url.scheme.as_str();
        if !url.raw_query.is_empty() && !matches!(scheme, "unix" | "fd") {
            return Err(AddressError::Query);
        }
        if !url.fragment.is_empty() {
            return Err(AddressError::Fragment);
        }
        if url.user.as_ref().is_some_and(|user| scheme != "unix" || !user.name.is_empty()) {
            return Err(AddressError::User);
        }
        let is_socket = matches!(scheme, "unix" | "ldapi");
        if is_socket {
            check_socket(url)?;
        }
        if scheme == "fd" {
            url.host.parse::<u64>().map_err(|_| AddressError::FileDescriptor)?;
            check_umask(url)?;
        }
        Ok(Self {
            scheme: scheme.to_owned(),
            host: url.hostname().to_owned(),
            port: port(url)?,
            path: url.path.clone(),
            is_socket,
        })
    }

    /// Whether the scheme is a TCP scheme.
    #[must_use]
    pub fn is_tcp(&self) -> bool {
        matches!(&*self.scheme, "tcp" | "tcp4" | "tcp6")
    }

    /// Whether the scheme is a UDP scheme.
    #[must_use]
    pub fn is_udp(&self) -> bool {
        matches!(&*self.scheme, "udp" | "udp4" | "udp6")
    }
}

/// Whether a text starts with a scheme or consists of only a scheme.
fn has_scheme(text: &str) -> bool {
    let is_scheme = |scheme: &str| scheme.chars().all(|char| char.is_ascii_alphanumeric() || "-+.".contains(char));
    let before_host = text.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme));
    before_host || text.strip_suffix(':').is_some_and(is_scheme)
}

fn port(url: &Url) -> Result<u16, AddressError> {
    let default = match &*url.scheme {
        "ldap" => 389,
        "ldaps" => 636,
        "smtp" => 25,
        "submission" => 587,
        "submissions" => 465,
        "unix" | "ldapi" | "tcp" | "tcp4" | "tcp6" | "udp" | "udp4" | "udp6" => 0,
        // For other schemes, the purpose decides.
        _ => return Ok(url.port().parse().unwrap_or(0)),
    };
    match url.port() {
        "" => Ok(default),
        port => port.parse().map_err(|_| AddressError::Port),
    }
}

fn check_socket(url: &Url) -> Result<(), AddressError> {
    if url.path.is_empty() && url.scheme != "ldapi" && url.user.is_none() {
        return Err(AddressError::SocketPath);
    }
    if !url.hostname().is_empty() && url.user.as_ref().is_none_or(|user| !user.name.is_empty()) {
        return Err(AddressError::SocketHost);
    }
    check_umask(url)
}

fn check_umask(url: &Url) -> Result<(), AddressError> {
    let umask = url.raw_query.split('&').find_map(|pair| match pair.split_once('=') {
        Some(("umask", value)) => Some(value),
        None if pair == "umask" => Some(""),
        _ => None,
    });
    let is_octal =
        |umask: &str| (3..=4).contains(&umask.len()) && umask.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    if umask.is_none_or(is_octal) { Ok(()) } else { Err(AddressError::Umask) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<(String, String, u16), AddressError> {
        Address::parse(text, Use::Tcp).map(|address| (address.scheme, address.host, address.port))
    }

    #[test]
    fn a_missing_scheme_gets_the_default() {
        assert_eq!(parse("127.0.0.1:9091"), Ok(("tcp".to_owned(), "127.0.0.1".to_owned(), 9091)));
        assert_eq!(parse("/run/authelia.sock").map(|address| address.0), Ok("unix".to_owned()));
        let ldap = Address::parse("ldap.example.org", Use::Ldap).map(|address| (address.scheme, address.port));
        assert_eq!(ldap, Ok(("ldaps".to_owned(), 636)));
        assert_eq!(Address::parse("smtp://mail", Use::Smtp).map(|address| address.port), Ok(25));
    }

    #[test]
    fn invalid_addresses_are_rejected() {
        let cases = [
            ("tcp://a:70000", AddressError::Port),
            ("tcp://a:1?x=1", AddressError::Query),
            ("tcp://u@a:1", AddressError::User),
            ("tcp://a:1#f", AddressError::Fragment),
            ("unix://run/a", AddressError::SocketHost),
            ("unix://", AddressError::SocketPath),
            ("unix:///a?umask=9", AddressError::Umask),
            ("fd://x", AddressError::FileDescriptor),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), Err(expected), "{text}");
        }
    }
}
