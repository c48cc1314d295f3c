//! `resource-without-query`; see the rule's page for what, why and examples.

use std::sync::Arc;

use crate::access::{Pattern, Policy, Reach, Rule as AccessRule, Witness, path_of};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("resource-without-query", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let set = &context.access.set;
    let rules = set.rules.iter().zip(&context.access.analysis().rules).enumerate();
    for (index, (rule, reach)) in rules {
        let (Reach::Reached(witness), Some(policy)) = (reach, rule.policy) else { continue };
        if policy == Policy::Bypass {
            continue;
        }
        let written = &context.config.root.access_control.rules.items[index].resources.items;
        for (pattern, item) in rule.resources.any_of.iter().zip(written) {
            if let Some(escape) = escape(context, (index, rule), pattern, witness) {
                report(&escape, (index, policy, pattern), item.place, reporter);
            }
        }
    }
}

/// Two requests that differ only in their query: the rule decides the first, and something more permissive the second.
struct EscapingRequests {
    strict: Witness,
    open: Witness,
    policy: Policy,
}

fn escape(
    context: &Context<'_>,
    (index, rule): (usize, &AccessRule),
    pattern: &Arc<Pattern>,
    witness: &Witness,
) -> Option<EscapingRequests> {
    let set = &context.access.set;
    if !pattern.text().ends_with('$') {
        return None;
    }
    let path = path_of(rule, pattern)?;
    let strict = witness.with_url(format!("{}{path}", witness.origin()));
    let open = strict.with_url(format!("{}?x", strict.url));
    let before = set.decide_witness(&strict)?;
    let after = set.decide_witness(&open)?;
    let is_escape = before.rule == Some(index) && after.rule != Some(index) && after.policy < before.policy;
    is_escape.then_some(EscapingRequests { strict, open, policy: after.policy })
}

fn report(
    escape: &EscapingRequests,
    (index, own, pattern): (usize, Policy, &Pattern),
    place: Place,
    reporter: &mut Reporter<'_>,
) {
    let EscapingRequests { strict, open, policy } = escape;
    let message = format!(
        "rule {} {} for `{}`, but `{}` does not match it, and what follows {}",
        index + 1,
        own.does(),
        strict.url,
        open.url,
        policy.does()
    );
    let text = pattern.text();
    let better = text.strip_suffix('$').unwrap_or(text);
    reporter
        .report(place, message)
        .label("`$` does not match a query")
        .proof(open.to_string())
        .help(format!("write `{better}([/?].*)?$`: `resources` sees the path with its query"));
}
