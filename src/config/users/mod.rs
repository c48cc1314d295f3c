//! The users database of the file backend (`internal/authentication/file_user_provider_database.go`, 4.39.20).

mod read;

use crate::document::{Kind, Reading};
use crate::text::{Secret, Sources};

use super::Config;
use super::list::List;
use super::map::Name;
use super::value::{Place, Value};

/// The keys of a user.
pub const USER_KEYS: [&str; 20] = [
    "password",
    "displayname",
    "email",
    "groups",
    "given_name",
    "middle_name",
    "family_name",
    "nickname",
    "gender",
    "birthdate",
    "website",
    "profile",
    "picture",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_extension",
    "disabled",
    "address",
    "extra",
];

/// A users database.
#[derive(Debug, Clone)]
pub struct UsersDatabase {
    /// The file as a whole, or its `users`.
    pub place: Place,
    /// The users, in the order in which they are written.
    pub users: Vec<User>,
    /// Whether there may be users that cannot be known.
    pub unknown: bool,
    /// Values of another type than Authelia reads there.
    pub mistyped: Vec<Mistyped>,
    /// Whether it is the one that `authentication_backend.file.path` names.
    pub configured: bool,
}

/// A user.
#[derive(Debug, Clone)]
pub struct User {
    /// The user name.
    pub name: Name,
    /// Where the user stands.
    pub place: Place,
    /// The digest of the password.
    pub password: Value<Secret>,
    #[allow(missing_docs, reason = "named as Authelia documents the key")]
    pub display_name: Value<String>,
    #[allow(missing_docs, reason = "named as Authelia documents the key")]
    pub email: Value<String>,
    #[allow(missing_docs, reason = "named as Authelia documents the key")]
    pub groups: List<Value<String>>,
    /// The values that must be URLs, each with its key.
    pub urls: Vec<(&'static str, Value<String>)>,
    #[allow(missing_docs, reason = "named as Authelia documents the key")]
    pub locale: Value<String>,
    /// The custom attributes. `None` instead of a value that cannot be known.
    pub extra: Vec<(Name, Place, Option<Kind>)>,
    /// Keys that Authelia ignores.
    pub ignored: Vec<Name>,
}

/// A value of another type than Authelia reads there.
#[derive(Debug, Clone)]
pub struct Mistyped {
    /// Where it stands.
    pub place: Place,
    /// The key that it belongs to, such as `groups`; empty for the file as a whole.
    pub key: String,
    /// What Authelia reads there, as "a list of strings".
    pub expected: &'static str,
}

impl Config {
    /// Adds a users database that was read beside the configuration.
    pub fn add_users_database(&mut self, reading: Reading, sources: &Sources) {
        let document = match reading {
            Ok(document) => document,
            Err(errors) => return self.syntax_errors.extend(errors),
        };
        let mut secrets = Vec::new();
        let mut database = read::read(&document, &self.tree, sources, &mut self.paths, &mut secrets);
        let name = sources.get(document.source).name.as_str();
        database.configured = self.users_database_path().is_some_and(|path| file_name(path) == file_name(name));
        for (span, text) in secrets {
            self.secrets.push(span);
            self.secret_texts.extend(text);
        }
        self.users_databases.push(database);
    }

    /// The path of the users database that the configuration names.
    #[must_use]
    pub fn users_database_path(&self) -> Option<&str> {
        self.root.authentication_backend.file.as_ref()?.path.text().filter(|path| !path.is_empty())
    }

    /// The users database that the configuration names, where it was read.
    #[must_use]
    pub fn configured_users_database(&self) -> Option<&UsersDatabase> {
        self.users_databases.iter().find(|database| database.configured)
    }
}

/// The last part of a path of any system: the same file has other folders on the host than in the container.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

impl UsersDatabase {
    /// The names of all users. Returns `None` if there may be more.
    #[must_use]
    pub fn names(&self) -> Option<Vec<&str>> {
        (!self.unknown).then(|| self.users.iter().map(|user| user.name.text.as_str()).collect())
    }

    /// The groups that users are in, each once. Returns `None` if there may be more.
    #[must_use]
    pub fn groups(&self) -> Option<Vec<&str>> {
        let lists = self.users.iter().map(|user| user.groups.texts()).collect::<Option<Vec<_>>>();
        let mut groups = lists.filter(|_| !self.unknown)?.concat();
        groups.sort_unstable();
        groups.dedup();
        Some(groups)
    }
}
