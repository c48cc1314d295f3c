//! Secrets that are known by their own shape, wherever they stand: digests, PEM blocks, passwords and parameters in URLs,
//! bearer tokens.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

use super::digests::digests;
use super::names;

/// A pattern over bytes: with Unicode's classes, compiling it would take longer than checking a small file.
fn pattern(written: &str) -> Option<Regex> {
    RegexBuilder::new(written).unicode(false).build().ok()
}

/// The secrets in a text that show themselves by their shape, in no order; they may overlap.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let signs = Signs::of(text);
    if signs.dollar {
        found.extend(digests(text));
    }
    if signs.hyphen && text.contains("-----BEGIN") {
        found.extend(pem_blocks(text));
    }
    if signs.at {
        found.extend(url_passwords(text));
    }
    if signs.equals {
        found.extend(parameters(text));
    }
    if signs.blank || signs.capital_j {
        found.extend(tokens(text));
    }
    found
}

/// Which signs a text has that some secrets are known by. Most values have none of them, which one look at each byte shows.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own")]
struct Signs {
    dollar: bool,
    hyphen: bool,
    at: bool,
    equals: bool,
    blank: bool,
    capital_j: bool,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        for byte in text.bytes() {
            match byte {
                b'$' => signs.dollar = true,
                b'-' => signs.hyphen = true,
                b'@' => signs.at = true,
                b'=' => signs.equals = true,
                b' ' | b'\t' => signs.blank = true,
                b'J' => signs.capital_j = true,
                _ => {}
            }
        }
        signs
    }
}

/// What stands between `-----BEGIN …-----` and `-----END …-----`, or, where the end is lost, the lines that look like it.
fn pem_blocks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find("-----BEGIN ").map(|offset| at + offset) {
        let start = begin + pem_marker(&text[begin..]);
        let next = text[start..].find("-----BEGIN ").map_or(text.len(), |offset| start + offset);
        let end =
            text[start..next].find("-----END ").map_or_else(|| end_of_block(text, start), |offset| start + offset);
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

/// The end of a PEM block that is not closed: the rest of its line, and the lines after it that belong to it by their
/// indentation, or hold nothing but base64.
fn end_of_block(text: &str, start: usize) -> usize {
    let line = memchr::memrchr(b'\n', &text.as_bytes()[..start]).map_or(0, |before| before + 1);
    let depth = indentation(&text[line..]);
    let is_first = text[line + depth..].starts_with("-----BEGIN ");
    let mut end = start;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        let content = line.trim_matches(|character: char| character.is_whitespace() || character == '#');
        let is_deep = indentation(line) > depth || (is_first && depth > 0 && indentation(line) == depth);
        let is_base64 = content.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
        if number > 0 && !is_deep && !is_base64 && !is_header(content) {
            break;
        }
        end += line.len();
    }
    end
}

/// Whether a line is a header of a PEM block, such as `DEK-Info: AES-128-CBC,…`.
fn is_header(line: &str) -> bool {
    line.starts_with("Proc-Type:") || line.starts_with("DEK-Info:")
}

/// The blanks that a line begins with, and the sign of a comment among them, in bytes.
fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '#']).len()
}

/// The password in `scheme://user:password@host`, `//user:password@host` and `user:password@host`.
fn url_passwords(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(':') {
        if found.last().is_some_and(|last: &Range<usize>| colon < last.end) {
            continue;
        }
        let from = text.ceil_char_boundary(colon.saturating_sub(MAX_URL));
        let user = text[from..colon].rfind(ends_user).map_or(from, |mark| from + mark + 1);
        let is_in_url = text[..user].ends_with("//");
        if !is_in_url && (user == colon || NOT_A_USER.contains(&&text[user..colon])) {
            continue;
        }
        let most = text.floor_char_boundary(colon + 1 + MAX_URL);
        let end = text[colon + 1..most].find(ends_url).map_or(most, |length| colon + 1 + length);
        let rest = &text[colon + 1..end];
        // Only in a URL it is plain that a blank or a slash belongs to a password that was not encoded.
        let rest = if is_in_url { rest } else { &rest[..rest.find([' ', '\t', '/']).unwrap_or(rest.len())] };
        let Some(at) = rest.rfind('@') else { continue };
        let is_host = rest[at + 1..].starts_with(|first: char| first.is_alphanumeric() || first == '[' || first == '$');
        if at > 0 && is_host && !is_port(rest) && !rest[at + 1..].starts_with("sha256") {
            found.push(colon + 1..colon + 1 + at);
        }
    }
    found
}

