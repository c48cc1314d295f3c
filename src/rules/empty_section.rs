//! `empty-section`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("empty-section", Check::Config(check));

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in &context.config.problems {
        let Problem::EmptySection { place } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        findings
            .report_key(*place, format!("the section `{path}` is empty, and Authelia refuses to start with it"))
            .label("nothing stands in this section")
            .help("remove the key, or write an option below it")
            .fix(Fix::safe(Change::remove(*place)));
    }
}
