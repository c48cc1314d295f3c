//! `default-policy-bypass`; see the rule's page for what, why and examples.

use crate::access::{Policy, Reach};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("default-policy-bypass", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let access = context.access;
    if access.set.default_policy != Some(Policy::Bypass) || access.set.rules.is_empty() {
        return;
    }
    let Reach::Reached(witness) = &access.visitors().default else { return };
    reporter
        .report(
            access.set.default_place,
            format!("everything that no rule names is open to everyone, such as `{}`", witness.url),
        )
        .label("lets everyone through")
        .proof(witness.to_string())
        .help("write `default_policy: 'deny'`, and add a rule with `policy: 'bypass'` for what should be open");
}
