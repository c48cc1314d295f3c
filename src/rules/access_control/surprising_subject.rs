//! `surprising-subject`; see the rule's page for what, why and examples.

use crate::access::Subject;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("surprising-subject", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let policies = context.provider().map(|provider| &provider.authorization_policies.entries);
    let policies = policies.into_iter().flatten().flat_map(|(_, policy)| &policy.rules.items);
    let rules = context.config.root.access_control.rules.items.iter().map(|rule| &rule.subject);
    for subject in rules.chain(policies.map(|rule| &rule.subject)) {
        empty(subject, reporter);
        for all in &subject.items {
            in_one_text(all, reporter);
            several_users(all, reporter);
        }
    }
}

type Alternatives = List<List<Value<String>>>;

/// A list of subjects without any subject, which restricts nothing.
fn empty(subject: &Alternatives, reporter: &mut Reporter<'_>) {
    let is_empty = !subject.unknown && subject.items.iter().all(List::is_certainly_empty);
    if subject.place.given && !subject.items.is_empty() && is_empty {
        reporter
            .report_key(subject.place, "this `subject` is empty, so the rule applies to everyone")
            .label("restricts nothing")
            .help("write a subject such as `group:admins`, or remove `subject`");
    }
}

/// Subjects between commas in one text.
fn in_one_text(all: &List<Value<String>>, reporter: &mut Reporter<'_>) {
    let [first, second, ..] = all.items.as_slice() else { return };
    let (Some(one), Some(other)) = (first.text(), second.text()) else { return };
    if first.place.span == second.place.span {
        reporter
            .report(first.place, format!("subjects in one string must all match: `{one}` and `{other}`"))
            .label("a comma means \"and\"")
            .help(format!("write `['{one}', '{other}']` if either is enough, or `[['{one}', '{other}']]` if not"));
    }
}

/// An inner list that names two users, which is nobody.
fn several_users(all: &List<Value<String>>, reporter: &mut Reporter<'_>) {
    let user = |item: &Value<String>| match Subject::of(item.text()?)? {
        Subject::User(name) => Some(name),
        Subject::Group(_) | Subject::Client(_) | Subject::Unknown => None,
    };
    let users: Vec<(String, Place)> = all.items.iter().filter_map(|item| Some((user(item)?, item.place))).collect();
    let Some((one, place)) = users.first() else { return };
    let Some((other, second)) = users.iter().find(|(name, _)| name != one) else { return };
    let finding = reporter
        .report(*place, format!("nobody is both `{one}` and `{other}`: the rule applies to no user who is signed in"))
        .label("all subjects of an inner list must match")
        .help(format!("write `['user:{one}', 'user:{other}']` if either is enough"));
    if second.span != place.span {
        finding.also(second.span, "another user");
    }
}
