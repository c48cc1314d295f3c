//! Client secrets, as digests or in plain text, decoded like Authelia (`DecodePasswordDigest` in
//! `internal/configuration/schema/types.go` of 4.39.20, and the decoders of go-crypt 0.14.15).

mod decode;
mod guesses;
mod make;
mod strength;
mod verify;

use std::fmt;

use thiserror::Error;

pub use decode::{decode, decode_password};
pub use guesses::Guesses;
pub use make::{digest_from, secret_from};
#[cfg(feature = "fresh-secrets")]
pub use make::{digest_of, random_secret};
pub use strength::Strength;
pub use verify::VerifyError;

/// The hash function of PBKDF2 or SHA-crypt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hash {
    /// SHA-1
    Sha1,
    /// SHA-224
    Sha224,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

/// The variant of Argon2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Argon2 {
    /// Argon2i
    I,
    /// Argon2d
    D,
    /// Argon2id
    Id,
}

/// The algorithm of a digest, with its cost parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// None: the secret is in plain text.
    Plaintext,
    /// PBKDF2.
    Pbkdf2 {
        /// The hash.
        hash: Hash,
        /// The number of rounds.
        rounds: i64,
    },
    /// Argon2.
    Argon2 {
        /// The variant.
        variant: Argon2,
        /// Memory in KiB.
        memory: u32,
        /// The number of passes.
        time: u32,
        /// The number of lanes.
        lanes: u32,
    },
    /// scrypt.
    Scrypt {
        /// The binary logarithm of the rounds.
        log_rounds: i64,
        /// The block size.
        block: i64,
        /// The parallelism.
        parallel: i64,
    },
    /// yescrypt.
    Yescrypt,
    /// bcrypt.
    Bcrypt {
        /// The binary logarithm of the rounds.
        cost: i64,
    },
    /// bcrypt over an HMAC of the secret.
    BcryptSha256 {
        /// The binary logarithm of the rounds.
        cost: i64,
    },
    /// SHA-crypt.
    ShaCrypt {
        /// The hash: SHA-256 or SHA-512.
        hash: Hash,
        /// The number of rounds.
        rounds: u32,
    },
}

/// The secret behind every digest in Authelia's documentation.
pub const DOCUMENTED_SECRET: &str = "insecure_secret";

/// A decoded digest, or a secret in plain text. Its `Debug` output contains neither salt nor key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Digest {
    algorithm: Algorithm,
    /// The public part of the text: scheme and parameters.
    scheme: String,
    salt: Vec<u8>,
    key: Vec<u8>,
    /// The whole text, for schemes that are verified as a whole.
    text: String,
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({}$•••)", self.scheme)
    }
}

impl Digest {
    /// The algorithm and its parameters.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Scheme and parameters, such as `$pbkdf2-sha512$310000`, without salt and key.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Whether the secret is in plain text.
    #[must_use]
    pub const fn is_plaintext(&self) -> bool {
        matches!(self.algorithm, Algorithm::Plaintext)
    }

    /// Whether this is exactly the digest in Authelia's documentation (version 4.39.20 always prints the same digest of
    /// `insecure_secret`), or that secret itself.
    #[must_use]
    pub fn is_documented(&self) -> bool {
        const DOCUMENTED: &str = "$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$\
            JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng";
        if self.is_plaintext() {
            return self.key == DOCUMENTED_SECRET.as_bytes();
        }
        decode(DOCUMENTED).is_ok_and(|documented| documented.salt == self.salt && documented.key == self.key)
    }
}

/// Why a text is neither a digest nor a secret that Authelia accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DigestError {
    /// A scheme that Authelia does not know.
    #[error("it starts with `$`, but not with a scheme that Authelia supports")]
    Scheme,
    /// Too few or too many parts.
    #[error("it has too few or too many parts between the `$`")]
    Parts,
    /// An invalid parameter.
    #[error("a parameter is malformed")]
    Parameter,
    /// An invalid salt.
    #[error("the salt is damaged")]
    Salt,
    /// An invalid key.
    #[error("the hash is truncated, damaged or has trailing characters")]
    Key,
}
