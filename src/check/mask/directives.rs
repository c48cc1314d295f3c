//! Secrets in the configurations of nginx and Caddy, whose directives have blanks between their words:
//! `proxy_set_header X-Token abc;`.

use std::ops::Range;

use super::{harmless, names};

/// What directives that pass requests on end with: `proxy_pass`.
const PASSES_ON: &str = "_pass";

/// A directive of Caddy with names of headers, not with values.
const NAMES_ONLY: &str = "copy_headers";

/// The words behind one that refers to a secret, up to the end of their directive. Variables and what is certainly harmless
/// stay; of a comment, ordinary words, too.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_comment = line.trim_start().starts_with('#');
        for directive in line.split_inclusive([';', '{', '}']) {
            let mut words = words(directive).map(|word| at + word.start..at + word.end);
            let is_telling = words.by_ref().any(|word| tells(&text[word]));
            if is_telling && !directive.trim_start().starts_with(NAMES_ONLY) {
                found.extend(words.filter(|word| is_secret(&text[word.clone()], is_comment)));
            }
            at += directive.len();
        }
    }
    found
}

fn tells(word: &str) -> bool {
    !word.ends_with(PASSES_ON) && names::speaks(word).is_some()
}

fn is_secret(word: &str, is_comment: bool) -> bool {
    let is_harmless = harmless::is_value(word) || (is_comment && harmless::is_word(word));
    !word.starts_with('$') && !is_harmless
}

/// What stands between blanks and quotes.
fn words(directive: &str) -> impl Iterator<Item = Range<usize>> {
    let is_mark = |letter: char| letter.is_whitespace() || "\"';{}#`".contains(letter);
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + directive[rest..].find(|letter| !is_mark(letter))?;
        rest = start + directive[start..].find(is_mark).unwrap_or(directive.len() - start);
        Some(start..rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::mask::hide;

    #[test]
    fn the_values_of_telling_directives_are_hidden() {
        for (text, shown) in [
            ("set $password a1b2c3; set $x y;", "set $password ••••••; set $x y;"),
            ("proxy_set_header X-Token \"a b\";\n", "proxy_set_header X-Token \"• •\";\n"),
            (
                "proxy_set_header Authorization $http_authorization;",
                "proxy_set_header Authorization $http_authorization;",
            ),
            ("ssl_certificate_key /etc/ssl/key.pem;", "ssl_certificate_key /etc/ssl/key.pem;"),
            ("proxy_pass http://authelia;", "proxy_pass http://authelia;"),
            ("copy_headers Authorization Remote-User", "copy_headers Authorization Remote-User"),
            ("# the token is a1b2c3", "# the token is ••••••"),
        ] {
            assert_eq!(hide(text, &find(text)), shown);
        }
    }
}
