//! For who begins with findings that are there already: a baseline, only what changed, comments that suppress the rest.

pub mod baseline;
pub mod git;
pub mod ignores;
pub mod since;
