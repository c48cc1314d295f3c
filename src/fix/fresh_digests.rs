//! The digests that the fixes of one run write: each is slow to derive, and a fix is planned anew with every step.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::text::Secret;

/// The fresh digests of one run, each derived once.
#[derive(Debug, Clone, Default)]
pub struct FreshDigests(Arc<Mutex<HashMap<(String, Secret), Secret>>>);

impl FreshDigests {
    /// The digest of a secret for the option at a path. Returns `None` if the operating system has no random numbers. Two
    /// options with one secret have different salts.
    pub(super) fn of(&self, path: &str, secret: &Secret) -> Option<Secret> {
        // A panic elsewhere leaves the digests as they were.
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (path.to_owned(), secret.clone());
        if let Some(digest) = made.get(&place) {
            return Some(digest.clone());
        }
        let digest = derive(secret)?;
        made.insert(place, digest.clone());
        Some(digest)
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
