//! Fixing what a check finds, and checking what comes of it.

use crate::fix::{Fixed, Task, converge};
use crate::lint::{Outcome, Safety};
use crate::text::Sources;

use super::{Options, check};

/// Makes the fixes of what was found in some sources, up to a safety.
#[must_use]
pub fn fix(sources: Sources, outcome: Outcome, options: &Options, safety: Safety) -> Fixed {
    let wants = |severity| options.selection.reports(severity);
    let check = |sources: &Sources| check(sources, options);
    converge(sources, outcome, &Task { safety, wants: &wants, check: &check })
}
