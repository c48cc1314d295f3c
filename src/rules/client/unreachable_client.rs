//! `unreachable-client`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unreachable-client", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let mut branches = context.policies.branches(client).unwrap_or_default();
    let lets_in = |branch: &Branch| branch.reach != Reach::Never && branch.level != Some(Level::Deny);
    if branches.is_empty() || branches.iter().any(lets_in) {
        return;
    }
    // There is no fix: who may sign in is the operator's to say.
    let finding = reporter
        .report(client.authorization_policy.place, "nobody can sign in: the policy denies every request")
        .label("the policy of this client")
        .help("say who may sign in: a rule with the policy `two_factor`, before any rule that denies the same people");
    branches.retain(|branch| branch.place.given);
    for branch in &branches {
        let is_reached = branch.reach != Reach::Never;
        finding.also(branch.place.span, if is_reached { "denies" } else { "never reached: an earlier rule denies" });
    }
}
