//! Fixing what a check finds, and checking what comes of it.

use std::collections::BTreeSet;

use crate::embedded;
use crate::fix::{Converged, Task, converge};
use crate::lint::{Outcome, Safety};
use crate::text::parallel::{share_out, worthwhile};
use crate::text::{SourceId, Sources};

use super::{Options, check};

/// Makes the fixes of what was found in some sources, up to a safety.
#[must_use]
pub fn fix(sources: Sources, outcome: Outcome, options: &Options, safety: Safety) -> Converged {
    let fix = Fixing { options, safety };
    let fixable = fix.fixable(&outcome);
    let parts = in_parts(&sources, &outcome, options, &fixable, |part, outcome| fix.converge(part, outcome));
    let mut fixed = Converged { sources, outcome, made: Vec::new(), refused: Vec::new() };
    let mut texts = Vec::new();
    for (ids, part) in parts {
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

/// Works on each configuration by itself that has one of some sources, with several threads. The fixes of one do not change
/// what is found in another. Returns the results with the sources of each configuration.
pub fn in_parts<T: Send>(
    sources: &Sources,
    outcome: &Outcome,
    options: &Options,
    wanted: &BTreeSet<SourceId>,
    work: impl Fn(Sources, Outcome) -> T + Sync,
) -> Vec<(Vec<SourceId>, T)> {
    let groups = embedded::groups(sources, options.load.merge);
    let is_alone = groups.len() <= 1;
    let groups: Vec<_> = groups.into_iter().filter(|ids| ids.iter().any(|id| wanted.contains(id))).collect();
    let results = share_out(&groups, worthwhile(groups.len()), |_, ids| {
        let part = sources.only(ids);
        let outcome = if is_alone { outcome.clone() } else { check(&part, options) };
        work(part, outcome)
    });
    groups.into_iter().zip(results).collect()
}

struct Fixing<'a> {
    options: &'a Options,
    safety: Safety,
}

impl Fixing<'_> {
    fn converge(&self, sources: Sources, outcome: Outcome) -> Converged {
        let wants = |severity| self.options.selection.reports(severity);
        let check = |sources: &Sources| check(sources, self.options);
        converge(sources, outcome, &Task { safety: self.safety, wants: &wants, check: &check })
    }

    /// The sources that a fix changes.
    fn fixable(&self, outcome: &Outcome) -> BTreeSet<SourceId> {
        let wanted = outcome.findings.iter().filter(|finding| self.options.selection.reports(finding.severity));
        let fixes = wanted.filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safety <= self.safety);
        fixes.flat_map(|fix| &fix.edits).map(|edit| edit.span.source).collect()
    }
}
