//! `redundant-access-rule`; see the rule's page for what, why and examples.

use crate::access::Reach;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("redundant-access-rule", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let set = &context.access.set;
    let reaches = &context.access.analysis().rules;
    // What follows such a rule is reported instead.
    let covers_others = |index: usize| {
        reaches.iter().any(|reach| matches!(reach, Reach::Never { covered_by, .. } if covered_by.contains(&index)))
    };
    for (index, (rule, reach)) in set.rules.iter().zip(reaches).enumerate() {
        let (Reach::Reached(witness), Some(policy)) = (reach, rule.policy) else { continue };
        // Such a rule says what happens to a host, so that readers need not know the default.
        let repeats_default = set.default_policy == Some(policy);
        if repeats_default || covers_others(index) || !context.access.is_redundant(index) {
            continue;
        }
        reporter
            .report(
                rule.host_place,
                format!("rule {} is redundant: without it, all of its requests are decided in the same way", index + 1),
            )
            .label("changes no decision")
            .also(rule.policy_place.span, format!("what follows also {}", policy.does()))
            .proof(witness.to_string())
            .help("remove the rule")
            .fix(Fix::unsafe_(Change::remove(rule.place)));
    }
}
