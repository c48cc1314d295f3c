//! Making client secrets and their digests, as `authelia crypto hash generate pbkdf2 --variant sha512 --random` does
//! (`internal/commands/crypto_hash.go` and `internal/configuration/schema/authentication.go`, 4.39.20).

use base64::Engine as _;

use crate::text::Secret;

use super::decode::ADAPTED;

/// Authelia's default for SHA-512.
const ROUNDS: u32 = 310_000;
const SALT: usize = 16;
const KEY: usize = 64;

/// Authelia's default length, in characters.
const LENGTH: usize = 72;

/// Characters that need no escaping wherever a secret is written or sent.
const CHARACTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A new secret from the random numbers of the operating system.
///
/// # Errors
/// Where the operating system has none.
pub fn random_secret() -> Result<Secret, getrandom::Error> {
    let mut secret = String::with_capacity(LENGTH);
    while secret.len() < LENGTH {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes)?;
        // Six bits choose one of 64; the two that are not characters are drawn anew, so that all are equally likely.
        let drawn = bytes.iter().filter_map(|byte| CHARACTERS.get(usize::from(byte & 63)));
        secret.extend(drawn.take(LENGTH - secret.len()).copied().map(char::from));
    }
    Ok(Secret::new(secret))
}

/// The digest of a secret, with a new salt.
///
/// # Errors
/// Where the operating system has no random numbers.
pub fn digest_of(secret: &Secret) -> Result<String, getrandom::Error> {
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt)?;
    let mut key = [0; KEY];
    pbkdf2::pbkdf2_hmac::<sha2::Sha512>(secret.expose().as_bytes(), &salt, ROUNDS, &mut key);
    Ok(format!("$pbkdf2-sha512${ROUNDS}${}${}", ADAPTED.encode(salt), ADAPTED.encode(key)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::super::{Strength, decode};
    use super::*;

    #[test]
    fn a_digest_fits_its_secret_and_no_other() {
        let (secret, other) = (random_secret().unwrap(), random_secret().unwrap());
        let text = digest_of(&secret).unwrap();
        let digest = decode(&text).unwrap();
        assert_eq!(digest.strength(), Strength::AsDocumented);
        assert_eq!(digest.scheme(), "$pbkdf2-sha512$310000");
        assert_eq!(digest.verify(secret.expose().as_bytes()), Ok(true));
        assert_eq!(digest.verify(other.expose().as_bytes()), Ok(false));
        assert_ne!(text, digest_of(&secret).unwrap(), "the salt is new each time");
    }

    #[test]
    fn secrets_are_long_and_plain() {
        let secret = random_secret().unwrap();
        assert_eq!(secret.expose().len(), LENGTH);
        assert!(secret.expose().bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}
