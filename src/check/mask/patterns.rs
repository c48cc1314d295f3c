//! Secrets that are known by their own shape, wherever they stand: digests, PEM blocks, passwords in URLs.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// The secrets in a text that show themselves by their shape, in no order; they may overlap.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.contains('$') {
        found.extend(digests(text));
    }
    if text.contains("-----BEGIN") {
        found.extend(pem_blocks(text));
    }
    if text.contains("://") && text.contains('@') {
        found.extend(url_passwords(text));
    }
    found
}

/// How much of a value may be read: its scheme and parameters, as `$pbkdf2-sha512$310000$`.
pub(super) fn readable_prefix(value: &str) -> usize {
    static PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^\$(?:(?:pbkdf2(?:-sha[0-9]{1,3})?|2[abxy]?)\$(?:[0-9]{1,10}\$)?",
            r"|(?:argon2(?:id|i|d)?|scrypt|bcrypt-sha256|plaintext|base64|md5|sha1|[1567y])\$",
            r"(?:[a-z]{1,8}=[0-9a-z]{1,10}(?:,[a-z]{1,8}=[0-9a-z]{1,10})*\$)*)",
        ))
        .ok()
    });
    PREFIX.as_ref().and_then(|prefix| prefix.find(value)).map_or(0, |prefix| prefix.len())
}

/// `$scheme$…`: a digest, or a secret behind `$plaintext$`.
fn digests(text: &str) -> Vec<Range<usize>> {
    static DIGEST: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"\$(?:(?:pbkdf2(?:-[a-z0-9]+)?|argon2[a-z]*|scrypt|bcrypt-sha256|2[abxy]?|plaintext|base64|md5|sha1|[1567y])",
            r#"\$[^ \t\r\n'"`]+|[a-z0-9]+(?:-[a-z0-9]+)*\$[A-Za-z0-9+/.=,$_-]{8,})"#,
        ))
        .ok()
    });
    let Some(digest) = DIGEST.as_ref() else { return Vec::new() };
    digest.find_iter(text).map(|found| found.range()).collect()
}

/// What stands between `-----BEGIN …-----` and `-----END …-----`, or, where the end is lost, the lines that look like it.
fn pem_blocks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find("-----BEGIN ").map(|offset| at + offset) {
        let start = begin + pem_marker(&text[begin..]);
        let next = text[start..].find("-----BEGIN ").map_or(text.len(), |offset| start + offset);
        let end =
            text[start..next].find("-----END ").map_or_else(|| end_of_base64(text, start), |offset| start + offset);
        found.push(start..end);
        at = end.max(begin + 1);
    }
    found
}

/// The length of the PEM marker, `-----BEGIN …-----` or `-----END …-----`, that a text starts with; 0 without one.
pub(super) fn pem_marker(text: &str) -> usize {
    const DASHES: &str = "-----";
    let Some(rest) = text.strip_prefix("-----BEGIN ").or_else(|| text.strip_prefix("-----END ")) else { return 0 };
    let label = rest.bytes().take(40).take_while(|byte| byte.is_ascii_uppercase() || *byte == b' ').count();
    let opening = text.len() - rest.len();
    opening + label + if rest[label..].starts_with(DASHES) { DASHES.len() } else { 0 }
}

/// The end of the rest of a line and of the lines after it that hold nothing but base64.
fn end_of_base64(text: &str, start: usize) -> usize {
    let mut end = start;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        let content = line.trim_matches(|character: char| character.is_whitespace() || character == '#');
        if number > 0 && !content.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)) {
            break;
        }
        end += line.len();
    }
    end
}

/// The password in `scheme://user:password@host`.
fn url_passwords(text: &str) -> Vec<Range<usize>> {
    static URL: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"[A-Za-z][A-Za-z0-9+.-]*://[^ \t\r\n/:@'"`]*:([^ \t\r\n/'"`]+)@"#).ok());
    let Some(url) = URL.as_ref() else { return Vec::new() };
    url.captures_iter(text).filter_map(|found| found.get(1)).map(|password| password.range()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn the_scheme_and_its_parameters_are_readable() {
        for (digest, prefix) in [
            ("$pbkdf2-sha512$310000$c2FsdA$a2V5", "$pbkdf2-sha512$310000$"),
            ("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$a2V5", "$argon2id$v=19$m=65536,t=3,p=4$"),
            ("$2b$12$abcdefghijklmnopqrstuv", "$2b$12$"),
            ("$6$rounds=50000$salt$key", "$6$rounds=50000$"),
            ("$6$12345$key", "$6$"),
            ("$scrypt$ln=16,r=8,p=1$c2FsdA$a2V5", "$scrypt$ln=16,r=8,p=1$"),
            ("$bcrypt-sha256$v=2,t=2b,r=12$salt$key", "$bcrypt-sha256$v=2,t=2b,r=12$"),
            ("$plaintext$hunter2", "$plaintext$"),
            ("hunter2", ""),
            ("$hunter$2", ""),
        ] {
            assert_eq!(&digest[..readable_prefix(digest)], prefix);
        }
    }

    #[test]
    fn digests_are_found_anywhere() {
        assert_eq!(found("# was $plaintext$x, then"), ["$plaintext$x,"]);
        assert_eq!(found("x: $5$s$k"), ["$5$s$k"]);
        assert_eq!(found("x: $unknown$0123456789abcdef"), ["$unknown$0123456789abcdef"]);
    }

    #[test]
    fn variables_and_patterns_are_no_digests() {
        for text in ["a: ${VAR}${OTHER}", "- '^/api/v1$|^/x$'", "$HOME$PATH", "a$b"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_pem_block_is_found_with_and_without_its_end() {
        assert_eq!(found("-----BEGIN PRIVATE KEY-----\n  MIIE\n-----END PRIVATE KEY-----\n"), ["\n  MIIE\n"]);
        assert_eq!(found("-----BEGIN PRIVATE KEY-----\n  MIIE\n  abc=\nnext: 1\n"), ["\n  MIIE\n  abc=\n"]);
        assert_eq!(found(r#""-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA"#), [r"\nMIIE\n"]);
    }

    #[test]
    fn passwords_in_urls_are_found() {
        assert_eq!(found("postgres://authelia:hunter2@db:5432/x"), ["hunter2"]);
        assert_eq!(found("redis://:p@ss@cache"), ["p@ss"]);
        assert!(found("https://auth.example.com:8443/a@b").is_empty());
        assert!(found("ldap://user@host:389").is_empty());
    }
}
