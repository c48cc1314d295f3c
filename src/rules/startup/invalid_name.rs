//! `invalid-name`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-name", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::InvalidName { place, name } = problem else { continue };
        reporter
            .report_key(*place, format!("`{name}` is not a name that Authelia accepts as a key"))
            .label("not a valid name")
            .help(
                "choose a name of ASCII letters, digits and `/ _ . : ~ -` that starts and ends with a letter or digit",
            );
    }
}
