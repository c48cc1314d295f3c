//! `unreachable-client`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unreachable-client", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let mut branches = context.policies.branches(client).unwrap_or_default();
    let lets_in = |branch: &Branch| branch.reach != BranchReach::Never && branch.level != Some(Level::Deny);
    if branches.is_empty() || branches.iter().any(lets_in) {
        return;
    }
    // No fix: only the operator can decide who may sign in.
    let finding = reporter
        .report(client.authorization_policy.place, "nobody can sign in: the policy denies every request")
        .label("this client's policy")
        .help("add a rule with the policy `two_factor` for those who may sign in, before any rule that denies them");
    branches.retain(|branch| branch.place.given);
    for branch in &branches {
        let is_reached = branch.reach != BranchReach::Never;
        finding.also(branch.place.span, if is_reached { "denies" } else { "never reached: an earlier rule denies" });
    }
}
