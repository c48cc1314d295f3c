//! `invalid-name`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-name", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::InvalidName { place, name } = problem else { continue };
        reporter
            .report_key(*place, format!("the name `{name}` is refused, and Authelia does not start"))
            .label("this name holds what Authelia does not take in a key")
            .help(
                "choose a name that begins and ends with a letter or digit of ASCII and holds nothing but these and \
                 `/ _ . : ~ -`",
            );
    }
}
