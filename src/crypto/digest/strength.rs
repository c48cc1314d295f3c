//! How expensive a digest is, beside what Authelia documents as its defaults
//! (`internal/configuration/schema/authentication.go` and `const.go`, 4.39.20).

use super::{Algorithm, Digest, Hash};

/// How much work it takes to try a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Strength {
    /// Less than Authelia's default, which is reported.
    Weaker {
        /// The default in words.
        documented: String,
    },
    /// As Authelia's default, or somewhat more.
    AsDocumented,
    /// So much that the token request may time out.
    Slow {
        /// Roughly how many seconds one try takes.
        seconds: i64,
    },
}

/// From how many seconds on a try is slow: applications wait about as long for an answer.
const SLOW: i64 = 5;

/// Rounds in a second, roughly, on one core of a small server of the year 2026.
const PBKDF2_ROUNDS: i64 = 1_500_000;
const SHA_CRYPT_ROUNDS: i64 = 600_000;
/// KiB times passes in a second.
const ARGON2_MEMORY: i64 = 1_000_000;
/// Blocks of 128 bytes times rounds in a second.
const SCRYPT_BLOCKS: i64 = 3_000_000;
/// bcrypt's cost of one try in a second.
const BCRYPT_COST: i64 = 14;

impl Digest {
    /// How much work it takes to try a secret.
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
    } else if seconds >= SLOW {
        Strength::Slow { seconds }
    } else {
        Strength::AsDocumented
    }
}
