//! `ignored-query-condition`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("ignored-query-condition", Check::Config(check));

/// The operators, which Authelia accepts in any letter case and compares in this one (`internal/authorization/const.go`).
const OPERATORS: [&str; 6] = ["present", "absent", "equal", "not equal", "pattern", "not pattern"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let rules = &context.config.root.access_control.rules.items;
    for condition in rules.iter().flat_map(|rule| &rule.query.items).flat_map(|all| &all.items) {
        let Some(written) = condition.operator.written() else { continue };
        let meant = OPERATORS.into_iter().find(|operator| operator.eq_ignore_ascii_case(written));
        let Some(meant) = meant.filter(|operator| operator != written) else { continue };
        reporter
            .report(
                condition.operator.place,
                format!("Authelia accepts `{written}` and then ignores the condition: the rule applies without it"),
            )
            .label("must be in lower case")
            .help(format!("write `{meant}`"))
            .fix(Fix::unsafe_(Change::set(condition.operator.place, meant)));
    }
}
