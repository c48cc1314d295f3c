//! `literal-template`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("literal-template", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::LiteralTemplate { place } = problem else { continue };
        reporter
            .report(*place, "this template is used literally as the secret: without the filter, Authelia does not evaluate it")
            .label("looks like a template")
            .help("start Authelia with `--config.experimental.filters template` or `expand-env`, or write the secret itself");
    }
}
