//! `unmatched-domain`; see the rule's page for what, why and examples.

use crate::access::Reach;
use crate::rules::prelude::*;

use super::unmatched::of_domain;

pub(super) static RULE: Rule = rule!("unmatched-domain", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let access = context.access;
    let written = &context.config.root.access_control.rules.items;
    for (index, (rule, reach)) in written.iter().zip(&access.analysis().rules).enumerate() {
        // A rule that matches nothing at all is reported as a whole.
        if matches!(reach, Reach::Never { covered_by, .. } if covered_by.is_empty()) {
            continue;
        }
        for domain in &rule.domain.items {
            let Some(text) = domain.text() else { continue };
            // `*example.com` is reported as a partial wildcard.
            let is_partial = text.len() > 1 && text.starts_with('*') && !text.starts_with("*.");
            if let Some(unmatched) = of_domain(text, &access.set).filter(|_| !is_partial) {
                reporter
                    .report(
                        domain.place,
                        format!("no request matches this domain of rule {}: {}", index + 1, unmatched.why),
                    )
                    .label("matches no request")
                    .help(unmatched.help);
            }
        }
    }
}
