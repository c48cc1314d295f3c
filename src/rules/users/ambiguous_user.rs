//! `ambiguous-user`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::config::users::{User, UsersDatabase};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("ambiguous-user", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(file) = &context.config.root.authentication_backend.file else { return };
    let Some(database) = context.config.configured_users_database() else { return };
    if file.search.email.is_true() {
        shared_emails(database, reporter);
        emails_that_are_names(database, reporter);
    }
    if file.search.case_insensitive.is_true() {
        for user in &database.users {
            upper_case(user, reporter);
        }
        if !file.search.email.is_true() {
            emails_that_are_names(database, reporter);
        }
    }
}

/// The email address of a user as Authelia compares it. Returns `None` if there is none.
fn email(user: &User) -> Option<String> {
    user.email.text().filter(|text| !text.is_empty()).map(str::to_lowercase)
}

fn shared_emails(database: &UsersDatabase, reporter: &mut Reporter<'_>) {
    let mut first: HashMap<String, &User> = HashMap::new();
    for user in &database.users {
        let Some(email) = email(user) else { continue };
        let Some(other) = first.get(&email) else {
            first.insert(email, user);
            continue;
        };
        let names = format!("`{}` and `{}`", other.name.text, user.name.text);
        reporter
            .report(user.email.place, format!("{names} have the same email address, and `search.email` is enabled"))
            .label("not unique")
            .also(other.email.place.span, "first occurrence")
            .help("give each user a different `email`, or remove `search.email`");
    }
}

fn emails_that_are_names(database: &UsersDatabase, reporter: &mut Reporter<'_>) {
    let names: HashMap<&str, &User> = database.users.iter().map(|user| (user.name.text.as_str(), user)).collect();
    for user in &database.users {
        let Some(other) = email(user).and_then(|email| names.get(email.as_str()).copied()) else { continue };
        if other.name != user.name {
            reporter
                .report(
                    user.email.place,
                    format!(
                        "the email address of `{}` is the name of another user, which the `search` options do not allow",
                        user.name.text
                    ),
                )
                .label("also a user name")
                .also(other.name.span, "this user")
                .help("write a different `email`, or rename the user");
        }
    }
}

fn upper_case(user: &User, reporter: &mut Reporter<'_>) {
    let lower = user.name.text.to_lowercase();
    if lower != user.name.text {
        reporter
            .report_key(
                user.place,
                format!(
                    "the user name `{}` is not in lower case, which `search.case_insensitive` requires",
                    user.name.text
                ),
            )
            .label("has upper-case letters")
            .help(format!("write `{lower}`"));
    }
}
