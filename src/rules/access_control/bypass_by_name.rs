//! `bypass-by-name`; see the rule's page for what, why and examples.

use crate::access::{Host, Policy};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("bypass-by-name", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let written = &context.config.root.access_control.rules.items;
    for (index, (rule, written)) in context.access.set.rules.iter().zip(written).enumerate() {
        if rule.policy != Some(Policy::Bypass) {
            continue;
        }
        let domains = written.domain.items.iter().filter(|domain| {
            domain.text().is_some_and(|text| matches!(Host::of(text), Host::User(_) | Host::Group(_)))
        });
        let names = |groups: Vec<&str>| groups.iter().any(|group| ["User", "Group"].contains(group));
        let resources = written.resources.items.iter();
        let resources = resources.filter(|item| item.known().is_some_and(|item| names(item.groups().collect())));
        let places = domains.map(|domain| domain.place).chain(resources.map(|item| item.place));
        for place in places {
            reporter
                .report(
                    place,
                    format!(
                        "rule {} lets everyone through: `bypass` does not know the user that this names",
                        index + 1
                    ),
                )
                .label("compared only with signed-in users")
                .also(rule.policy_place.span, "policy")
                .help("write `policy: 'one_factor'`");
        }
    }
}
