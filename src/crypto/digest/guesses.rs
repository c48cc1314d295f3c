//! Well-known secrets that are tried on digests: each once in a run, and only as long as it does not take too long in total.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::text::parallel::{share_out, worthwhile};

use super::Digest;

/// The most time that the guesses of a run may take on one core, in milliseconds.
const MAX_TIME: u64 = 120_000;

/// The guesses of one run. A copy shares them.
#[derive(Clone, Default)]
pub struct Guesses(Arc<Tried>);

#[derive(Default)]
struct Tried {
    fits: Mutex<HashMap<(Digest, String), bool>>,
    /// How long all of them take, in milliseconds.
    time: AtomicU64,
    is_exhausted: AtomicBool,
}

/// Guesses can be right.
impl fmt::Debug for Guesses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guesses")
    }
}

impl Guesses {
    /// Whether a digest is that of one of some secrets. Says no without trying if the run has tried enough.
    #[must_use]
    pub fn fit(&self, digest: &Digest, secrets: &[&str]) -> bool {
        if digest.is_plaintext() {
            return secrets.iter().any(|secret| digest.verify(secret.as_bytes()) == Ok(true));
        }
        let key = |secret: &str| (digest.clone(), secret.to_owned());
        // A panic elsewhere leaves what is known as it was.
        let known = || self.0.fits.lock().unwrap_or_else(PoisonError::into_inner);
        let new: Vec<&str> = secrets.iter().copied().filter(|secret| !known().contains_key(&key(secret))).collect();
        let time = digest.milliseconds().saturating_mul(new.len() as u64);
        if self.0.time.fetch_add(time, Ordering::Relaxed).saturating_add(time) > MAX_TIME {
            self.0.is_exhausted.store(true, Ordering::Relaxed);
            return false;
        }
        let fits = share_out(&new, worthwhile(new.len()), |_, secret| digest.verify(secret.as_bytes()) == Ok(true));
        known().extend(new.iter().map(|secret| key(secret)).zip(fits));
        secrets.iter().any(|secret| known().get(&key(secret)) == Some(&true))
    }

    /// Whether a guess was not tried because the run has tried enough.
    #[must_use]
    pub fn are_exhausted(&self) -> bool {
        self.0.is_exhausted.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::super::decode;
    use super::*;

    fn digest(rounds: u32) -> Digest {
        decode(&format!("$pbkdf2-sha512${rounds}$c8p78n7pUMln0jzvd4aK4Q${}", "a".repeat(85) + "A")).unwrap()
    }

    #[test]
    fn a_run_tries_only_what_it_has_time_for() {
        let guesses = Guesses::default();
        assert!(!guesses.fit(&digest(1_000), &["secret", "password"]));
        assert!(!guesses.are_exhausted());
        // Nothing is derived, or this test would take minutes.
        assert!(!guesses.fit(&digest(200_000_000), &["secret"]));
        assert!(guesses.are_exhausted());
    }
}
