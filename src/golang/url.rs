//! URLs as Go's `net/url` parses them (Go 1.26).

use std::fmt;
use std::net::Ipv6Addr;

use thiserror::Error;

/// A parsed URL. Its `Debug` output does not contain the password.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Url {
    /// The scheme in lower case; empty if there is none.
    pub scheme: String,
    /// The part after the scheme of a URL without slashes, such as `mailto:a@b`.
    pub opaque: String,
    /// User and password.
    pub user: Option<User>,
    /// Host and port.
    pub host: String,
    /// The path, unescaped.
    pub path: String,
    /// The query, as written.
    pub raw_query: String,
    /// Whether the URL ends with a lone `?`.
    pub force_query: bool,
    /// The fragment, unescaped.
    pub fragment: String,
}

/// User and password of a URL.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The user name.
    pub name: String,
    /// Whether a password is given.
    pub has_password: bool,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.has_password { "User(•••:•••)" } else { "User(•••)" })
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({}://{}{})", self.scheme, self.host, self.path)
    }
}

/// Why a text is not a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UrlError {
    /// A control character.
    #[error("it contains a control character")]
    Control,
    /// A colon at the start.
    #[error("the scheme before the first `:` is missing")]
    MissingScheme,
    /// Neither an absolute URL nor a path.
    #[error("a `:` in the first path segment makes it look like a scheme")]
    ColonInFirstSegment,
    /// An invalid character in the user name or password.
    #[error("the user or password contains a character that must be escaped")]
    User,
    /// `[` without `]`.
    #[error("the host has an unclosed `[`")]
    Bracket,
    /// An invalid address in brackets.
    #[error("the host in brackets is not an IPv6 address")]
    Ipv6,
    /// A port that is not a number.
    #[error("the port is not a number")]
    Port,
    /// An invalid character in the host.
    #[error("the host contains an invalid character")]
    Host,
    /// A `%` without two hexadecimal digits.
    #[error("`%` must be followed by two hexadecimal digits")]
    Escape,
    /// Not a valid request URI.
    #[error("it is neither an absolute URL nor an absolute path")]
    Request,
}

impl Url {
    /// Parses a URL, absolute or relative (`url.Parse`).
    ///
    /// # Errors
    /// Returns an error if Go rejects the URL.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
        let mut url = Self::parse_part(rest, false)?;
        url.fragment = unescape(fragment)?;
        Ok(url)
    }

    /// Parses a request URI: an absolute URL or an absolute path, without a fragment (`url.ParseRequestURI`).
    ///
    /// # Errors
    /// Returns an error if Go rejects the URI.
    pub fn parse_request(text: &str) -> Result<Self, UrlError> {
        Self::parse_part(text, true)
    }

    /// Whether the URL has a scheme.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        !self.scheme.is_empty()
    }

    /// Whether Go prints the URL as an empty string.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The host without brackets and port.
    #[must_use]
    pub fn hostname(&self) -> &str {
        match self.host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, _)) => address,
            None => self.host.rsplit_once(':').map_or(&*self.host, |(host, _)| host),
        }
    }

    /// The port without its colon; empty if there is none.
    #[must_use]
    pub fn port(&self) -> &str {
        let after_address = self.host.rsplit_once(']').map_or(&*self.host, |(_, rest)| rest);
        after_address.rsplit_once(':').map_or("", |(_, port)| port)
    }

    fn parse_part(text: &str, request: bool) -> Result<Self, UrlError> {
        if text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
            return Err(UrlError::Control);
        }
        if text.is_empty() && request {
            return Err(UrlError::Request);
        }
        if text == "*" {
            return Ok(Self { path: "*".to_owned(), ..Self::default() });
        }
        let (scheme, rest) = split_scheme(text)?;
        let mut url = Self { scheme: scheme.to_ascii_lowercase(), ..Self::default() };
        let rest = if rest.ends_with('?') && rest.matches('?').count() == 1 {
            url.force_query = true;
            &rest[..rest.len() - 1]
        } else {
            let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
            query.clone_into(&mut url.raw_query);
            rest
        };
        if !rest.starts_with('/') {
            if url.is_absolute() {
                rest.clone_into(&mut url.opaque);
                return Ok(url);
            }
            if request {
                return Err(UrlError::Request);
            }
            if rest.split('/').next().is_some_and(|segment| segment.contains(':')) {
                return Err(UrlError::ColonInFirstSegment);
            }
        }
        let path = match rest.strip_prefix("//") {
            Some(after) if url.is_absolute() || (!request && !after.starts_with('/')) => {
                let (authority, path) = after.find('/').map_or((after, ""), |at| after.split_at(at));
                url.set_authority(authority)?;
                path
            }
            _ => rest,
        };
        url.path = unescape(path)?;
        Ok(url)
    }

    fn set_authority(&mut self, authority: &str) -> Result<(), UrlError> {
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        self.host = parse_host(&self.scheme, host)?;
        self.user = user.map(parse_user).transpose()?;
        Ok(())
    }
}

