//! `invalid-users-database`; see the rule's page for what, why and examples.

use super::misspelt;
use crate::config::users::{Mistyped, User, UsersDatabase};
use crate::golang::url::Url;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-users-database", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for database in &context.config.users_databases {
        for mistyped in &database.mistyped {
            wrong_type(mistyped, reporter);
        }
        no_users(database, reporter);
        for user in &database.users {
            required(user, "password", user.password.place, user.password.is_zero(), reporter);
            required(user, "displayname", user.display_name.place, user.display_name.is_zero(), reporter);
            for (key, url) in &user.urls {
                is_url(key, url, reporter);
            }
            locale(&user.locale, reporter);
        }
    }
}

fn wrong_type(Mistyped { place, key, expected }: &Mistyped, reporter: &mut Reporter<'_>) {
    let what = if key.is_empty() { "a users database".to_owned() } else { format!("`{key}` in a users database") };
    let write = match *expected {
        "a string" => "a single value",
        "a boolean" => "`true` or `false`",
        "a list of strings" => "a list, such as `['readers']`",
        expected => expected,
    };
    reporter
        .report(*place, format!("{what} must be {expected}"))
        .label(format!("not {expected}"))
        .help(format!("write {write}"));
}

fn no_users(database: &UsersDatabase, reporter: &mut Reporter<'_>) {
    if database.users.is_empty() && !database.unknown && database.mistyped.is_empty() {
        reporter
            .report_key(database.place, "the users database has no users")
            .label("no users")
            .help("add a user below `users`, with a `displayname` and a `password`");
    }
}

fn required(user: &User, key: &str, value: Place, is_missing: bool, reporter: &mut Reporter<'_>) {
    if !is_missing {
        return;
    }
    let place = if value.given { value } else { Place { path: value.path, ..user.place } };
    let name = &user.name.text;
    let finding = reporter
        .report_key(place, format!("the user `{name}` has no `{key}`"))
        .label(format!("no `{key}`"))
        .help(match key {
            "password" => "set `password` to a digest generated with `authelia crypto hash generate`",
            _ => "set `displayname` to the name that the portal shows",
        });
    if let Some(misspelt) = misspelt(user, key) {
        finding
            .also(misspelt.span, "Authelia ignores this key")
            .help(format!("write `{key}` instead of `{}`", misspelt.text));
    }
}

fn is_url(key: &str, value: &Value<String>, reporter: &mut Reporter<'_>) {
    let Some(text) = value.text().filter(|text| !text.is_empty()) else { return };
    let is_web = Url::parse_request(text).is_ok_and(|url| ["http", "https"].contains(&url.scheme.as_str()));
    if !is_web {
        reporter
            .report(value.place, format!("the `{key}` of a user must be a URL"))
            .label("not a URL")
            .help("write a URL that starts with `https://` or `http://`, or remove it");
    }
}

fn locale(value: &Value<String>, reporter: &mut Reporter<'_>) {
    let Some(text) = value.text().filter(|text| !text.is_empty()) else { return };
    if !may_be_language(text) {
        reporter
            .report(value.place, "the `locale` of a user must be a BCP 47 language tag")
            .label("not a language tag")
            .help("write a language tag such as `en-US`");
    }
}

/// Whether a text has the form of a language tag (`language.Parse` of golang.org/x/text 0.37). Which languages and regions
/// there are is not checked.
fn may_be_language(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = parts.next().unwrap_or_default();
    let is_language = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_special = ["x", "i", "root"].contains(&first.to_lowercase().as_str());
    (is_language || is_special) && parts.all(is_part)
}
