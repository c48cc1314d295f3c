//! `partial-wildcard-domain`; see the rule's page for what, why and examples.

use crate::access::Reach;
use crate::rules::prelude::*;
use crate::text::UNKNOWN;

pub(super) static RULE: Rule = rule!("partial-wildcard-domain", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let rules = context.config.root.access_control.rules.items.iter().zip(&context.access.analysis().rules);
    // A rule that matches nothing at all is reported as a whole.
    let rules = rules.filter(|(_, reach)| !matches!(reach, Reach::Never { covered_by, .. } if covered_by.is_empty()));
    for domain in rules.flat_map(|(rule, _)| &rule.domain.items) {
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
