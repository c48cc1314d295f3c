//! `denying-policy`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("denying-policy", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, findings: &mut Findings<'_>) {
    let branches = context.provider().and_then(|provider| branches(client, provider)).unwrap_or_default();
    if branches.is_empty() || branches.iter().any(|branch| branch.level != Some(Level::Deny)) {
        return;
    }
    let finding = findings
        .report(client.authorization_policy.place, "nobody can sign in: every branch of the policy denies")
        .label("the policy of this client")
        .help("let somebody in: `default_policy: 'two_factor'`, or a rule with the policy `two_factor`")
        .fix(Fix::unsafe_(Change::set(client.authorization_policy.place, "two_factor")));
    for branch in &branches {
        finding.also(branch.place.span, "denies");
    }
}
