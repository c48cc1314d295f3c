//! `access-without-rules`; see the rule's page for what, why and examples.

use crate::config::choices::CLIENT_POLICIES;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("access-without-rules", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let access_control = &context.config.root.access_control;
    let policy = &access_control.default_policy;
    let Some(text) = policy.written() else { return };
    let lets_in = CLIENT_POLICIES.contains(&text.as_str());
    let whole = context.config.whole || access_control.rules.place.given;
    if whole && access_control.rules.is_certainly_empty() && lets_in {
        reporter
            .report(policy.place, format!("no access control rules: `{text}` applies to every request"))
            .label("applies to all requests")
            .help("add `rules` for domains that need another policy");
    }
}
