//! `unknown-key`; see the rule's page for what, why and examples.

use super::key_advice::{advice, removal, renaming};
use super::prelude::*;

pub(super) static RULE: Rule = rule!("unknown-key", Check::Config(check));

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in &context.config.problems {
        let Problem::UnknownKey { place, name, known, overlooked: false, .. } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        findings
            .report_key(*place, format!("`{path}` is no option of Authelia, so it refuses to start"))
            .label("no such option here")
            .help(advice(&path, name, known))
            .fix(renaming(*place, &path, name, known).or_else(|| removal(*place, &path, name, known)));
    }
}
