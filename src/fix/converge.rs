//! Makes fixes until nothing is left to fix. After each step the result is looked at: a fix that makes it worse, or that
//! does not cure its finding, is taken back.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::document::edit::{Edit, apply};
use crate::lint::{Effect, Finding, Fix, Outcome, RuleId, Safety, Severity};
use crate::text::{SourceId, Sources, Unmasked};

/// More steps than these are not taken in one round: a fix may make room for another one, but not for ever.
const MAX_STEPS: usize = 100;

/// Nor are more rounds.
const MAX_ROUNDS: usize = 10;

/// How many further steps are tried where one makes it worse by itself: it may be the first of several that together make
/// it better.
const MAX_AHEAD: usize = 4;

/// A fix that was made, or that was not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Made {
    /// The text that it is in.
    pub source: SourceId,
    /// The rule whose finding it cures.
    pub rule: RuleId,
    /// The configuration path of the finding.
    pub path: Unmasked,
    /// What it does, as an order.
    pub title: Unmasked,
}

/// What came of the fixes.
#[derive(Debug)]
pub struct Converged {
    /// The texts with the fixes made.
    pub sources: Sources,
    /// What is found in them.
    pub outcome: Outcome,
    /// The fixes that were made, in their order.
    pub made: Vec<Made>,
    /// The fixes that would have made it worse.
    pub refused: Vec<Made>,
}

/// Makes all fixes up to a safety, and those that the result asks for in turn, until a round makes none. So making fixes of
/// the result does nothing.
#[must_use]
pub fn converge(sources: Sources, outcome: Outcome, task: &Task<'_>) -> Converged {
    let mut fixed = Converged::of(sources, outcome);
    for _ in 0..MAX_ROUNDS {
        let round = fixed.round(task);
        let is_last = round.made.is_empty() || round.refused.is_empty();
        // What was refused before may do now.
        fixed.refused.clear();
        fixed = fixed.then(round);
        if is_last {
            break;
        }
    }
    fixed
}

/// Which fixes to make, and how to see what comes of them.
pub struct Task<'a> {
    /// The fixes up to this safety.
    pub safety: Safety,
    /// The fixes of findings of these severities.
    pub wants: &'a dyn Fn(Severity) -> bool,
    /// Finds what is wrong with the texts.
    pub check: &'a dyn Fn(&Sources) -> Outcome,
}

/// Whether a step may bring findings that were not there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Patience {
    /// It may: later ones may cure them.
    Lenient,
    /// It may not, unless it cures what keeps Authelia from starting, which hides others.
    Strict,
}

impl Made {
    fn of(finding: &Finding, fix: &Fix) -> Self {
        let source = fix.edits.first().map_or(finding.span.source, |edit| edit.span.source);
        Self { source, rule: finding.rule.clone(), path: finding.path.clone(), title: fix.title.clone() }
    }
}

impl Converged {
    const fn of(sources: Sources, outcome: Outcome) -> Self {
        Self { sources, outcome, made: Vec::new(), refused: Vec::new() }
    }

    /// Makes fixes. If they bring findings that were not there before, others are made, without the steps that bring some.
    fn round(&self, task: &Task<'_>) -> Self {
        let pass = |patience| {
            let fixed = Self::of(self.sources.clone(), self.outcome.clone());
            fixed.converge(task, patience, MAX_STEPS, MAX_AHEAD)
        };
        let lenient = pass(Patience::Lenient);
        if brings_others(&self.outcome, &lenient.outcome) { pass(Patience::Strict) } else { lenient }
    }

    /// Makes fixes in up to `steps` steps, and tries up to `ahead` further ones behind a fix that makes it worse.
    fn converge(mut self, task: &Task<'_>, patience: Patience, steps: usize, ahead: usize) -> Self {
        let mut refused = HashSet::new();
        let mut most = usize::MAX;
        for _ in 0..steps {
            let batch = self.batch(task, &refused, most);
            if batch.is_empty() {
                break;
            }
            let single = batch.len() == 1;
            let made: Vec<Made> = batch.iter().map(|(finding, fix)| Made::of(finding, fix)).collect();
            let (sources, outcome) = self.step(&batch, task);
            let mut next = Self { sources, outcome, made: made.clone(), refused: Vec::new() };
            let is_better = |next: &Self| {
                let is_allowed = patience == Patience::Lenient
                    || batch.iter().all(|(finding, _)| finding.effect == Effect::Startup)
                    || !brings_others(&self.outcome, &next.outcome);
                is_allowed && is_progress(&self.outcome, &next.outcome, &batch)
            };
            let mut better = is_better(&next);
            if !better && single && ahead > 0 {
                next = next.converge(task, patience, ahead, 0);
                better = is_better(&next);
            }
            if better {
                most = most.saturating_mul(2);
                self = self.then(next);
            } else if single {
                refused.extend(made.iter().cloned());
                self.refused.extend(made);
            } else {
                most = batch.len() / 2;
            }
        }
        self
    }

