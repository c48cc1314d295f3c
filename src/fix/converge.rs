//! Makes fixes until nothing is left to fix. After each step the result is looked at: a fix that makes it worse, or that
//! does not cure its finding, is taken back.

use std::collections::{BTreeMap, HashSet};

use crate::edit::{Edit, apply};
use crate::finding::{Effect, Finding};
use crate::outcome::Outcome;
use crate::settings::Settings;
use crate::source::Sources;
use crate::span::SourceId;

use super::{Fix, Safety};

/// More steps than these are not taken: a fix may make room for another one, but not for ever.
const MOST_STEPS: usize = 100;

/// A fix that was made, or that was not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Made {
    /// The text that it is in.
    pub source: SourceId,
    /// The rule whose finding it cures.
    pub rule: &'static str,
    /// The configuration path of the finding.
    pub path: String,
    /// What it does, as an order.
    pub title: String,
}

/// What came of the fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The texts with the fixes made.
    pub sources: Sources,
    /// What is found in them.
    pub outcome: Outcome,
    /// The fixes that were made, in their order.
    pub made: Vec<Made>,
    /// The fixes that would have made it worse.
    pub refused: Vec<Made>,
}

/// Makes all fixes up to a safety, and those that the result asks for in turn.
#[must_use]
pub fn converge(sources: Sources, outcome: Outcome, settings: &Settings, safety: Safety) -> Fixed {
    let mut fixed = Fixed { sources, outcome, made: Vec::new(), refused: Vec::new() };
    let mut refused = HashSet::new();
    let mut most = usize::MAX;
    for _ in 0..MOST_STEPS {
        let batch = fixed.batch(safety, &refused, most);
        if batch.is_empty() {
            break;
        }
        let made: Vec<Made> = batch.iter().map(|(finding, fix)| Made::of(finding, fix)).collect();
        let (sources, outcome) = fixed.step(&batch, settings);
        if is_progress(&fixed.outcome, &outcome, &batch) {
            fixed.made.extend(made);
            (fixed.sources, fixed.outcome) = (sources, outcome);
            most = most.saturating_mul(2);
        } else if batch.len() > 1 {
            most = batch.len() / 2;
        } else {
            refused.extend(made.iter().cloned());
            fixed.refused.extend(made);
        }
    }
    fixed
}

impl Made {
    fn of(finding: &Finding, fix: &Fix) -> Self {
        let source = fix.edits.first().map_or(finding.span.source, |edit| edit.span.source);
        Self { source, rule: finding.rule, path: finding.path.clone(), title: fix.title.clone() }
    }
}

impl Fixed {
    /// The first fixes whose edits do not touch each other.
    fn batch(&self, safety: Safety, refused: &HashSet<Made>, most: usize) -> Vec<(&Finding, &Fix)> {
        let mut candidates: Vec<(&Finding, &Fix)> = self
            .outcome
            .findings
            .iter()
            .filter_map(|finding| Some((finding, finding.fix.as_ref()?)))
            .filter(|(finding, fix)| fix.safety <= safety && !refused.contains(&Made::of(finding, fix)))
            .collect();
        // What keeps Authelia from starting may hide the rest.
        candidates.sort_by_key(|(finding, _)| finding.effect);
        let mut taken = Taken::default();
        candidates.into_iter().filter(|(_, fix)| taken.take(&fix.edits)).take(most).collect()
    }

    /// The texts with some fixes made, and what is found in them.
    fn step(&self, batch: &[(&Finding, &Fix)], settings: &Settings) -> (Sources, Outcome) {
        let mut edits: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
        for edit in batch.iter().flat_map(|(_, fix)| &fix.edits) {
            edits.entry(edit.span.source).or_default().push(edit);
        }
        let texts = edits.into_iter().map(|(id, edits)| (id, apply(&self.sources.get(id).text, &edits)));
        let sources = self.sources.with_texts(texts);
        let outcome = crate::check(&sources, settings);
        (sources, outcome)
    }
}

/// The places that a batch changes.
#[derive(Default)]
struct Taken(BTreeMap<(SourceId, u32), u32>);

impl Taken {
    /// Takes the places of some edits, unless another fix has taken one of them; whether it did.
    fn take(&mut self, edits: &[Edit]) -> bool {
        let is_free = |edit: &Edit| {
            let (source, start, end) = (edit.span.source, edit.span.start, edit.span.end);
            let before = self.0.range(..=(source, end)).next_back();
            before.is_none_or(|((other, _), before)| *other != source || *before < start)
        };
        let free = !edits.is_empty() && edits.iter().all(is_free);
        if free {
            self.0.extend(edits.iter().map(|edit| ((edit.span.source, edit.span.start), edit.span.end)));
        }
        free
    }
}

/// Whether a step leaves fewer findings of the worst kinds, or as many of each kind and none that it was to cure.
fn is_progress(before: &Outcome, after: &Outcome, batch: &[(&Finding, &Fix)]) -> bool {
    let (old, new) = (weight(before), weight(after));
    let left: HashSet<_> = after.findings.iter().map(identity).collect();
    // What no longer parses hides all other findings.
    if unreadable(after) > unreadable(before) {
        return false;
    }
    new < old || (new == old && batch.iter().all(|(finding, _)| !left.contains(&identity(finding))))
}

/// How many places there are at which Authelia's reader gives up.
fn unreadable(outcome: &Outcome) -> usize {
    outcome.findings.iter().filter(|finding| finding.rule == "invalid-yaml").count()
}

/// How many findings there are of each effect, the worst first.
fn weight(outcome: &Outcome) -> [usize; 4] {
    [Effect::Startup, Effect::Login, Effect::Security, Effect::Hygiene]
        .map(|effect| outcome.findings.iter().filter(|finding| finding.effect == effect).count())
}

fn identity(finding: &Finding) -> (&str, &str, &str) {
    (finding.rule, &finding.path, &finding.message)
}
