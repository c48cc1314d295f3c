//! The digests that the fixes of one run write: each is slow to derive, and a fix is planned anew with every step.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::text::Secret;
use crate::text::parallel::{share_out, worthwhile};

/// The most digests of a run: deriving one takes about a quarter of a second.
pub(super) const MAX_DIGESTS: usize = 200;

/// The fresh digests of one run, each derived once.
#[derive(Debug, Clone, Default)]
pub struct FreshDigests(Arc<Mutex<HashMap<WantedDigest, Option<Secret>>>>);

/// The path of an option, and the secret whose digest it gets. Two options with one secret have different salts.
pub(super) type WantedDigest = (String, Secret);

impl FreshDigests {
    /// Derives digests with several threads, as long as the run has not derived enough.
    pub(super) fn derive(&self, wanted: impl IntoIterator<Item = WantedDigest>) {
        let wanted: Vec<WantedDigest> = {
            let mut made = self.made();
            let room = MAX_DIGESTS.saturating_sub(made.len());
            let mut seen = HashSet::new();
            let new = wanted.into_iter().filter(|new| !made.contains_key(new) && seen.insert(new.clone()));
            let new: Vec<WantedDigest> = new.take(room).collect();
            // Another thread does not derive them again, nor more than there is room for.
            made.extend(new.iter().map(|wanted| (wanted.clone(), None)));
            new
        };
        let digests = share_out(&wanted, worthwhile(wanted.len()), |_, (_, secret)| derive(secret));
        self.made().extend(wanted.into_iter().zip(digests));
    }

    /// The digest for an option. Returns `None` if the operating system has no random numbers.
    pub(super) fn of(&self, wanted: &WantedDigest) -> Option<Secret> {
        self.made().get(wanted).cloned().flatten()
    }

    /// Whether the run derives no more digests.
    pub(super) fn is_full(&self) -> bool {
        self.made().len() >= MAX_DIGESTS
    }

    fn made(&self) -> MutexGuard<'_, HashMap<WantedDigest, Option<Secret>>> {
        // A panic elsewhere leaves the digests as they were.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns `None` if there are no random numbers for a salt.
#[cfg(feature = "fresh-secrets")]
fn derive(secret: &Secret) -> Option<Secret> {
    crate::crypto::digest::digest_of(secret).ok().map(Secret::new)
}

/// Returns `None`: a salt needs random numbers.
#[cfg(not(feature = "fresh-secrets"))]
const fn derive(_: &Secret) -> Option<Secret> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_derives_no_more_than_its_limit() {
        let wanted = |number: usize| (number.to_string(), Secret::new("secret".to_owned()));
        let digests = FreshDigests::default();
        digests.made().extend((1..MAX_DIGESTS).map(|number| (wanted(number), None)));
        assert!(!digests.is_full());
        digests.derive((0..MAX_DIGESTS * 2).map(wanted));
        assert!(digests.is_full() && digests.of(&wanted(0)).is_some());
        assert_eq!(digests.made().values().flatten().count(), 1);
    }
}
