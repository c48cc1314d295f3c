//! `unknown-subject`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("unknown-subject", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(database) = context.config.configured_users_database() else { return };
    let (users, groups) = (database.names(), database.groups());
    let known = |prefix: &str| if prefix == "user" { users.as_deref() } else { groups.as_deref() };
    for subject in subjects(context) {
        let Some((prefix, name)) = subject.text().and_then(user_or_group) else { continue };
        let Some(known) = known(prefix).filter(|known| !known.contains(&name)) else { continue };
        let message = match prefix {
            "user" => format!("the users database has no user `{name}`, so this subject matches nobody"),
            _ => format!("no user is in the group `{name}`, so this subject matches nobody"),
        };
        let near = nearest(name, known.iter().copied());
        reporter.report(subject.place, message).label("matches nobody").help(match near {
            Some(near) => format!("did you mean `{prefix}:{near}`?"),
            None if prefix == "user" => "add the user to the users database, or remove the subject".to_owned(),
            None => "add the group to a user in the users database, or remove the subject".to_owned(),
        });
    }
}

/// The subjects of access control and of the authorization policies of OpenID Connect.
fn subjects<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Value<String>> {
    let root = &context.config.root;
    let rules = root.access_control.rules.items.iter().map(|rule| &rule.subject);
    let policies = context.provider().into_iter().flat_map(|provider| &provider.authorization_policies.entries);
    let of_policies = policies.flat_map(|(_, policy)| &policy.rules.items).map(|rule| &rule.subject);
    rules.chain(of_policies).flat_map(|subjects| &subjects.items).flat_map(|all| &all.items)
}

/// A user or a group, as Authelia reads it (`internal/authorization/util.go`).
fn user_or_group(subject: &str) -> Option<(&str, &str)> {
    let (prefix, name) = subject.split_once(':').filter(|(prefix, _)| ["user", "group"].contains(prefix))?;
    let name = name.trim_matches(' ');
    (!name.is_empty()).then_some((prefix, name))
}
