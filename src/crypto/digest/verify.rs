//! Verifies a secret against a digest: derives the key and compares it, as Authelia does for each token request.

use std::ops::RangeInclusive;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha_crypt::{PasswordVerifier as _, ShaCrypt};
use subtle::ConstantTimeEq as _;
use thiserror::Error;

use super::strength::Strength;
use super::{Algorithm, Argon2, Digest, Hash};

/// Valid bcrypt costs.
const BCRYPT_COSTS: RangeInclusive<u32> = 4..=31;

/// Maximum number of secret bytes that bcrypt reads.
const MAX_BCRYPT_SECRET: usize = 72;

/// Length in bytes of the key that bcrypt stores, of the 24 that it derives.
const BCRYPT_KEY: usize = 23;

/// Why a secret could not be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum VerifyError {
    /// The scheme is not supported here, or its parameters are out of range.
    #[error("this kind of digest cannot be verified")]
    Unsupported,
    /// Deriving the key would take too long or too much memory.
    #[error("the digest is too expensive to verify")]
    TooExpensive,
}

/// Approximate maximum time to derive a key, in seconds.
const MAX_SECONDS: i64 = 30;

/// Maximum memory to derive a key, in KiB.
const MAX_MEMORY: u32 = 1024 * 1024;

impl Digest {
    /// Whether deriving the key takes too long.
    #[must_use]
    pub fn is_too_expensive(&self) -> bool {
        matches!(self.strength(), Strength::Slow { seconds } if seconds > MAX_SECONDS)
    }

    /// Whether a secret matches the digest. The comparison runs in constant time.
    ///
    /// # Errors
    /// Returns an error if the digest cannot be verified.
    pub fn verify(&self, secret: &[u8]) -> Result<bool, VerifyError> {
        if self.is_too_expensive() {
            return Err(VerifyError::TooExpensive);
        }
        let derived = match self.algorithm {
            Algorithm::Plaintext => secret.to_vec(),
            Algorithm::Pbkdf2 { hash, rounds } => self.pbkdf2(secret, hash, rounds)?,
            Algorithm::Argon2 { variant, memory, time, lanes } => self.argon2(secret, variant, memory, time, lanes)?,
            Algorithm::Scrypt { log_rounds, block, parallel } => self.scrypt(secret, log_rounds, block, parallel)?,
            Algorithm::Bcrypt { cost } => self.bcrypt(secret, cost)?,
            Algorithm::BcryptSha256 { cost } => self.bcrypt(&self.prehash(secret)?, cost)?,
            Algorithm::ShaCrypt { .. } => return self.sha_crypt(secret),
            Algorithm::Yescrypt => return Err(VerifyError::Unsupported),
        };
        Ok(derived.ct_eq(&self.key).into())
    }

    fn pbkdf2(&self, secret: &[u8], hash: Hash, rounds: i64) -> Result<Vec<u8>, VerifyError> {
        let rounds = u32::try_from(rounds).map_err(|_| VerifyError::Unsupported)?;
        if self.key.len() > 4096 {
            return Err(VerifyError::TooExpensive);
        }
        let mut key = vec![0; self.key.len()];
        match hash {
            Hash::Sha1 => pbkdf2::pbkdf2_hmac::<sha1::Sha1>(secret, &self.salt, rounds, &mut key),
            Hash::Sha224 => pbkdf2::pbkdf2_hmac::<sha2::Sha224>(secret, &self.salt, rounds, &mut key),
            Hash::Sha256 => pbkdf2::pbkdf2_hmac::<sha2::Sha256>(secret, &self.salt, rounds, &mut key),
            Hash::Sha384 => pbkdf2::pbkdf2_hmac::<sha2::Sha384>(secret, &self.salt, rounds, &mut key),
            Hash::Sha512 => pbkdf2::pbkdf2_hmac::<sha2::Sha512>(secret, &self.salt, rounds, &mut key),
        }
        Ok(key)
    }

