//! `unreachable-access-rule`; see the rule's page for what, why and examples.

use crate::access::{
    AnalysedRules, Analysis, Askers, ChangedDecision, Policy, Reach, RuleSet, Witness, analyse, compare,
};
use crate::rules::prelude::*;

use super::unmatched::{Unmatched, of_domain, of_rule};

pub(super) static RULE: Rule = rule!("unreachable-access-rule", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let set = &context.access.set;
    for (index, reach) in context.access.analysis().rules.iter().enumerate() {
        match reach {
            Reach::Never { covered_by, .. } if covered_by.is_empty() => matches_nothing(index, context, reporter),
            Reach::Never { covered_by, example: Some(example) } => {
                covered(index, covered_by, example, (set, context), reporter);
            }
            Reach::Never { .. } | Reach::Reached(_) | Reach::Unknown => {}
        }
    }
}

fn covered(
    index: usize,
    covered_by: &[usize],
    example: &Witness,
    (set, context): (&RuleSet, &Context<'_>),
    reporter: &mut Reporter<'_>,
) {
    let rule = &set.rules[index];
    let policies: Vec<Policy> = covered_by.iter().filter_map(|earlier| set.rules[*earlier].policy).collect();
    let numbers: Vec<String> = covered_by.iter().map(|earlier| numbered(*earlier, context)).collect();
    let first = &numbers[0];
    let reason = match (numbers.as_slice(), policies.first()) {
        ([one], Some(policy)) => {
            let url = &example.url;
            format!("{one} matches all of its requests first, such as `{url}`, and {}", policy.does())
        }
        ([.., last], _) if numbers.len() < 4 => {
            let others = numbers[..numbers.len() - 1].join(", ");
            format!("{others} and {last} together match all of its requests first")
        }
        _ => format!("{} earlier rules together match all of its requests first", numbers.len()),
    };
    let is_more_permissive = rule.policy.is_some_and(|own| policies.iter().any(|policy| *policy < own));
    let is_repeated = rule.policy.is_some_and(|own| policies.iter().all(|policy| *policy == own));
    let help = if is_repeated {
        "remove the rule: it repeats what earlier rules do".to_owned()
    } else {
        format!("move the rule above {first}, or remove it")
    };
    let finding = reporter
        .report(rule.host_place, format!("rule {} never applies: {reason}", index + 1))
        .label("never applies")
        .proof(format!("{example}: matched by {first}"))
        .help(help);
    if !is_repeated && helps(index, covered_by[0], context.access) {
        let before = set.rules[covered_by[0]].place;
        finding.fix(Fix::unsafe_(Change::Reorder { place: rule.place, before }));
    }
    if is_more_permissive {
        finding.severity(Severity::Error).effect(Effect::Security);
    }
    for earlier in covered_by.iter().map(|earlier| &set.rules[*earlier]) {
        let does = earlier.policy.map(Policy::does).unwrap_or_default();
        finding.also(earlier.host_place.span, format!("matches first and {does}"));
    }
}

/// The most rules for which it is found out whether a move helps.
const MAX_MOVED: usize = 100;

/// Whether a rule applies once it is moved before an earlier one, without keeping another one from applying, and without giving
/// access to anybody who has none.
fn helps(index: usize, before: usize, access: &AnalysedRules) -> bool {
    let set = &access.set;
    if set.rules.len() > MAX_MOVED {
        return false;
    }
    let mut moved = set.clone();
    let rule = moved.rules.remove(index);
    moved.rules.insert(before, rule);
    let changes = compare(set, &moved);
    if !changes.is_complete || changes.differences.iter().any(ChangedDecision::is_gain) {
        return false;
    }
    let applies = |analysis: &Analysis| {
        let reaches = analysis.rules.iter();
        reaches.map(|reach| matches!(reach, Reach::Reached(_))).collect::<Vec<bool>>()
    };
    let (mut old, new) = (applies(access.analysis()), applies(&analyse(&moved, Askers::All)));
    let own = old.remove(index);
    old.insert(before, own);
    new[before] && old.iter().zip(&new).all(|(old, new)| *new || !*old)
}

fn matches_nothing(index: usize, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let rule = &context.config.root.access_control.rules.items[index];
    let set = &context.access.set;
    let reasons: Option<Vec<(Place, Unmatched)>> =
        rule.domain.items.iter().map(|domain| Some((domain.place, of_domain(domain.text()?, set)?))).collect();
    let (place, Unmatched { why, help }) = match reasons.and_then(|reasons| reasons.into_iter().next()) {
        Some(reason) if rule.domain_regex.items.is_empty() => reason,
        _ => (set.rules[index].host_place, of_rule(&set.rules[index], set)),
    };
    reporter.report(place, format!("rule {} never applies: {why}", index + 1)).label("matches no request").help(help);
}

/// A rule by its number and its line.
fn numbered(index: usize, context: &Context<'_>) -> String {
    let span = context.access.set.rules[index].place.span;
    let line = context.sources.get(span.source).line_at(span.start);
    format!("rule {} (line {line})", index + 1)
}
