//! Digests in a text, and what of them may be read: `$scheme$parameters$salt$key`.
//!
//! No regular expressions, because compiling them would take longer than checking a small file.

use std::ops::Range;

/// Schemes whose only parameter is a number of rounds, or none.
fn is_scheme_with_rounds(scheme: &str) -> bool {
    let is_hash = |hash: &str| hash.strip_prefix("-sha").is_some_and(|bits| is_number(bits, 3));
    scheme.strip_prefix("pbkdf2").is_some_and(|hash| hash.is_empty() || is_hash(hash))
        || matches!(scheme, "2" | "2a" | "2b" | "2x" | "2y")
}

/// Schemes whose parameters have names, or that have none.
fn is_scheme_with_names(scheme: &str) -> bool {
    matches!(scheme, "argon2" | "argon2d" | "argon2i" | "argon2id") || is_other_scheme(scheme)
}

fn is_other_scheme(scheme: &str) -> bool {
    matches!(scheme, "scrypt" | "bcrypt-sha256" | "plaintext" | "base64" | "md5" | "sha1" | "1" | "5" | "6" | "7" | "y")
}

/// Whether a word before a dollar is the scheme of a digest, or one that is spelt like it.
fn is_like_a_scheme(word: &str) -> bool {
    is_scheme_with_rounds(word)
        || is_other_scheme(word)
        || word.strip_prefix("argon2").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_lowercase()))
        || word.strip_prefix("pbkdf2-").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(is_of_word))
}

const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// Whether a text consists of up to `most` digits.
fn is_number(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a part is named parameters, such as `m=65536,t=3,p=4`.
fn is_parameters(part: &str) -> bool {
    part.split(',').all(|parameter| {
        parameter.split_once('=').is_some_and(|(name, value)| {
            (1..=8).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_lowercase())
                && (1..=10).contains(&value.len())
                && value.bytes().all(is_of_word)
        })
    })
}

/// Whether a text is all the parameters of a digest, which a message quotes without what follows them.
fn is_quoted_parameters(text: &str) -> bool {
    let are = |limits: &[(&str, usize)]| {
        let mut parameters = text.split(',');
        limits.iter().all(|(name, most)| {
            let value = parameters.next().and_then(|parameter| parameter.strip_prefix(name)?.strip_prefix('='));
            value.is_some_and(|value| is_number(value, *most))
        }) && parameters.next().is_none()
    };
    are(&[("m", 10), ("t", 10), ("p", 3)]) || are(&[("ln", 3), ("r", 3), ("p", 3)])
}

/// How much of a value may be read, in bytes: its scheme and parameters, as `$pbkdf2-sha512$310000$`.
pub(super) fn readable_prefix(value: &str) -> usize {
    let Some((scheme, mut rest)) = value.strip_prefix('$').and_then(|rest| rest.split_once('$')) else { return 0 };
    if is_scheme_with_rounds(scheme) {
        if let Some((rounds, behind)) = rest.split_once('$')
            && is_number(rounds, 10)
        {
            rest = behind;
        }
    } else if is_scheme_with_names(scheme) {
        while let Some((part, behind)) = rest.split_once('$')
            && is_parameters(part)
        {
            rest = behind;
        }
        if is_quoted_parameters(rest) {
            rest = "";
        }
    } else {
        return 0;
    }
    value.len() - rest.len()
}

/// The schemes and parameters of all digests in a text, in order.
pub(super) fn readable(text: &str) -> Vec<Range<usize>> {
    digests(text).into_iter().map(|digest| digest.start..digest.start + readable_prefix(&text[digest])).collect()
}

/// Whether a part of a digest is its scheme or its parameters.
pub(super) fn is_parameter(part: &str) -> bool {
    is_scheme_with_rounds(part) || is_scheme_with_names(part) || is_parameters(part)
}

/// `$scheme$…`: a digest, or a secret behind `$plaintext$`.
pub(super) fn digests(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'$', &text.as_bytes()[at..]).map(|offset| at + offset) {
        let length = digest_length(&text[start..]);
        if length > 0 {
            found.push(start..start + length);
        }
        at = start + length.max(1);
    }
    found
}

/// The length of the digest that a text starts with, in bytes; 0 without one.
fn digest_length(text: &str) -> usize {
    let word = text[1..].bytes().take_while(|byte| is_of_word(*byte) || *byte == b'-').count();
    let (word, rest) = (&text[1..=word], &text[1 + word..]);
    let Some(rest) = rest.strip_prefix('$') else { return 0 };
    let length = if is_like_a_scheme(word) {
        rest.find([' ', '\t', '\r', '\n', '\'', '"', '`']).unwrap_or(rest.len())
    } else if word.split('-').all(|part| !part.is_empty()) {
        let is_of_digest = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/.=,$_-".contains(byte);
        // Less may be a pattern, or a variable.
        Some(rest.bytes().take_while(is_of_digest).count()).filter(|length| *length >= 8).unwrap_or(0)
    } else {
        0
    };
    if length == 0 { 0 } else { text.len() - rest.len() + length }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn parts_of_digests_are_parameters_or_random() {
        for part in ["argon2id", "pbkdf2-sha512", "2b", "6", "m=65536,t=3,p=4", "rounds=50000", "v=19"] {
            assert!(is_parameter(part), "{part}");
        }
        for part in ["", "310000", "hunter2", "c2FsdA", "m=", "=1", "sha512", "3"] {
            assert!(!is_parameter(part), "{part}");
        }
    }
}
