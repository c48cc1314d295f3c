//! `empty-section`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("empty-section", Check::Config(check));

/// Sections that cannot do without some of their options: what is missing in them is reported, and removing them would not
/// help.
const NEEDING: [&str; 7] = [
    "authentication_backend.file",
    "notifier.filesystem",
    "notifier.smtp",
    "session.redis.high_availability",
    "storage.local",
    "storage.mysql",
    "storage.postgres",
];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::EmptySection { place, is_mapping } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        let needs_options = NEEDING.contains(&path.as_str());
        if may_be_filled(&path, context) || (*is_mapping && needs_options) {
            continue;
        }
        let finding = reporter
            .report_key(*place, format!("the section `{path}` is empty"))
            .label("nothing stands in this section");
        if needs_options {
            finding.help("write its options below the key");
        } else {
            finding.help("remove the key, or write an option below it").fix(Fix::safe(Change::remove(*place)));
        }
    }
}

/// Whether another file or the environment may set an option in the section, which is then not empty once all is loaded.
/// Neither reaches into the items of a list.
fn may_be_filled(path: &str, context: &Context<'_>) -> bool {
    !context.config.absent_is_absent() && !path.contains('[')
}
