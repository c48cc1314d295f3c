//! What is certainly no secret, wherever it stands.

use crate::config::choices::{AUTH_METHODS, GRANT_TYPES, RESPONSE_MODES, RESPONSE_TYPES, SIGNING_ALGORITHMS};
use crate::config::is_path;

/// Words that options take besides those of clients.
const WORDS: [&str; 49] = [
    "true",
    "false",
    "null",
    "~",
    "yes",
    "no",
    "on",
    "off",
    "none",
    "auto",
    "light",
    "dark",
    "grey",
    "info",
    "debug",
    "trace",
    "warn",
    "error",
    "text",
    "json",
    "one_factor",
    "two_factor",
    "deny",
    "bypass",
    "authenticated",
    "totp",
    "webauthn",
    "mobile_push",
    "explicit",
    "implicit",
    "pre-configured",
    "openid",
    "profile",
    "email",
    "groups",
    "address",
    "phone",
    "offline_access",
    "plain",
    "S256",
    "public",
    "pairwise",
    "lax",
    "strict",
    "argon2id",
    "argon2",
    "pbkdf2",
    "bcrypt",
    "sig",
];

/// The most digits of a number that cannot be a secret: a port has five.
const MAX_DIGITS: usize = 5;

/// The longest word of a sentence, in bytes.
const MAX_WORD: usize = 14;

/// The longest key, in bytes.
const MAX_KEY: usize = 64;

/// The fewest letters between two capitals of a name: of a random text, hardly any part has so many.
const MIN_PART: usize = 3;

/// Whether a value is certainly no secret: a word that options take, a small number, a duration, the path of a file.
pub(super) fn is_value(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || WORDS.contains(&text)
        || [&AUTH_METHODS[..], &RESPONSE_TYPES, &GRANT_TYPES, &RESPONSE_MODES, &SIGNING_ALGORITHMS]
            .iter()
            .any(|words| words.contains(&text))
        || (text.len() <= MAX_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
        || (is_lifespan(text) && text.ends_with(|last: char| last.is_ascii_alphabetic()))
        || is_path(text)
}

/// A lifespan as Authelia reads it: `1h`, `90 minutes`, `1 hour and 30 minutes`, or seconds.
pub(super) fn is_lifespan(value: &str) -> bool {
    value.len() <= 40
        && value.starts_with(|first: char| first.is_ascii_digit())
        && value.split(|character: char| !character.is_ascii_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
            let unit = word.trim_end_matches('s');
            matches!(
                unit,
                "" | "and"
                    | "m"
                    | "second"
                    | "minute"
                    | "h"
                    | "hour"
                    | "d"
                    | "day"
                    | "w"
                    | "week"
                    | "M"
                    | "month"
                    | "y"
                    | "year"
            )
        })
}

/// Whether a text may be a key that somebody named: words of letters, joined by marks or capitals.
pub(super) fn is_key(text: &str) -> bool {
    text.len() <= MAX_KEY
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.split(['_', '-', '.', '/', '$']).all(is_name)
}

fn is_name(part: &str) -> bool {
    let letters = part.trim_matches(|digit: char| digit.is_ascii_digit());
    part.len() - letters.len() <= 2
        && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        && (letters.bytes().all(|byte| byte.is_ascii_uppercase()) || has_long_parts(letters))
}

fn has_long_parts(letters: &str) -> bool {
    let mut length = MIN_PART;
    for byte in letters.bytes() {
        if byte.is_ascii_uppercase() {
            if length < MIN_PART {
                return false;
            }
            length = 0;
        }
        length += 1;
    }
    length >= MIN_PART || letters.len() == length
}

/// Whether a text may be a word of a sentence.
pub(super) fn is_word(text: &str) -> bool {
    let rest = text.trim_start_matches(|first: char| first.is_ascii_uppercase());
    text.len() <= MAX_WORD && text.len() - rest.len() <= 1 && rest.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether a text without blanks looks as if it were random: letters of both cases and digits, often changing.
pub(super) fn is_random(text: &str) -> bool {
    const MIN_LENGTH: usize = 12;
    if text.len() < MIN_LENGTH {
        return false;
    }
    let mut counts = [0_usize; 4];
    let (mut changes, mut before) = (0, OTHER);
    for byte in text.bytes() {
        let kind = KINDS[usize::from(byte)];
        counts[usize::from(kind)] += 1;
        if kind != OTHER {
            changes += usize::from(before != OTHER && before != kind);
            before = kind;
        }
    }
    let letters_and_digits = &counts[..usize::from(OTHER)];
    letters_and_digits.iter().all(|count| *count >= 2) && changes * 4 >= letters_and_digits.iter().sum()
}

/// What is neither a letter nor a digit.
const OTHER: u8 = 3;

/// Whether a byte is a small letter, a capital letter, a digit or something else: looked up, because it is asked of all values.
static KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' => 0,
            b'A'..=b'Z' => 1,
            b'0'..=b'9' => 2,
            _ => OTHER,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_random_texts_are_told_apart() {
        for key in
            ["session", "client_secret", "default_2fa_method", "apiVersion", "existingSecret", "POSTGRES_DB", "x-a.b"]
        {
            assert!(is_key(key), "{key}");
        }
        for text in ["Zq9XvK7wYp2MpLr8Tn5BdGh3", "ZqXvKwYpMpLr", "correct horse", "a:b", "", "9a"] {
            assert!(!is_key(text), "{text}");
        }
        assert!(is_random("Zq9XvK7wYp2MpLr8Tn5BdGh3"));
        for text in
            ["https", "client_secret_post", "two_factor", "AuthorizationCode2", "b93fd961-f2e6-462f-b122-82002247de78"]
        {
            assert!(!is_random(text), "{text}");
        }
    }

    #[test]
    fn harmless_values() {
        for value in ["", "true", "9091", "1h", "1 hour and 30 minutes", "two_factor", "/run/secrets/session", "RS256"]
        {
            assert!(is_value(value), "{value}");
        }
        for value in ["hunter2", "123456", "0x1f2e3d", "1hunter", "/9j/4AAQSkZJRgABAQ"] {
            assert!(!is_value(value), "{value}");
        }
    }
}
