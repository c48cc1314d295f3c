//! What kind of secret is written, and how strong it is: never the secret.

use crate::crypto::digest::{Algorithm, Digest, Strength, decode};
use crate::crypto::keys::{Key, parse};

/// What a view calls secrets that are not digests.
const PLAINTEXT: &str = "plaintext";
const KEY: &str = "key";
const CERTIFICATE: &str = "certificate";

/// The kind of a secret as a view names it, with its strength as far as the text tells it.
pub(super) fn told(kind: &str, text: &str) -> String {
    let strength = match kind {
        PLAINTEXT => Some(length(text)),
        KEY => return parse(text).map_or_else(|_| KEY.to_owned(), |key| of_key(&key)),
        CERTIFICATE => None,
        _ => decode(text).ok().and_then(|digest| of_digest(&digest)),
    };
    strength.map_or_else(|| kind.to_owned(), |strength| format!("{kind}, {strength}"))
}

/// What is shown of a secret in plain text elsewhere, too: it is masked with as many bullets.
fn length(text: &str) -> String {
    let characters = text.strip_prefix("$plaintext$").unwrap_or(text).chars().count();
    format!("{characters} character{}", if characters == 1 { "" } else { "s" })
}

fn of_key(key: &Key) -> String {
    match key {
        Key::Rsa { .. } => format!("{} with {} bits", key.kind(), key.bits()),
        Key::Ec { curve, .. } => format!("{} on the curve {}", key.kind(), curve.name()),
        _ => key.kind().to_owned(),
    }
}

fn of_digest(digest: &Digest) -> Option<String> {
    Some(match digest.strength() {
        _ if digest.algorithm() == Algorithm::Yescrypt => return None,
        Strength::Weaker { documented } => format!("weaker than Authelia's default of {documented}"),
        Strength::AsDocumented => "not weaker than Authelia's default".to_owned(),
        Strength::Slow { seconds } => format!("so strong that each login takes about {seconds} seconds"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_strengths() {
        let digest = |rounds: u32| format!("$pbkdf2-sha512${rounds}$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzg");
        for (kind, text, expected) in [
            ("plaintext", "abcä", "plaintext, 4 characters"),
            ("plaintext", "$plaintext$a", "plaintext, 1 character"),
            ("pbkdf2-sha512", &*digest(310_000), "pbkdf2-sha512, not weaker than Authelia's default"),
            ("pbkdf2-sha512", &*digest(1), "pbkdf2-sha512, weaker than Authelia's default of 310000 iterations"),
            ("pbkdf2-sha512", &*digest(15_000_000), "pbkdf2-sha512, so strong that each login takes about 10 seconds"),
            ("key", "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n", "key"),
            ("certificate", "nonsense", "certificate"),
        ] {
            assert_eq!(told(kind, text), expected);
        }
    }

    #[test]
    fn keys_tell_their_size() {
        let key = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAED6f5RtZG5sIB0V2iREtRHzTb+l1s
cRsdFbMyEfEiK3z5V57P8gEzcZCgk2zmSh5Gbne+12gvujt0EUB/Mj9+iA==
-----END PUBLIC KEY-----
";
        assert_eq!(told("key", key), "an elliptic curve public key on the curve P-256");
    }
}
