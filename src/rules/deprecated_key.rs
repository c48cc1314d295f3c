//! `deprecated-key`; see the rule's page for what, why and examples.

use crate::config::{variable_of_option, variable_of_secret_file};

use super::prelude::*;

pub(super) static RULE: Rule = rule!("deprecated-key", Check::Config(check));

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    single_domain(context, findings);
    for problem in &context.config.problems {
        let Problem::DeprecatedKey { place, old, new, treatment } = problem else { continue };
        if context.config.problems.iter().any(|other| leads_to(other, *place, old)) {
            continue;
        }
        let new = new.map(|new| latest(context, *place, new));
        let finding = findings.report_key(*place, message(old, new, treatment)).label("a key of an earlier version");
        finding.help(match (new, treatment) {
            (Some(new), Treatment::Overridden { value }) => moved(new, value),
            (Some(new), Treatment::Mapped | Treatment::Joined | Treatment::Kept | Treatment::Refused(_)) => {
                format!("write `{}`", in_the_same_notation(context, *place, old, new))
            }
            _ => "remove it".to_owned(),
        });
        finding.fix(match (new, treatment) {
            (Some(new), Treatment::Mapped) => renaming(*place, old, new),
            (_, Treatment::Shadowed | Treatment::Dropped) => Some(Fix::safe(Change::remove(*place))),
            _ => None,
        });
        if matches!(treatment, Treatment::Refused(_)) {
            finding.severity(Severity::Error).effect(Effect::Startup);
        }
    }
}

/// An option as it is called where the old one is set: in a file or in the environment.
fn in_the_same_notation(context: &Context<'_>, place: Place, old: &str, new: &str) -> String {
    let Some(name) = place.key.and_then(|key| context.config.variables.named_at(key)) else { return new.to_owned() };
    let names_a_file = name.ends_with("_FILE") && !old.ends_with("_file");
    variable_of_secret_file(new).filter(|_| names_a_file).unwrap_or_else(|| variable_of_option(new))
}

/// The order to write a value under its new key, in the section of the old one.
fn moved(new: &str, value: &str) -> String {
    let mut keys: Vec<&str> = new.split('.').skip(1).collect();
    let last = keys.pop().unwrap_or_default();
    let written = keys.iter().rev().fold(format!("{last}: {value}"), |inner, key| format!("{key}: {{ {inner} }}"));
    format!("write `{written}` in its place")
}

/// A key whose new name stands in the same section is renamed.
fn renaming(place: Place, old: &str, new: &str) -> Option<Fix> {
    let (section, key) = new.rsplit_once('.').unwrap_or(("", new));
    let (old_section, _) = old.rsplit_once('.').unwrap_or(("", old));
    (section == old_section).then(|| Fix::safe(Change::rename(place, key)))
}

/// `session.domain` is taken as the only cookie where there are no `cookies` (`validator/session.go`).
fn single_domain(context: &Context<'_>, findings: &mut Findings<'_>) {
    let session = &context.config.root.session;
    if session.cookies.is_certainly_empty() && session.domain.written().is_some_and(|domain| !domain.is_empty()) {
        findings
            .report_key(session.domain.place, "`session.domain` is deprecated in favour of `session.cookies`")
            .label("a key of an earlier version")
            .help("write `cookies` with the `domain` and its `authelia_url`");
    }
}

/// Whether a still older key at this place stands for `old`: that one is reported.
fn leads_to(problem: &Problem, at: Place, old: &str) -> bool {
    matches!(problem, Problem::DeprecatedKey { place, new: Some(new), .. } if *new == old && place.key == at.key)
}

/// The key of today: what replaces an old key may have been replaced itself.
fn latest<'a>(context: &'a Context<'_>, at: Place, key: &'a str) -> &'a str {
    let further = context.config.problems.iter().find_map(|problem| match problem {
        Problem::DeprecatedKey { place, old, new, .. } if *old == key && place.key == at.key => *new,
        _ => None,
    });
    further.unwrap_or(key)
}

fn message(old: &str, new: Option<&str>, treatment: &Treatment) -> String {
    let new = new.unwrap_or_default();
    match treatment {
        Treatment::Mapped | Treatment::Joined => format!("`{old}` is deprecated: it is taken as `{new}` for now"),
        Treatment::Kept => format!("`{old}` is deprecated in favour of `{new}`"),
        Treatment::Shadowed => format!("`{old}` is deprecated and has no effect, because `{new}` is set as well"),
        Treatment::Overridden { .. } => {
            format!("`{old}` is deprecated and has no effect: Authelia takes its default for `{new}` instead")
        }
        Treatment::Dropped => format!("`{old}` is deprecated and has no effect"),
        Treatment::Refused(why) => format!("`{old}` is deprecated, and Authelia refuses to start with it: {why}"),
    }
}