    fn argon2(
        &self,
        secret: &[u8],
        variant: Argon2,
        memory: u32,
        time: u32,
        lanes: u32,
    ) -> Result<Vec<u8>, VerifyError> {
        if memory > MAX_MEMORY {
            return Err(VerifyError::TooExpensive);
        }
        let algorithm = match variant {
            Argon2::I => argon2::Algorithm::Argon2i,
            Argon2::D => argon2::Algorithm::Argon2d,
            Argon2::Id => argon2::Algorithm::Argon2id,
        };
        let mut key = vec![0; self.key.len()];
        argon2::Params::new(memory, time, lanes, Some(key.len()))
            .map(|parameters| argon2::Argon2::new(algorithm, argon2::Version::V0x13, parameters))
            .and_then(|argon2| argon2.hash_password_into(secret, &self.salt, &mut key))
            .map_err(|_| VerifyError::Unsupported)?;
        Ok(key)
    }

    fn scrypt(&self, secret: &[u8], log_rounds: i64, block: i64, parallel: i64) -> Result<Vec<u8>, VerifyError> {
        let log_rounds = u8::try_from(log_rounds).map_err(|_| VerifyError::Unsupported)?;
        let block = u32::try_from(block).map_err(|_| VerifyError::Unsupported)?;
        let parallel = u32::try_from(parallel).map_err(|_| VerifyError::Unsupported)?;
        // Each of the 2^log_rounds steps stores 128 bytes times the block size.
        let memory = (1_u64.checked_shl(log_rounds.into())).unwrap_or(u64::MAX).saturating_mul(block.into()) / 8;
        if memory > MAX_MEMORY.into() {
            return Err(VerifyError::TooExpensive);
        }
        let parameters = scrypt::Params::new(log_rounds, block, parallel).map_err(|_| VerifyError::Unsupported)?;
        let mut key = vec![0; self.key.len()];
        scrypt::scrypt(secret, &self.salt, &parameters, &mut key).map_err(|_| VerifyError::Unsupported)?;
        Ok(key)
    }

    /// Derives the key as bcrypt encodes it: 31 characters after the 22 of the salt.
    fn bcrypt(&self, secret: &[u8], cost: i64) -> Result<Vec<u8>, VerifyError> {
        let cost =
            u32::try_from(cost).ok().filter(|cost| BCRYPT_COSTS.contains(cost)).ok_or(VerifyError::Unsupported)?;
        let salt = bcrypt::BASE_64.decode(&self.salt).map_err(|_| VerifyError::Unsupported)?;
        let salt: [u8; 16] = salt.try_into().map_err(|_| VerifyError::Unsupported)?;
        // The secret ends with a null byte unless it is too long for one.
        let mut secret = [secret, &[0]].concat();
        secret.truncate(MAX_BCRYPT_SECRET);
        let key = bcrypt::bcrypt(cost, salt, &secret);
        Ok(bcrypt::BASE_64.encode(&key[..BCRYPT_KEY]).into_bytes())
    }

    /// The bcrypt input of passlib's `bcrypt_sha256`, version 2.
    fn prehash(&self, secret: &[u8]) -> Result<Vec<u8>, VerifyError> {
        let mut hmac = Hmac::<sha2::Sha256>::new_from_slice(&self.salt).map_err(|_| VerifyError::Unsupported)?;
        hmac.update(secret);
        Ok(STANDARD.encode(hmac.finalize().into_bytes()).into_bytes())
    }

    fn sha_crypt(&self, secret: &[u8]) -> Result<bool, VerifyError> {
        let digest = sha_crypt::PasswordHashRef::new(&self.text).map_err(|_| VerifyError::Unsupported)?;
        match ShaCrypt::default().verify_password(secret, digest) {
            Ok(()) => Ok(true),
            Err(sha_crypt::password_hash::Error::PasswordInvalid) => Ok(false),
            Err(_) => Err(VerifyError::Unsupported),
        }
    }
}
