//! `partial-wildcard-domain`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::text::UNKNOWN;

pub(super) static RULE: Rule = rule!("partial-wildcard-domain", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let rules = &context.config.root.access_control.rules.items;
    for domain in rules.iter().flat_map(|rule| &rule.domain.items) {
        let Some(rest) = domain.partly_known().and_then(|text| text.strip_prefix('*')) else { continue };
        if !rest.is_empty() && !rest.starts_with(['.', UNKNOWN]) {
            let rest = rest.replace(UNKNOWN, "…");
            reporter
                .report(domain.place, format!("the domain `*{rest}` matches nothing"))
                .label("`*` matches only whole labels")
                .help(format!("write `*.{rest}`"));
        }
    }
}
