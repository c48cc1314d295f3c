//! `access-without-rules`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("access-without-rules", Check::Config(check));

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let access_control = &context.config.root.access_control;
    let policy = &access_control.default_policy;
    let Some(text) = policy.written() else { return };
    if context.config.whole && access_control.rules.is_certainly_empty() && ["one_factor", "two_factor"].contains(&text.as_str()) {
        findings
            .report(policy.place, format!("no access control rules are given, so that `{text}` holds for everything and everybody"))
            .label("the policy of all requests")
            .help("write `rules` for what needs another policy");
    }
}