/// User names and passwords in URLs are not longer, in bytes.
const MAX_URL: usize = 1024;

/// What stands before a colon and an at sign without a password between.
const NOT_A_USER: [&str; 6] = ["acct", "image", "mailto", "sip", "sips", "xmpp"];

const fn ends_user(letter: char) -> bool {
    matches!(
        letter,
        ' ' | '\t' | '\r' | '\n' | '/' | ':' | '@' | '\'' | '"' | '`' | '=' | '(' | '[' | '{' | ',' | '<' | '>'
    )
}

const fn ends_url(letter: char) -> bool {
    matches!(letter, '\r' | '\n' | '\'' | '"' | '`')
}

/// Whether what follows the colon is the port of a URL, and what follows it.
fn is_port(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=5).contains(&digits) && rest[digits..].starts_with(['/', '?', '#', ' '])
}

/// Names of parameters are not longer, in bytes.
const MAX_NAME: usize = 80;

/// What a parameter of a URL gives that refers to a secret, as in `?client_secret=…` and `#access_token=…`.
fn parameters(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (equals, _) in text.match_indices('=') {
        let from = text.ceil_char_boundary(equals.saturating_sub(MAX_NAME));
        let start = text[from..equals].rfind(['?', '&', '#', ';']).map_or(equals, |mark| from + mark + 1);
        let name = &text[start..equals];
        if name.is_empty() || name.contains(char::is_whitespace) || names::speaks(name).is_none() {
            continue;
        }
        let value = equals + 1;
        let is_end = |letter: char| letter.is_whitespace() || matches!(letter, '&' | '#' | ';' | '\'' | '"' | '`');
        found.push(value..text[value..].find(is_end).map_or(text.len(), |length| value + length));
    }
    found
}

/// Credentials after `Bearer` and `Basic`, and JSON Web Tokens.
fn tokens(text: &str) -> Vec<Range<usize>> {
    static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(
            r"(?i:\b(?:bearer|basic)[ \t]+)([A-Za-z0-9+/=._~-]*[0-9+/=][A-Za-z0-9+/=._~-]*)|\b(eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)*)",
        )
    });
    if !may_hold_token(text) {
        return Vec::new();
    }
    let Some(token) = TOKEN.as_ref() else { return Vec::new() };
    token
        .captures_iter(text.as_bytes())
        .filter_map(|found| found.get(1).or_else(|| found.get(2)))
        .map(|token| token.range())
        .collect()
}

/// A quick look, so that the pattern is only compiled where it is needed.
fn may_hold_token(text: &str) -> bool {
    let is_scheme = |(blank, _): (usize, &str)| {
        let ends_with = |scheme: &[u8]| {
            blank
                .checked_sub(scheme.len())
                .is_some_and(|start| text.as_bytes()[start..blank].eq_ignore_ascii_case(scheme))
        };
        ends_with(b"bearer") || ends_with(b"basic")
    };
    text.contains("eyJ") || text.match_indices([' ', '\t']).any(is_scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
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
    fn parameters_and_tokens_are_found() {
        assert_eq!(found("https://a/?x=1&client_secret=abc&y=2"), ["abc"]);
        assert_eq!(found("https://a/#access_token=abc"), ["abc"]);
        assert_eq!(found("a: Bearer abc1"), ["abc1"]);
        assert!(found("the bearer token, basic authentication").is_empty());
        assert!(found("https://a/?state=1&redirect_uri=b").is_empty());
    }

    #[test]
    fn passwords_in_urls_are_found() {
        assert_eq!(found("postgres://authelia:hunter2@db:5432/x"), ["hunter2"]);
        assert_eq!(found("redis://:p@ss@cache"), ["p@ss"]);
        assert!(found("https://auth.example.com:8443/a@b").is_empty());
        assert_eq!(found("smtp://u:a b/c@mail:25"), ["a b/c"]);
        assert_eq!(found("//u:pw@h, u:pw@h"), ["pw@h, u:pw"]);
        assert_eq!(found("x: u:pw@h"), ["pw"]);
        assert!(found("ldap://user@host:389").is_empty());
        assert!(found("mailto:user@example.com").is_empty());
        assert!(found("image: authelia/authelia:4.39@sha256:0123").is_empty());
        assert!(found("sender: 'Authelia <auth@example.com>'").is_empty());
    }
}