/// Splits off the scheme. The scheme is empty if the text does not start with one.
fn split_scheme(text: &str) -> Result<(&str, &str), UrlError> {
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return Err(UrlError::MissingScheme),
            b':' => return Ok((&text[..at], &text[at + 1..])),
            _ => break,
        }
    }
    Ok(("", text))
}

fn parse_user(text: &str) -> Result<User, UrlError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !text.bytes().all(allowed) {
        return Err(UrlError::User);
    }
    let (name, password) = match text.split_once(':') {
        Some((name, password)) => (name, Some(password)),
        None => (text, None),
    };
    password.map(unescape).transpose()?;
    Ok(User { name: unescape(name)?, has_password: password.is_some() })
}

fn parse_host(scheme: &str, host: &str) -> Result<String, UrlError> {
    if host.rfind('[').is_some_and(|at| at > 0) {
        return Err(UrlError::Bracket);
    }
    if let Some(rest) = host.strip_prefix('[') {
        let (address, port) = rest.rsplit_once(']').ok_or(UrlError::Bracket)?;
        if !is_optional_port(port) {
            return Err(UrlError::Port);
        }
        let without_zone = address.split_once("%25").map_or(address, |(address, _)| address);
        without_zone.parse::<Ipv6Addr>().map_err(|_| UrlError::Ipv6)?;
        return Ok(host.replace("%25", "%"));
    }
    // Since Go 1.26 an HTTP host has at most one colon; the host of another scheme may be a list.
    let port = if matches!(scheme, "http" | "https") { host.find(':') } else { host.rfind(':') };
    if let Some(at) = port
        && !is_optional_port(&host[at..])
    {
        return Err(UrlError::Port);
    }
    let mut bytes = host.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                // In a host, only `%` and non-ASCII bytes may be escaped.
                let high = bytes.next().filter(u8::is_ascii_hexdigit).ok_or(UrlError::Escape)?;
                let low = bytes.next().filter(u8::is_ascii_hexdigit).ok_or(UrlError::Escape)?;
                if matches!(high, b'0'..=b'7') && (high, low) != (b'2', b'5') {
                    return Err(UrlError::Escape);
                }
            }
            0x80.. => {}
            _ if byte.is_ascii_alphanumeric() || b"!$&'()*+,;=:[]<>\"-_.~".contains(&byte) => {}
            _ => return Err(UrlError::Host),
        }
    }
    unescape(host)
}

/// Whether a text is empty, a colon, or a colon and digits.
fn is_optional_port(text: &str) -> bool {
    text.strip_prefix(':').map_or(text.is_empty(), |port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The parameters of a raw query, in order (`url.ParseQuery`). What is not well-formed is left out.
pub fn query_pairs(raw: &str) -> impl Iterator<Item = (String, String)> {
    raw.split('&').filter(|pair| !pair.is_empty() && !pair.contains(';')).filter_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded = |text: &str| unescape(&text.replace('+', " ")).ok();
        Some((decoded(key)?, decoded(value)?))
    })
}

/// Decodes `%` escapes; invalid UTF-8 becomes replacement characters.
fn unescape(text: &str) -> Result<String, UrlError> {
    if !text.contains('%') {
        return Ok(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16)).ok_or(UrlError::Escape);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).unwrap_or_default());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_split_like_in_go() {
        let url = Url::parse("HTTPS://user:secret@[::1]:443/a%20b?x=1#f").unwrap();
        assert_eq!((&*url.scheme, &*url.host, url.hostname(), url.port()), ("https", "[::1]:443", "::1", "443"));
        assert_eq!((&*url.path, &*url.raw_query, &*url.fragment), ("/a b", "x=1", "f"));
        assert!(!format!("{url:?}").contains("secret"));
        assert_eq!(Url::parse("mailto:a@b").map(|url| url.opaque), Ok("a@b".to_owned()));
        assert_eq!(Url::parse("example.com").map(|url| url.is_absolute()), Ok(false));
    }

    #[test]
    fn urls_that_go_rejects_are_rejected() {
        let cases = [
            ("https://a b", UrlError::Host),
            ("https://a:b", UrlError::Port),
            ("https://a:1:2", UrlError::Port),
            ("https://[::1", UrlError::Bracket),
            ("https://[a]", UrlError::Ipv6),
            (":a", UrlError::MissingScheme),
            ("a b:c", UrlError::ColonInFirstSegment),
            ("https://a/%zz", UrlError::Escape),
            ("https://a%20b", UrlError::Escape),
            ("https://a\n", UrlError::Control),
            ("https://{a}", UrlError::Host),
        ];
        for (text, expected) in cases {
            assert_eq!(Url::parse(text), Err(expected), "{text}");
        }
        assert_eq!(Url::parse_request("a"), Err(UrlError::Request));
    }
}
