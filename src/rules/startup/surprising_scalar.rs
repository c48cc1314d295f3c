//! `surprising-scalar`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("surprising-scalar", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::SurprisingScalar { place, texts } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        match texts {
            Some((written, reads)) => reporter
                .report(*place, format!("`{path}` is read as `{reads}`, not as `{written}`"))
                .label(format!("read as `{reads}` without quotes"))
                .help(format!("write `'{written}'`, or `'{reads}'` if you want that value")),
            None => reporter
                .report(*place, format!("`{path}` is read as a different string from the one written here"))
                .label("not read as a string without quotes")
                .help("put it in quotes"),
        };
    }
}
