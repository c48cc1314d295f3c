//! The users database.

mod ambiguous_user;
mod invalid_extra_attribute;
mod invalid_user_password;
mod invalid_users_database;
mod unknown_subject;
mod unknown_user_key;
mod weak_user_password_digest;

use crate::config::section::Name;
use crate::config::users::User;
use crate::lint::Rule;
use crate::text::suggestion::nearest;

/// The rules in this folder, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &ambiguous_user::RULE,
    &invalid_extra_attribute::RULE,
    &invalid_user_password::RULE,
    &invalid_users_database::RULE,
    &unknown_subject::RULE,
    &unknown_user_key::RULE,
    &weak_user_password_digest::RULE,
];

/// The keys that each user must have.
const REQUIRED: [&str; 2] = ["displayname", "password"];

/// The key that a user has, probably, instead of a required one.
fn misspelt<'u>(user: &'u User, required: &str) -> Option<&'u Name> {
    let is_missing = match required {
        "password" => user.password.is_zero(),
        _ => user.display_name.is_zero(),
    };
    let means = |name: &&Name| nearest(&name.text.replace(['_', '-'], ""), [required]).is_some();
    user.ignored.iter().find(means).filter(|_| is_missing)
}
