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
        match self.algorithm {
            Algorithm::Plaintext | Algorithm::Yescrypt => Strength::AsDocumented,
            Algorithm::Pbkdf2 { hash, rounds } => {
                let default = match hash {
                    Hash::Sha1 => 1_600_000,
                    Hash::Sha224 => 900_000,
                    Hash::Sha256 => 700_000,
                    Hash::Sha384 => 280_000,
                    Hash::Sha512 => 310_000,
                };
                judge(rounds >= default, rounds / PBKDF2_ROUNDS, format!("{default} iterations"))
            }
            Algorithm::Argon2 { memory, time, .. } => {
                let work = i64::from(memory).saturating_mul(i64::from(time));
                let enough = work >= 3 * 64 * 1024;
                judge(enough, work / ARGON2_MEMORY, "64 MiB of memory and 3 iterations".to_owned())
            }
            Algorithm::Scrypt { log_rounds, block, parallel } => {
                let rounds = 1_i64.checked_shl(u32::try_from(log_rounds).unwrap_or(0)).unwrap_or(i64::MAX);
                let work = rounds.saturating_mul(block).saturating_mul(parallel.max(1));
                judge(log_rounds >= 16 && block >= 8, work / SCRYPT_BLOCKS, "`ln=16,r=8,p=1`".to_owned())
            }
            Algorithm::Bcrypt { cost } | Algorithm::BcryptSha256 { cost } => {
                let above = u32::try_from((cost - BCRYPT_COST).clamp(0, 62)).unwrap_or(0);
                judge(cost >= 12, 1_i64.checked_shl(above).unwrap_or(i64::MAX), "a cost of 12".to_owned())
            }
            Algorithm::ShaCrypt { rounds, .. } => {
                let rounds = i64::from(rounds);
                judge(rounds >= 50_000, rounds / SHA_CRYPT_ROUNDS, "50000 iterations".to_owned())
            }
        }
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