    /// What came of this and of further fixes.
    fn then(mut self, next: Self) -> Self {
        self.made.extend(next.made);
        self.refused.extend(next.refused);
        Self { made: self.made, refused: self.refused, ..next }
    }

    /// The first fixes whose edits do not touch each other.
    fn batch(&self, task: &Task<'_>, refused: &HashSet<Made>, most: usize) -> Vec<(&Finding, &Fix)> {
        let mut candidates: Vec<(&Finding, &Fix)> = self
            .outcome
            .findings
            .iter()
            .filter(|finding| (task.wants)(finding.severity))
            .filter_map(|finding| Some((finding, finding.fix.as_ref()?)))
            .filter(|(finding, fix)| fix.safety <= task.safety && !refused.contains(&Made::of(finding, fix)))
            .collect();
        // What keeps Authelia from starting may hide or cause the rest: the worst kind goes first, by itself.
        let worst = candidates.iter().map(|(finding, _)| finding.effect).min();
        candidates.retain(|(finding, _)| Some(finding.effect) == worst);
        let mut taken = Taken::default();
        candidates.into_iter().filter(|(_, fix)| taken.take(&fix.edits)).take(most).collect()
    }

    /// The texts with some fixes made, and what is found in them.
    fn step(&self, batch: &[(&Finding, &Fix)], task: &Task<'_>) -> (Sources, Outcome) {
        let mut edits: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
        for edit in batch.iter().flat_map(|(_, fix)| &fix.edits) {
            edits.entry(edit.span.source).or_default().push(edit);
        }
        let texts = edits.into_iter().map(|(id, edits)| (id, apply(&self.sources.get(id).text, &edits)));
        let sources = self.sources.with_texts(texts);
        let outcome = (task.check)(&sources);
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

/// Whether a step leaves fewer findings of its own kind or a worse one, or as many but not those that it was to cure. What it
/// leaves of the other kinds does not count: what keeps Authelia from starting hides the rest.
fn is_progress(before: &Outcome, after: &Outcome, batch: &[(&Finding, &Fix)]) -> bool {
    let Some(kind) = batch.iter().map(|(finding, _)| finding.effect).max() else { return false };
    let (old, new) = (weight(before, kind), weight(after, kind));
    let left: HashSet<_> = after.findings.iter().map(identity).collect();
    // What no longer parses hides all other findings.
    if after.syntax_errors > before.syntax_errors {
        return false;
    }
    new < old || (new == old && batch.iter().all(|(finding, _)| !left.contains(&identity(finding))))
}

/// How many findings there are of each effect up to `kind`, the worst first.
fn weight(outcome: &Outcome, kind: Effect) -> Vec<usize> {
    let count = |effect| outcome.findings.iter().filter(|finding| finding.effect == effect).count();
    Effect::ALL.into_iter().filter(|effect| *effect <= kind).map(count).collect()
}

/// Whether something is found that was not found before.
fn brings_others(before: &Outcome, after: &Outcome) -> bool {
    let mut counts: HashMap<_, usize> = HashMap::new();
    for finding in &before.findings {
        *counts.entry(subject(finding)).or_default() += 1;
    }
    !after.findings.iter().all(|finding| {
        let count = counts.get_mut(&subject(finding));
        count.is_some_and(|count| std::mem::replace(count, count.saturating_sub(1)) > 0)
    })
}

/// What a finding is about, wherever in a list that stands.
fn subject(finding: &Finding) -> (&str, Option<&str>, String) {
    let mut is_index = false;
    let path = finding.path.expose().chars().filter(|letter| {
        is_index = *letter == '[' || is_index && *letter != ']';
        !is_index && *letter != ']'
    });
    (&*finding.rule, finding.client_id.as_ref().map(Unmasked::expose), path.collect())
}

fn identity(finding: &Finding) -> (&str, &Unmasked, &Unmasked) {
    (&finding.rule, &finding.path, &finding.message)
}
