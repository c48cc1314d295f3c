//! `bypass-behind-sign-in`; see the rule's page for what, why and examples.

use crate::access::{Policy, Reach};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("bypass-behind-sign-in", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let set = &context.access.set;
    for (index, rule) in set.rules.iter().enumerate() {
        let is_reached = || matches!(context.access.analysis().rules[index], Reach::Reached(_));
        if rule.policy != Some(Policy::Bypass) || !is_reached() {
            continue;
        }
        let Reach::Never { covered_by, example: Some(example) } = &context.access.visitors().rules[index] else {
            continue;
        };
        // Where another `bypass` comes first, visitors get in all the same.
        let lets_in = |earlier: &usize| set.rules[*earlier].policy.is_none_or(|policy| policy == Policy::Bypass);
        let Some(first) = covered_by.first().filter(|_| !covered_by.iter().any(lets_in)) else { continue };
        let earlier = &set.rules[*first];
        let message = format!(
            "rule {} lets nobody through without signing in: rule {} applies to every visitor, because the users it is for are not known yet",
            index + 1,
            first + 1,
        );
        reporter
            .report(rule.host_place, message)
            .label("reached only by signed-in users")
            .also(earlier.host_place.span, "asks every visitor to sign in")
            .proof(example.to_string())
            .help(format!("move the rule above rule {}, if visitors should get in", first + 1));
    }
}
