//! Secrets that are known by the key that they stand behind, found in the text alone, so also where it does not parse,
//! in comments and inside other texts.
//!
//! A key is a word before `:` or `=`; `names.rs` tells which ones refer to a secret.
//!
//! Its value is hidden: a scalar on the same line, quoted over several lines, a block scalar, or the deeper lines that
//! continue a plain one. These are not secret values: a mapping, an alias, `true`, `false`, `null`, `~`, a lifespan behind
//! a token (`access_token: 1 hour`), a template or a placeholder (`{{ secret "/run/x" }}`, `${VAR}`, `ENC[…]`), of which
//! only a literal default is hidden (`${VAR:-hunter2}`, `default('hunter2')`).

use std::ops::Range;

use super::harmless::{is_key, is_lifespan};
use super::names::{Names, Speaks};

/// The values of keys that refer to a secret, in the order of the text. `is_plain` returns for the offset of a key whether
/// its value is known not to be a secret.
pub(super) fn find<'a>(text: &'a str, names: &mut Names<'a>, is_plain: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut line = 0..0;
    while let Some(offset) = memchr::memchr2(b':', b'=', &text.as_bytes()[at..]) {
        let separator = at + offset;
        at = separator + 1;
        let Some(key) = key_before(text, separator, names).filter(|key| !is_plain(key.start)) else { continue };
        if separator >= line.end {
            line = line_round(text, separator);
        }
        for value in KeyedValue::after(text, &key, separator, &line).secrets() {
            at = at.max(value.end);
            found.push(value);
        }
    }
    found
}

/// The line that holds a byte, without its line break.
fn line_round(text: &str, at: usize) -> Range<usize> {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |before| before + 1);
    start..memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |offset| at + offset)
}

/// A key that refers to a secret.
struct SecretKey {
    start: usize,
    /// Whether it names a token, whose value may also be a lifespan.
    token: bool,
}

/// The key that ends at a separator, if it refers to a secret.
fn key_before<'a>(text: &'a str, separator: usize, names: &mut Names<'a>) -> Option<SecretKey> {
    const MAX_KEY: usize = 80;
    let bytes = text.as_bytes();
    let before = &bytes[..separator];
    let end = before.trim_ascii_end().len();
    let end = if matches!(before[..end].last(), Some(b'"' | b'\'')) { end - 1 } else { end };
    if bytes[end..separator].contains(&b'\n') {
        return None;
    }
    let length = bytes[..end].iter().rev().take(MAX_KEY).take_while(|byte| is_word(**byte)).count();
    let name = &text[end - length..end];
    let speaks = names.speaks(name)?;
    is_separator(text, separator, speaks).then(|| SecretKey { start: end - length, token: speaks == Speaks::OfAToken })
}

