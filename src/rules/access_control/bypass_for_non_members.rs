//! `bypass-for-non-members`; see the rule's page for what, why and examples.

use crate::access::{Identity, Policy, Reach};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("bypass-for-non-members", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let set = &context.access.set;
    let rules = set.rules.iter().zip(&context.access.analysis().rules).enumerate();
    for (index, (rule, reach)) in rules {
        let (Reach::Reached(witness), Some(Policy::OneFactor | Policy::TwoFactor)) = (reach, rule.policy) else {
            continue;
        };
        if rule.subjects.any_of.is_empty() || witness.identity.is_anonymous() {
            continue;
        }
        let stranger = witness.by(Identity::user(set.stranger(), []));
        let Some(decision) = set.decide_witness(&stranger) else { continue };
        let Some(open) = decision.rule.filter(|_| decision.policy == Policy::Bypass).map(|rule| &set.rules[rule])
        else {
            continue;
        };
        let subject = &context.config.root.access_control.rules.items[index].subject;
        let message = format!(
            "rule {} protects `{}` only from visitors: any signed-in user who does not match its `subject` is let through by rule {}",
            index + 1,
            witness.url,
            decision.rule.unwrap_or_default() + 1,
        );
        reporter
            .report(subject.place, message)
            .label("everyone else falls through to a `bypass`")
            .also(open.host_place.span, "lets everyone through")
            .proof(stranger.to_string())
            .help("add a rule below it with the same conditions, without `subject` and with `policy: 'deny'`");
    }
}
