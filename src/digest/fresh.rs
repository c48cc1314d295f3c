//! New digests.

use base64::Engine as _;

use super::decode::ADAPTED;

/// As Authelia makes them by default (`PBKDF2VariantDefaultIterations` in go-crypt 0.14.15 for SHA-512).
const ROUNDS: u32 = 310_000;

/// A fresh PBKDF2 digest of a secret, with SHA-512 and a random salt; slow on purpose.
///
/// # Errors
/// Where the system gives no random bytes.
pub fn fresh(secret: &[u8]) -> Result<String, getrandom::Error> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt)?;
    let mut key = [0; 64];
    pbkdf2::pbkdf2_hmac::<sha2::Sha512>(secret, &salt, ROUNDS, &mut key);
    Ok(format!("$pbkdf2-sha512${ROUNDS}${}${}", ADAPTED.encode(salt), ADAPTED.encode(key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::decode;

    #[test]
    fn a_fresh_digest_fits_its_secret_and_no_other() {
        let one = fresh(b"a secret").unwrap();
        assert_ne!(one, fresh(b"a secret").unwrap());
        let digest = decode(&one).unwrap();
        assert_eq!(digest.verify(b"a secret"), Ok(true));
        assert_eq!(digest.verify(b"another"), Ok(false));
    }
}
