//! `one-factor-policy`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("one-factor-policy", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, findings: &mut Findings<'_>) {
    let Registration { client, app, .. } = registration;
    let (Some(fact), Some(provider)) = (&app.facts.authorization_policy, context.provider()) else {
        return;
    };
    let branches = branches(client, provider).unwrap_or_default();
    let weak: Vec<&Branch> = branches.iter().filter(|branch| branch.level == Some(Level::OneFactor)).collect();
    if fact.is != "two_factor" || weak.is_empty() {
        return;
    }
    let who = weak.iter().map(|branch| branch.who.as_str()).collect::<Vec<_>>().join("; ");
    let policy = &client.authorization_policy;
    let finding = findings
        .report(policy.place, format!("one factor is enough to sign in to {}: {who}", app.name))
        .label("the policy of this client")
        .help("write `authorization_policy: 'two_factor'`, or ask for `two_factor` in every branch of the policy")
        .fix(Fix::unsafe_(Change::set(policy.place, "two_factor")));
    for branch in weak.iter().filter(|branch| branch.place.span != policy.place.span) {
        finding.also(branch.place.span, format!("one factor for {}", branch.who));
    }
}
