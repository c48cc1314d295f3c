//! The cost of a digest compared with Authelia's documented defaults (`internal/configuration/schema/authentication.go`
//! and `const.go`, 4.39.20).

use super::{Algorithm, Digest, Hash};

/// The cost of trying a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Strength {
    /// Less than Authelia's default.
    Weaker {
        /// The documented default, as text.
        documented: String,
    },
    /// Authelia's default or somewhat more.
    AsDocumented,
    /// High enough that the token request may time out.
    Slow {
        /// Approximate seconds per try.
        seconds: i64,
    },
}

/// Seconds from which a try counts as slow: about the time that applications wait for a response.
const MIN_SLOW: i64 = 5;

/// Approximate rounds per second on one core of a small server of 2026.
const PBKDF2_ROUNDS: i64 = 1_500_000;
const SHA_CRYPT_ROUNDS: i64 = 600_000;
/// KiB times passes, per second.
const ARGON2_MEMORY: i64 = 1_000_000;
/// Blocks of 128 bytes times rounds, per second.
const SCRYPT_BLOCKS: i64 = 3_000_000;
/// The bcrypt cost at which one try takes a second.
const BCRYPT_COST: i64 = 14;

impl Digest {
    /// The cost of trying a secret.
    #[must_use]
    pub fn strength(&self) -> Strength {
        let (enough, documented) = match self.algorithm {
            Algorithm::Plaintext | Algorithm::Yescrypt => return Strength::AsDocumented,
            Algorithm::Pbkdf2 { hash, rounds } => {
                let default = match hash {
                    Hash::Sha1 => 1_600_000,
                    Hash::Sha224 => 900_000,
                    Hash::Sha256 => 700_000,
                    Hash::Sha384 => 280_000,
                    Hash::Sha512 => 310_000,
                };
                (rounds >= default, format!("{default} iterations"))
            }
            Algorithm::Argon2 { memory, time, .. } => {
                let work = i64::from(memory).saturating_mul(i64::from(time));
                (work >= 3 * 64 * 1024, "64 MiB of memory and 3 iterations".to_owned())
            }
            Algorithm::Scrypt { log_rounds, block, .. } => {
                (log_rounds >= 16 && block >= 8, "`ln=16,r=8,p=1`".to_owned())
            }
            Algorithm::Bcrypt { cost } | Algorithm::BcryptSha256 { cost } => (cost >= 12, "a cost of 12".to_owned()),
            Algorithm::ShaCrypt { rounds, .. } => (rounds >= 50_000, "50000 iterations".to_owned()),
        };
        judge(enough, i64::try_from(self.milliseconds() / 1000).unwrap_or(i64::MAX), documented)
    }

    /// Approximate time of one try, in milliseconds.
    #[must_use]
    pub fn milliseconds(&self) -> u64 {
        let (work, per_second) = match self.algorithm {
            Algorithm::Plaintext | Algorithm::Yescrypt => return 0,
            Algorithm::Pbkdf2 { rounds, .. } => (rounds, PBKDF2_ROUNDS),
            Algorithm::Argon2 { memory, time, .. } => {
                (i64::from(memory).saturating_mul(i64::from(time)), ARGON2_MEMORY)
            }
            Algorithm::Scrypt { log_rounds, block, parallel } => {
                let rounds = 1_i64.checked_shl(u32::try_from(log_rounds).unwrap_or(0)).unwrap_or(i64::MAX);
                (rounds.saturating_mul(block).saturating_mul(parallel.max(1)), SCRYPT_BLOCKS)
            }
            Algorithm::Bcrypt { cost } | Algorithm::BcryptSha256 { cost } => {
                (1_i64 << cost.clamp(0, 62), 1 << BCRYPT_COST)
            }
            Algorithm::ShaCrypt { rounds, .. } => (i64::from(rounds), SHA_CRYPT_ROUNDS),
        };
        u64::try_from(i128::from(work) * 1000 / i128::from(per_second)).unwrap_or(0)
    }
}

fn judge(enough: bool, seconds: i64, documented: String) -> Strength {
    if !enough {
        Strength::Weaker { documented }
    } else if seconds >= MIN_SLOW {
        Strength::Slow { seconds }
    } else {
        Strength::AsDocumented
    }
}
