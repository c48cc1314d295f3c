//! Domain checks of Authelia (`internal/utils/url.go` and `internal/configuration/validator/util.go`, 4.39.20).

use public_suffix::{DEFAULT_PROVIDER, EffectiveTLDProvider as _};

/// Whether a host is a domain or one of its subdomains.
#[must_use]
pub fn has_domain_suffix(host: &str, domain: &str) -> bool {
    if domain.is_empty() {
        return false;
    }
    host == domain
        || (domain.starts_with('.') && host.ends_with(domain))
        || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether a text is a lower-case domain with at least two labels.
#[must_use]
pub fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    text.contains('.') && text.split('.').all(is_label)
}

/// Whether anyone can register names below a domain (<https://publicsuffix.org>). As in Go, so is every name without a dot.
#[must_use]
pub fn is_public_suffix(domain: &str) -> bool {
    DEFAULT_PROVIDER.is_effective_tld(domain.trim_start_matches('.'))
}

/// The part of a host that somebody registered, such as `example.co.uk` of `www.example.co.uk`, or that is used as if it was, such
/// as `home.lan`. Returns `None` if the host is a public suffix itself.
#[must_use]
pub fn registrable(host: &str) -> Option<&str> {
    DEFAULT_PROVIDER.effective_tld_plus_one(host).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains() {
        assert!(has_domain_suffix("auth.example.com", "example.com"));
        assert!(!has_domain_suffix("authexample.com", "example.com"));
        assert!(is_domain("example.com") && is_domain("a-b.c0"));
        assert!(!is_domain("Example.com") && !is_domain("example") && !is_domain("-a.b") && !is_domain("a..b"));
        assert!(is_public_suffix("com") && is_public_suffix("co.uk") && is_public_suffix("duckdns.org"));
        assert!(!is_public_suffix("example.com") && !is_public_suffix("home.lan"));
        assert_eq!(registrable("www.example.co.uk"), Some("example.co.uk"));
        assert_eq!(registrable("auth.home.lan"), Some("home.lan"));
        assert_eq!(registrable("duckdns.org"), None);
    }
}
