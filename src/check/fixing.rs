//! Fixing what a check finds, and checking what comes of it.

use std::collections::HashSet;

use crate::embedded;
use crate::fix::{Fixed, Task, converge};
use crate::lint::{Outcome, Safety};
use crate::text::parallel::{share_out, worthwhile};
use crate::text::{SourceId, Sources};

use super::{Options, check};

/// Makes the fixes of what was found in some sources, up to a safety.
#[must_use]
pub fn fix(sources: Sources, outcome: Outcome, options: &Options, safety: Safety) -> Fixed {
    let fix = Fixing { options, safety };
    let groups = embedded::groups(&sources, options.load.merge);
    if groups.len() <= 1 {
        return fix.converge(sources, outcome);
    }
    // Each is a configuration by itself, so the fixes of one do not change what is found in another.
    let fixable = fix.fixable(&outcome);
    let groups: Vec<_> = groups.into_iter().filter(|ids| ids.iter().any(|id| fixable.contains(id))).collect();
    let parts = share_out(&groups, worthwhile(groups.len()), |_, ids| {
        let part = sources.only(ids);
        let outcome = check(&part, options);
        fix.converge(part, outcome)
    });
    let mut fixed = Fixed { sources, outcome, made: Vec::new(), refused: Vec::new() };
    let mut texts = Vec::new();
    for (ids, part) in groups.iter().zip(parts) {
        texts.extend(ids.iter().map(|id| (*id, part.sources.get(*id).text.clone())));
        fixed.made.extend(part.made);
        fixed.refused.extend(part.refused);
    }
    if !fixed.made.is_empty() {
        fixed.sources = fixed.sources.with_texts(texts);
        fixed.outcome = check(&fixed.sources, options);
    }
    fixed
}

struct Fixing<'a> {
    options: &'a Options,
    safety: Safety,
}

impl Fixing<'_> {
    fn converge(&self, sources: Sources, outcome: Outcome) -> Fixed {
        let wants = |severity| self.options.selection.reports(severity);
        let check = |sources: &Sources| check(sources, self.options);
        converge(sources, outcome, &Task { safety: self.safety, wants: &wants, check: &check })
    }

    /// The sources that a fix changes.
    fn fixable(&self, outcome: &Outcome) -> HashSet<SourceId> {
        let wanted = outcome.findings.iter().filter(|finding| self.options.selection.reports(finding.severity));
        let fixes = wanted.filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safety <= self.safety);
        fixes.flat_map(|fix| &fix.edits).map(|edit| edit.span.source).collect()
    }
}
