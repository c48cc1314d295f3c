//! Suppression comments and the baseline.

mod stale_baseline;
mod unexplained_suppression;
mod unknown_suppression;
mod unused_suppression;

use crate::lint::Rule;

/// The rules in this folder, sorted by id.
pub(super) static RULES: &[&Rule] =
    &[&stale_baseline::RULE, &unexplained_suppression::RULE, &unknown_suppression::RULE, &unused_suppression::RULE];
