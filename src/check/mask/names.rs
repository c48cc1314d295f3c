//! Which names refer to a secret, however they are spelled: `client_secret`, `clientSecrt`, `PASSWORDS`, `privatekey`.
//!
//! A name is split into words at its marks and capitals. One of them must be a word for a secret, or a slip of one, and
//! what follows it must not make another thing of it, as in `password_policy`, `token_endpoint` and `key_id`.

use std::collections::HashMap;

/// What a name says about its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaks {
    /// The value is a secret.
    OfASecret,
    /// The value is a token, or the time that one lives.
    OfAToken,
}

/// Names that are longer are not looked at, in bytes.
const MAX_NAME: usize = 80;

/// Parts of a word that only words for a secret have.
const STEMS: [&str; 8] = ["secret", "passw", "passphrase", "passwd", "passcode", "credential", "privatekey", "apikey"];

/// Words for a secret.
const WORDS: [&str; 10] = ["pass", "pw", "pwd", "psk", "hmac", "key", "keys", "token", "tokens", "bearer"];

/// Ends of words for a secret that are written without a mark between, as in `encryptionkey`.
const ENDS: [&str; 8] = ["key", "keys", "token", "tokens", "pwd", "pass", "hmac", "psk"];

/// Words that end like that and mean something else.
const INNOCENT: [&str; 12] = [
    "bypass",
    "compass",
    "donkey",
    "hockey",
    "hotkey",
    "jockey",
    "monkey",
    "passport",
    "pubkey",
    "publickey",
    "turkey",
    "whiskey",
];

/// What slips are compared with, and how many letters may be wrong.
const SLIPS: [(&str, usize); 7] = [
    ("secret", 1),
    ("secrets", 1),
    ("token", 1),
    ("passwd", 1),
    ("password", 2),
    ("passphrase", 2),
    ("credentials", 2),
];

/// Words that make something else of a word for a secret before them.
const MAKES_PLAIN: [&str; 53] = [
    "alg",
    "algorithm",
    "algorithms",
    "attribute",
    "aud",
    "audience",
    "auth",
    "basic",
    "bits",
    "change",
    "claim",
    "count",
    "enabled",
    "enc",
    "endpoint",
    "exchange",
    "expiration",
    "expires",
    "expiry",
    "form",
    "format",
    "hint",
    "id",
    "ids",
    "introspection",
    "issuer",
    "iterations",
    "jwt",
    "len",
    "length",
    "lifespan",
    "lifespans",
    "lifetime",
    "max",
    "method",
    "min",
    "mode",
    "name",
    "names",
    "policy",
    "post",
    "ref",
    "required",
    "requirements",
    "reset",
    "revocation",
    "size",
    "strategy",
    "ttl",
    "type",
    "uri",
    "url",
    "usage",
];

/// What the names of a text say, each looked at once: a large file holds few different names.
#[derive(Debug, Default)]
pub(super) struct Names<'a>(HashMap<&'a str, Option<Speaks>>);

impl<'a> Names<'a> {
    /// What a name says about its value. Returns `None` if it does not refer to a secret.
    pub(super) fn speaks(&mut self, name: &'a str) -> Option<Speaks> {
        *self.0.entry(name).or_insert_with(|| speaks(name))
    }
}

/// What a name says about its value. Returns `None` if it does not refer to a secret.
pub(super) fn speaks(name: &str) -> Option<Speaks> {
    if name.len() > MAX_NAME {
        return None;
    }
    if matches!(name.to_ascii_lowercase().as_str(), "authorization" | "proxy-authorization" | "secret_id") {
        return Some(Speaks::OfASecret);
    }
    let words = words(name);
    let secret = words.iter().rposition(|word| is_secret(word))?;
    let is_public = secret.checked_sub(1).is_some_and(|before| matches!(words[before].as_str(), "public" | "pub"));
    if is_public || words[secret + 1..].iter().any(|word| MAKES_PLAIN.contains(&word.as_str())) {
        return None;
    }
    let is_last = secret + 1 == words.len();
    Some(if is_last && words[secret] == "token" { Speaks::OfAToken } else { Speaks::OfASecret })
}

