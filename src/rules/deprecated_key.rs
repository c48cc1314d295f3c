//! `deprecated-key`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("deprecated-key", Check::Config(check));

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in &context.config.problems {
        let Problem::DeprecatedKey { place, old, new, treatment } = problem else { continue };
        let finding = findings.report_key(*place, message(old, *new, treatment)).label("a key of an earlier version");
        finding.help(match (new, treatment) {
            (Some(new), Treatment::Mapped | Treatment::Kept | Treatment::Refused(_)) => format!("write `{new}`"),
            _ => "remove it".to_owned(),
        });
        if matches!(treatment, Treatment::Refused(_)) {
            finding.severity(Severity::Error).effect(Effect::Startup);
        }
    }
}

fn message(old: &str, new: Option<&str>, treatment: &Treatment) -> String {
    let new = new.unwrap_or_default();
    match treatment {
        Treatment::Mapped => format!("`{old}` is deprecated: it is taken as `{new}` for now"),
        Treatment::Kept => format!("`{old}` is deprecated in favour of `{new}`"),
        Treatment::Shadowed => format!("`{old}` is deprecated and has no effect, because `{new}` is set as well"),
        Treatment::Dropped => format!("`{old}` is deprecated and has no effect"),
        Treatment::Refused(why) => format!("`{old}` is deprecated, and Authelia refuses to start with it: {why}"),
    }
}
