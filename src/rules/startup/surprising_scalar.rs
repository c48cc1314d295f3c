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
                .label(format!("without quotes this is the text `{reads}`"))
                .help(format!("write `'{written}'`, or `'{reads}'` if that is meant")),
            None => reporter
                .report(*place, format!("`{path}` is read as another text than is written"))
                .label("without quotes this is no text, and is spelled anew")
                .help("put it in quotes"),
        };
    }
}
