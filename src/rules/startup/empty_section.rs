//! `empty-section`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("empty-section", Check::Config(check));

/// Sections with required options, which removing the section would not set. If such a section is written as `{}`, another
/// rule reports the missing options.
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
        let needs_options = WITH_REQUIRED_OPTIONS.contains(&path.as_str());
        if may_be_filled(&path, context) || (*is_mapping && needs_options) {
            continue;
        }
        let finding = reporter
            .report_key(*place, format!("the section `{path}` is empty, which Authelia treats as an unknown key"))
            .label("empty section");
        if needs_options {
            finding.help("set its options in the section");
        } else {
            finding.help("remove the key, or set an option in the section").fix(Fix::safe(Change::remove(*place)));
        }
    }
}

/// Whether another file or the environment may set an option in the section, so that it is not empty after loading.
/// Neither can set options inside list items.
fn may_be_filled(path: &str, context: &Context<'_>) -> bool {
    !context.config.absent_is_absent() && !path.contains('[')
}