/// Whether what follows a name makes it a key: `=`, or `:` before a blank, a quote or the end of the line. Where
/// the blank was forgotten or is another character, the value is a secret all the same.
fn is_separator(text: &str, at: usize, speaks: Speaks) -> bool {
    let mut rest = text[at..].chars();
    match (rest.next(), rest.next()) {
        (Some(':'), Some(next)) if next.is_ascii_alphanumeric() => {
            speaks == Speaks::OfASecret && !text[at..].starts_with("://")
        }
        (Some(':'), next) => next != Some(':') && next != Some('/'),
        _ => true,
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// What is behind a key.
struct KeyedValue<'a> {
    text: &'a str,
    /// Where its tags and anchors may be.
    properties: Range<usize>,
    /// Where it begins, behind blanks, tags and anchors.
    start: usize,
    /// One past the line that it begins on.
    line_end: usize,
    /// The lines that may belong to it.
    continuation: Continuation,
    token: bool,
    /// Whether the key stands inside `{…}`, so that a comma ends the value.
    flow: bool,
}

impl<'a> KeyedValue<'a> {
    fn after(text: &'a str, key: &SecretKey, separator: usize, line: &Range<usize>) -> Self {
        let before = &text[line.start..key.start];
        let start = skip_properties(text, separator + 1, line.end);
        Self {
            text,
            properties: separator + 1..start,
            start,
            line_end: line.end,
            continuation: Continuation { column: before.len(), commented: before.trim_start().starts_with('#') },
            token: key.token,
            flow: before.trim_end_matches(['"', '\'', ' ']).ends_with(['{', ',']),
        }
    }

    fn secrets(&self) -> Vec<Range<usize>> {
        let rest = &self.text[self.start..self.line_end];
        let mut found = match rest.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => literals(self.text, self.start + 1..self.closing_quote(*quote)),
            Some(b'|' | b'>') if is_block_header(rest) => Vec::from([self.deeper_text(|_| true)]),
            None | Some(b'\r' | b'#') => {
                Vec::from([self.deeper_text(|content| self.continuation.commented || continues_plain(content))])
            }
            // In a comment there is no tree that tells what is in there.
            _ if self.continuation.commented => self.plain(),
            Some(b'{') if !rest.starts_with("{{") => Vec::new(),
            Some(b'*') => Vec::new(),
            Some(_) => self.plain(),
        };
        found.extend(self.odd_properties());
        found.retain(|range| !range.is_empty());
        found
    }

    /// Tags and anchors that cannot be a name: the secret may begin with their sign.
    fn odd_properties(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = self.properties.start;
        self.text[self.properties.clone()].split_inclusive([' ', '\t']).filter_map(move |property| {
            let name = property.trim_end().trim_start_matches(['!', '&', '<']);
            let start = at + property.trim_end().len() - name.len();
            at += property.len();
            (!name.is_empty() && !is_key(name)).then(|| start..start + name.len())
        })
    }

    fn plain(&self) -> Vec<Range<usize>> {
        let rest = &self.text[self.start..self.line_end];
        let in_flow = self.flow && !rest.starts_with("{{") && !rest.starts_with('$');
        let rest = if in_flow { &rest[..rest.find([',', '}']).unwrap_or(rest.len())] } else { rest };
        let value = rest[..rest.find(" #").unwrap_or(rest.len())].trim_end();
        if is_no_secret(value, self.token) {
            return Vec::new();
        }
        let end = self.start + value.len();
        let mut found = literals(self.text, self.start..end);
        if !self.flow {
            found.push(self.deeper_text(continues_plain));
        }
        found
    }

    /// The closing quote, on this line or on the lines that continue it; without one, the end of those lines.
    fn closing_quote(&self, quote: u8) -> usize {
        let mut end = self.line_end;
        for line in std::iter::once(self.start + 1..self.line_end).chain(self.deeper_lines(|_| true)) {
            end = line.end;
            if let Some(closing) = self.quote_in(quote, line) {
                return closing;
            }
        }
        end
    }

    fn quote_in(&self, quote: u8, line: Range<usize>) -> Option<usize> {
        let bytes = &self.text.as_bytes()[..line.end];
        let mut at = line.start;
        while at < line.end {
            match bytes[at] {
                b'\\' if quote == b'"' => at += 2,
                byte if byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 2,
                byte if byte == quote => return Some(at),
                _ => at += 1,
            }
        }
        None
    }

    /// All following lines that stand deeper than the key and that `belongs` accepts.
    fn deeper_text(&self, belongs: impl Fn(&str) -> bool) -> Range<usize> {
        self.line_end..self.deeper_lines(belongs).last().map_or(self.line_end, |line| line.end)
    }

    /// Each of these lines, but not the blank ones among them.
    fn deeper_lines(&self, belongs: impl Fn(&str) -> bool) -> impl Iterator<Item = Range<usize>> {
        let mut at = (self.line_end + 1).min(self.text.len());
        let lines = self.text[at..].split_inclusive('\n').map(move |line| {
            let start = at;
            at += line.len();
            (start, line)
        });
        lines
            .filter(|(_, line)| !content(line).is_empty())
            .take_while(move |(_, line)| self.continuation.accepts(line) && belongs(content(line)))
            .map(|(start, line)| start..start + line.trim_end().len())
    }
}

/// What a line says behind its indentation and the sign of a comment.
fn content(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '#']).trim_end()
}

/// Where a key stands, which tells the lines that belong to its value.
struct Continuation {
    column: usize,
    commented: bool,
}

impl Continuation {
    fn accepts(&self, line: &str) -> bool {
        let commented = line.trim_start().starts_with('#');
        let column = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'#')).count();
        let is_item = commented && column == self.column && content(line).starts_with("- ");
        (column > self.column || is_item) && commented == self.commented
    }
}

/// Whether a line's rest is the header of a block scalar: `|`, `>-`, `|2 # why`.
fn is_block_header(rest: &str) -> bool {
    let behind =
        rest[1..].trim_start_matches(|character: char| character.is_ascii_digit() || "+-".contains(character)).trim();
    behind.is_empty() || behind.starts_with('#')
}

/// Whether a line continues a plain scalar: it is not an entry of a mapping or of a list.
fn continues_plain(content: &str) -> bool {
    !content.contains(": ") && !content.ends_with(':') && !content.starts_with("- ") && !content.starts_with(['{', '['])
}

