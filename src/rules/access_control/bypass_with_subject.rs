//! `bypass-with-subject`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("bypass-with-subject", Check::Config(check));

/// Groups of a `domain_regex` that match the user name or one of the user's groups (`internal/authorization/const.go`).
const IDENTITY_GROUPS: [&str; 2] = ["User", "Group"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let rules = &context.config.root.access_control.rules.items;
    for rule in rules.iter().filter(|rule| rule.policy.is("bypass")) {
        if !rule.subject.items.is_empty() {
            reporter
                .report_key(rule.subject.place, "a rule with the policy `bypass` cannot have a `subject`")
                .label("`bypass` does not identify users")
                .also(rule.policy.place.span, "policy")
                .help("write `policy: 'one_factor'`, or remove the `subject`");
        }
        let named = rule.domain_regex.items.iter().find(|regexp| {
            regexp.known().is_some_and(|regexp| regexp.groups().any(|group| IDENTITY_GROUPS.contains(&group)))
        });
        if let Some(regexp) = named {
            reporter
                .report(regexp.place, "a rule with the policy `bypass` cannot match users in a `domain_regex`")
                .label("has a group named `User` or `Group`")
                .also(rule.policy.place.span, "policy")
                .help("write `policy: 'one_factor'`, or rename the group");
        }
    }
}
