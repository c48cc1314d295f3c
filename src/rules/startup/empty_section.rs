//! `empty-section`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("empty-section", Check::Config(check));

/// Sections with required options: another rule reports the missing options, and removing the section would not help.
const WITH_REQUIRED_OPTIONS: [&str; 7] = [
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
        let is_reported_elsewhere = *is_mapping && WITH_REQUIRED_OPTIONS.contains(&path.as_str());
        if may_be_filled(&path, context) || is_reported_elsewhere {
            continue;
        }
        reporter
            .report_key(*place, format!("the section `{path}` is empty, which Authelia treats as an unknown key"))
            .label("empty section")
            .help("remove the key, or set an option in the section")
            .fix(Fix::safe(Change::remove(*place)));
    }
}

/// Whether another file or the environment may set an option in the section, so that it is not empty after loading.
/// Neither can set options inside list items.
fn may_be_filled(path: &str, context: &Context<'_>) -> bool {
    !context.config.absent_is_absent() && !path.contains('[')
}
