//! Generates client secrets and their digests, like `authelia crypto hash generate pbkdf2 --variant sha512 --random`
//! (`internal/commands/crypto_hash.go` and `internal/configuration/schema/authentication.go`, 4.39.20).

use base64::Engine as _;

use crate::text::Secret;

use super::decode::ADAPTED;

/// Authelia's default number of iterations for SHA-512.
const ITERATIONS: u32 = 310_000;
/// In bytes.
const SALT_LENGTH: usize = 16;
/// In bytes.
const KEY_LENGTH: usize = 64;

/// Authelia's default length of a random secret, in characters.
const SECRET_LENGTH: usize = 72;

/// Characters that never need escaping where a secret is written or sent.
const CHARACTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Generates a secret from random bytes.
///
/// # Errors
/// Returns the error of the source of random bytes.
pub fn secret_from<E>(mut fill: impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<Secret, E> {
    let mut secret = String::with_capacity(SECRET_LENGTH);
    while secret.len() < SECRET_LENGTH {
        let mut bytes = [0; SECRET_LENGTH];
        fill(&mut bytes)?;
        // Six bits choose one of 64 values. The two without a character are skipped, so that all characters are equally
        // likely.
        let drawn = bytes.iter().filter_map(|byte| CHARACTERS.get(usize::from(byte & 63)));
        secret.extend(drawn.take(SECRET_LENGTH - secret.len()).copied().map(char::from));
    }
    Ok(Secret::new(secret))
}

/// Derives the digest of a secret with a salt of random bytes.
///
/// # Errors
/// Returns the error of the source of random bytes.
pub fn digest_from<E>(secret: &Secret, mut fill: impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<String, E> {
    let mut salt = [0; SALT_LENGTH];
    fill(&mut salt)?;
    let mut key = [0; KEY_LENGTH];
    pbkdf2::pbkdf2_hmac::<sha2::Sha512>(secret.expose().as_bytes(), &salt, ITERATIONS, &mut key);
    Ok(format!("$pbkdf2-sha512${ITERATIONS}${}${}", ADAPTED.encode(salt), ADAPTED.encode(key)))
}

/// Generates a secret from the operating system's random number generator.
///
/// # Errors
/// Returns an error if the operating system provides no random numbers.
#[cfg(feature = "fresh-secrets")]
pub fn random_secret() -> Result<Secret, getrandom::Error> {
    secret_from(getrandom::fill)
}

/// Derives the digest of a secret with a fresh salt.
///
/// # Errors
/// Returns an error if the operating system provides no random numbers.
#[cfg(feature = "fresh-secrets")]
pub fn digest_of(secret: &Secret) -> Result<String, getrandom::Error> {
    digest_from(secret, getrandom::fill)
}

#[cfg(all(test, feature = "fresh-secrets"))]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::super::{Strength, decode};
    use super::*;

    #[test]
    #[ignore = "slow"]
    fn a_digest_matches_only_its_own_secret() {
        let (secret, other) = (random_secret().unwrap(), random_secret().unwrap());
        let text = digest_of(&secret).unwrap();
        let digest = decode(&text).unwrap();
        assert_eq!(digest.strength(), Strength::AsDocumented);
        assert_eq!(digest.scheme(), "$pbkdf2-sha512$310000");
        assert_eq!(digest.verify(secret.expose().as_bytes()), Ok(true));
        assert_eq!(digest.verify(other.expose().as_bytes()), Ok(false));
        assert_ne!(text, digest_of(&secret).unwrap(), "each digest has a fresh salt");
    }

    #[test]
    fn secrets_are_long_and_need_no_escaping() {
        let secret = random_secret().unwrap();
        assert_eq!(secret.expose().len(), SECRET_LENGTH);
        assert!(secret.expose().bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}