/// The start of the value behind blanks, tags (`!!str`) and anchors (`&name`).
fn skip_properties(text: &str, start: usize, end: usize) -> usize {
    let mut at = start;
    loop {
        at += text[at..end].len() - text[at..end].trim_start_matches([' ', '\t']).len();
        let rest = &text[at..end];
        let property = (rest.starts_with('!') || rest.starts_with('&')).then(|| rest.find([' ', '\t'])).flatten();
        match property {
            Some(length) => at += length,
            None => return at,
        }
    }
}

fn is_no_secret(value: &str, token: bool) -> bool {
    matches!(value, "true" | "false" | "null" | "~" | "[]") || (token && is_lifespan(value))
}

/// The literal parts of a value: all of it, or only the defaults inside a template or placeholder.
fn literals(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let value = &text[range.clone()];
    let trimmed = value.trim();
    let within = |opening: &str, closing: &str| {
        trimmed.starts_with(opening) && trimmed.find(closing) == Some(trimmed.len().wrapping_sub(closing.len()))
    };
    if within("{{", "}}") {
        quoted_defaults(value).into_iter().map(|part| range.start + part.start..range.start + part.end).collect()
    } else if within("${", "}") || within("$${", "}") {
        let default = value.find(":-").or_else(|| value.find(":=")).map(|at| range.start + at + 2);
        default.map(|start| start..range.end - 1).into_iter().collect()
    } else if within("ENC[", "]") {
        Vec::new()
    } else {
        vec![range]
    }
}

/// The quoted texts of a template that are neither a path nor the name of an environment variable.
fn quoted_defaults(template: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(opening) = template[at..].find(['"', '\'', '`']).map(|offset| at + offset) {
        let quote = template.as_bytes()[opening] as char;
        let Some(closing) = template[opening + 1..].find(quote).map(|offset| opening + 1 + offset) else { break };
        let literal = &template[opening + 1..closing];
        let is_name = literal.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        if !is_name && !literal.starts_with(['/', '.']) {
            found.push(opening + 1..closing);
        }
        at = closing + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text, &mut Names::default(), |_| false).into_iter().map(|range| text[range].trim()).collect()
    }

    #[test]
    fn values_on_the_line_of_their_key() {
        for (text, secret) in [
            ("client_secret: 'it''s'", "it''s"),
            ("client_secret: \"a\\\"b\" # why", "a\\\"b"),
            ("  password: hunter2 # why", "hunter2"),
            ("\"jwt_secret\":\"abc\"", "abc"),
            ("# client_secret: 'abc'", "abc"),
            ("AUTHELIA_SESSION_SECRET=abc", "abc"),
            ("- { client_id: x, client_secret: abc, public: false }", "abc"),
            ("apiKey: abc", "abc"),
            ("X_API-TOKEN: abc", "abc"),
            ("hmac: abc", "abc"),
            ("encryption_key: !!str &anchor abc", "abc"),
            ("secret_key : abc", "abc"),
        ] {
            assert_eq!(found(text), [secret], "{text}");
        }
    }

    #[test]
    fn values_over_several_lines() {
        for (text, secret) in [
            ("- key: |\n    abc\n\n    def\n  use: sig", "abc\n\n    def"),
            ("password:\n  abc\n  def\nuser: x", "abc\n  def"),
            ("password: 'abc\n  def'\nuser: x", "abc\n  def"),
            ("# key: |\n#   abc\n# use: sig", "#   abc"),
            ("password: 'abc\n  def\nuser: x", "abc\n  def"),
        ] {
            assert_eq!(found(text), [secret], "{text}");
        }
        assert_eq!(found("password: abc\n  def\nuser: x"), ["abc", "def"]);
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            "client_id: abc",
            "key_id: abc",
            "public_key: abc",
            "keys:\n  - a",
            "token_endpoint_auth_method: client_secret_post",
            "monkey: abc",
            "access_token: 1 hour and 30 minutes",
            "refresh_token: 90m",
            "password: ''",
            "enable_password: false",
            "client_secret: {path: /run/secrets/x}",
            "jwt_secret:\n  path: /run/x",
            "secret: *anchor",
            "secret: {{ secret \"/run/x\" }}",
            "secret: '{{ env \"SECRET_OF_X\" }}'",
            "secret: ${VAR}",
            "secret: ENC[AES256_GCM,data:xyz]",
            "- refresh_token",
            "- 'urn:ietf:params:oauth:token:x'",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn a_literal_default_is_a_secret() {
        assert_eq!(found("secret: ${VAR:-hunter2}"), ["hunter2"]);
        assert_eq!(found("secret: \"{{ x | default('hunter2') }}\""), ["hunter2"]);
        assert_eq!(found("secret: {{ x }}abc{{ y }}"), ["{{ x }}abc{{ y }}"]);
    }
}
