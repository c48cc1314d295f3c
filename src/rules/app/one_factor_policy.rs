//! `one-factor-policy`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("one-factor-policy", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    if !wants_two_factors(registration) {
        return;
    }
    let mut weak = context.policies.branches(client).unwrap_or_default();
    weak.retain(|branch| branch.level == Some(Level::OneFactor) && branch.reach == BranchReach::Certainly);
    if weak.is_empty() {
        return;
    }
    let who = weak.iter().map(|branch| branch.who.as_str()).collect::<Vec<_>>().join(" and ");
    let policy = &client.authorization_policy;
    let is_standard = weak.iter().all(|branch| branch.place.path == policy.place.path);
    let finding = reporter
        .report(policy.place, format!("{who} can sign in to {} with one factor", app.name))
        .label("this client's policy")
        .help(if is_standard {
            "write `authorization_policy: 'two_factor'`"
        } else {
            "replace `one_factor` with `two_factor` in the rules and the default of the policy"
        })
        .fix(stronger(client, &weak, context));
    for branch in weak.iter().filter(|branch| branch.place.span != policy.place.span) {
        finding.also(branch.place.span, format!("one factor for {}", branch.who));
    }
}

fn wants_two_factors(registration: &Registration<'_>) -> bool {
    registration.facts.authorization_policy.as_ref().is_some_and(|fact| fact.is == "two_factor")
}

/// Requires two factors wherever one is enough, without changing who is denied. A policy that other clients share is
/// changed only if their applications require two factors, too.
fn stronger(client: &Client, weak: &[Branch], context: &Context<'_>) -> Option<Fix> {
    let policy = &client.authorization_policy;
    let clients = &context.provider()?.clients;
    let mut others =
        clients.items.iter().filter(|other| other.authorization_policy.text().is_none_or(|name| policy.is(name)));
    let is_standard = weak.iter().all(|branch| branch.place.path == policy.place.path);
    let may_change = is_standard || others.all(|other| context.registration(other).is_some_and(wants_two_factors));
    let mut changes = weak.iter().map(|branch| Change::set(branch.place, "two_factor"));
    let fix = Fix::unsafe_(changes.next()?);
    may_change.then(|| changes.fold(fix, Fix::and))
}
