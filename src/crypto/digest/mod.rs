//! Client secrets: digests as Authelia decodes them, and plain text (`DecodePasswordDigest` in
//! `internal/configuration/schema/types.go` of 4.39.20, and the decoders of go-crypt 0.14.15).

mod decode;
#[cfg(feature = "fresh-secrets")]
mod make;
mod strength;
mod verify;

use std::fmt;

use thiserror::Error;

pub use decode::decode;
#[cfg(feature = "fresh-secrets")]
pub use make::{digest_of, random_secret};
pub use strength::Strength;
pub use verify::VerifyError;

/// The hash inside PBKDF2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argon2 {
    /// Argon2i
    I,
    /// Argon2d
    D,
    /// Argon2id
    Id,
}

/// How a secret was turned into a digest, with the parameters of its cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Not at all.
    Plaintext,
    /// PBKDF2.
    Pbkdf2 {
        /// The hash.
        hash: Hash,
        /// How many rounds.
        rounds: i64,
    },
    /// Argon2.
    Argon2 {
        /// The variant.
        variant: Argon2,
        /// Memory in KiB.
        memory: u32,
        /// How many passes.
        time: u32,
        /// How many lanes.
        lanes: u32,
    },
    /// scrypt.
    Scrypt {
        /// The binary logarithm of the rounds.
        log_rounds: i64,
        /// The block size.
        block: i64,
        /// How many in parallel.
        parallel: i64,
    },
    /// yescrypt.
    Yescrypt,
    /// bcrypt.
    Bcrypt {
        /// The binary logarithm of the rounds.
        cost: i64,
    },
    /// bcrypt of an HMAC of the secret.
    BcryptSha256 {
        /// The binary logarithm of the rounds.
        cost: i64,
    },
    /// SHA-crypt.
    ShaCrypt {
        /// The hash: SHA-256 or SHA-512.
        hash: Hash,
        /// How many rounds.
        rounds: u32,
    },
}

/// The secret behind every digest that Authelia's documentation prints.
const DOCUMENTED_SECRET: &[u8] = b"insecure_secret";

/// A decoded digest, or a secret in plain text. What it shows of itself holds neither salt nor key.
#[derive(Clone, PartialEq, Eq)]
pub struct Digest {
    algorithm: Algorithm,
    /// The part of the text that is not a secret: scheme and parameters.
    scheme: String,
    salt: Vec<u8>,
    key: Vec<u8>,
    /// The text as a whole, for the schemes that are checked as a whole.
    text: String,
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({}$•••)", self.scheme)
    }
}

impl Digest {
    /// How the secret was turned into a digest.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Scheme and parameters, such as `$pbkdf2-sha512$310000`; neither salt nor key.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Whether it is a secret in plain text.
    #[must_use]
    pub const fn is_plaintext(&self) -> bool {
        matches!(self.algorithm, Algorithm::Plaintext)
    }

    /// Whether the secret is the one that Authelia's documentation uses everywhere. This derives a key.
    #[must_use]
    pub fn fits_documentation(&self) -> bool {
        self.verify(DOCUMENTED_SECRET) == Ok(true)
    }

    /// Whether Authelia's documentation prints this very digest (version 4.39.20: always the same, of
    /// `insecure_secret`), or that secret itself.
    #[must_use]
    pub fn is_documented(&self) -> bool {
        const DOCUMENTED: &str = "$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$\
            JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng";
        if self.is_plaintext() {
            return self.key == DOCUMENTED_SECRET;
        }
        decode(DOCUMENTED).is_ok_and(|documented| documented.salt == self.salt && documented.key == self.key)
    }
}

/// Why a text is neither a digest nor a secret that Authelia takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DigestError {
    /// A scheme that Authelia does not know.
    #[error("it starts with `$`, but not with a scheme that Authelia supports")]
    Scheme,
    /// Too few or too many parts.
    #[error("it has too few or too many parts between the `$`")]
    Parts,
    /// A parameter that cannot be read.
    #[error("a parameter is malformed")]
    Parameter,
    /// A salt that cannot be read.
    #[error("the salt is damaged")]
    Salt,
    /// A key that cannot be read.
    #[error("the hash is truncated, damaged or has trailing characters")]
    Key,
}