/// The words of a name in small letters, without the digits at their ends.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            before = ' ';
            continue;
        }
        let begins = before == ' ' || (letter.is_uppercase() && !before.is_uppercase());
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    for word in &mut words {
        word.truncate(word.trim_end_matches(|letter: char| letter.is_ascii_digit()).len());
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_secret(word: &str) -> bool {
    if INNOCENT.contains(&word) {
        return false;
    }
    STEMS.iter().any(|stem| word.contains(stem))
        || WORDS.contains(&word)
        || ENDS.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end))
        || SLIPS.iter().any(|(meant, most)| is_slip(word, meant, *most))
}

fn is_slip(word: &str, meant: &str, most: usize) -> bool {
    // One wrong letter takes at most one letter from those that `meant` is made of. Nearly all words lack more.
    let lacking = letters(meant) & !letters(word);
    word.len().abs_diff(meant.len()) <= most
        && lacking.count_ones() as usize <= most
        && strsim::osa_distance(word, meant) <= most
}

/// The small letters that a word is made of, one bit for each.
fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |letters, letter| letters | 1 << (letter - b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_refer_to_a_secret() {
        for name in [
            "secret",
            "client_secret",
            "client_secrt",
            "client_secrets",
            "clientSecret",
            "CLIENT-SECRET",
            "clientsecret",
            "pasword",
            "PASSWORD2",
            "user_password_hash",
            "secret_value",
            "db_pass",
            "pw",
            "pwd",
            "MYSQL_PASS",
            "privatekey",
            "encryptionkey",
            "apiKey",
            "API_KEYS",
            "jwks_key",
            "private_key",
            "hmac_secrt",
            "hmac",
            "AUTHELIA_SESION_SECRT",
            "Authorization",
            "credentials",
            "passphrases",
            "x-api-token",
            "tokens",
            "tls.key",
        ] {
            assert!(speaks(name).is_some(), "{name}");
        }
        assert_eq!(speaks("access_token"), Some(Speaks::OfAToken));
    }

    #[test]
    fn the_quick_look_overlooks_no_slip() {
        let alphabet = "abcdeknoprstwx";
        for (meant, most) in SLIPS {
            let once = slips(meant, alphabet);
            let twice = once.iter().flat_map(|word| slips(word, "aesx"));
            for word in twice.chain(once.iter().cloned()) {
                assert_eq!(is_slip(&word, meant, most), strsim::osa_distance(&word, meant) <= most, "{word}");
            }
        }
    }

    /// A word with one letter lost, changed, added or exchanged with the next.
    fn slips(word: &str, alphabet: &str) -> Vec<String> {
        let at = |start: usize, skipped: usize, between: &str| {
            [&word[..start], between, word.get(start + skipped..).unwrap_or_default()].concat()
        };
        let places = 0..word.len();
        let mut slips: Vec<String> = places.clone().map(|start| at(start, 1, "")).collect();
        for letter in alphabet.chars().map(String::from) {
            slips.extend(places.clone().flat_map(|start| [at(start, 1, &letter), at(start, 0, &letter)]));
        }
        slips.extend(places.skip(1).map(|end| {
            let exchanged: String = word[end - 1..=end].chars().rev().collect();
            at(end - 1, 2, &exchanged)
        }));
        slips
    }

    #[test]
    fn names_that_do_not() {
        for name in [
            "client_id",
            "key_id",
            "kid",
            "public_key",
            "publicKey",
            "password_policy",
            "reset_password_policy",
            "token_endpoint",
            "token_endpoint_auth_method",
            "access_token_lifespan",
            "monkey",
            "bypass",
            "secretName",
            "secretKeyRef.name",
            "section",
            "second",
            "session",
            "authorization_policy",
            "path",
            "passive",
            "compass",
        ] {
            assert!(speaks(name).is_none(), "{name}");
        }
    }
}
