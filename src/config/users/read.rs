//! From a tree to a users database. Authelia reads it straight into typed structures (`go.yaml.in/yaml/v4` 4.0.0-rc.4), not as
//! it reads its configuration: a single value is not a list, a scalar is a string as it is written, and unknown keys are
//! ignored.

use crate::config::path::{PathId, Paths};
use crate::config::user_attributes::OF_ADDRESS;
use crate::document::{Document, Kind, NodeId, Tree};
use crate::text::{Secret, Sources, Span};

use super::{List, Mistyped, Name, Place, USER_KEYS, User, UsersDatabase, Value};

/// The keys of a user that are strings, besides those that a rule needs.
const STRINGS: [&str; 9] = [
    "given_name",
    "middle_name",
    "family_name",
    "nickname",
    "gender",
    "birthdate",
    "zoneinfo",
    "phone_number",
    "phone_extension",
];

/// The keys of a user that must be URLs.
const URLS: [&str; 3] = ["website", "profile", "picture"];

/// The words of YAML 1.1 that are booleans to Authelia here, even in quotes.
const OLD_BOOLEANS: [&str; 16] =
    ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF"];

/// Reads the users database in a document. Adds the passwords to `secrets`.
pub(in crate::config) fn read(
    document: &Document,
    tree: &Tree,
    sources: &Sources,
    paths: &mut Paths,
    secrets: &mut Vec<(Span, Option<Secret>)>,
) -> UsersDatabase {
    let file = Span::new(document.source, 0, 0);
    let mut reader = UsersReader { tree, sources, paths, secrets, mistyped: Vec::new() };
    let place = Place { span: file, key: None, path: PathId::ROOT, given: document.root.is_some() };
    let mut database =
        UsersDatabase { place, users: Vec::new(), unknown: false, mistyped: Vec::new(), configured: false };
    if let Some(root) = document.root {
        reader.root(root, &mut database);
    }
    database.mistyped = reader.mistyped;
    database
}

struct UsersReader<'a> {
    tree: &'a Tree,
    sources: &'a Sources,
    paths: &'a mut Paths,
    secrets: &'a mut Vec<(Span, Option<Secret>)>,
    mistyped: Vec<Mistyped>,
}

impl UsersReader<'_> {
    fn root(&mut self, root: NodeId, database: &mut UsersDatabase) {
        let node = &self.tree[self.tree.resolve(root)];
        database.place.span = node.span;
        database.unknown = node.unknown || node.open;
        if !matches!(node.kind, Kind::Mapping { .. } | Kind::Null) && !node.unknown {
            return self.mistyped(database.place, "", "a mapping with the key `users`");
        }
        let Some(entry) = self.tree.get(root, "users") else { return };
        let path = self.paths.key(PathId::ROOT, "users");
        database.place = self.place(entry.value, entry.key, path);
        let value = &self.tree[self.tree.resolve(entry.value)];
        database.unknown |= value.unknown || value.open;
        match &value.kind {
            _ if value.unknown => {}
            Kind::Null => {}
            Kind::Mapping { entries, .. } => {
                for entry in entries {
                    if self.tree[entry.key].unknown {
                        database.unknown = true;
                    } else {
                        let user = self.user(entry.key, entry.value, path);
                        database.users.push(user);
                    }
                }
            }
            _ => self.mistyped(database.place, "users", "a mapping with a key for each user"),
        }
    }

    fn user(&mut self, key: NodeId, value: NodeId, users: PathId) -> User {
        let name = Name { text: self.tree.key_text(key).to_owned(), span: self.tree[key].span };
        let path = self.paths.name(users, &name.text);
        let place = self.place(value, key, path);
        let node = &self.tree[self.tree.resolve(value)];
        let is_mapping = matches!(node.kind, Kind::Mapping { .. } | Kind::Null);
        if !is_mapping && !node.unknown {
            self.mistyped(place, &name.text, "a mapping with the keys of a user");
        }
        let mut section = UsersSection { node: value, place, unknown: node.unknown || node.open || !is_mapping };
        let password = self.text(&section, "password");
        self.keep_secret(&password);
        let user = User {
            password: secret(&password),
            display_name: self.text(&section, "displayname"),
            email: self.text(&section, "email"),
            groups: self.groups(&section),
            urls: URLS.into_iter().map(|key| (key, self.text(&section, key))).collect(),
            locale: self.text(&section, "locale"),
            extra: self.extra(&section),
            ignored: self.ignored(&section),
            name,
            place,
        };
        for key in STRINGS {
            self.text(&section, key);
        }
        self.disabled(&section);
        if let Some((value, address)) = self.entry(&section, "address") {
            let node = &self.tree[self.tree.resolve(value)];
            section = UsersSection { node: value, place: address, unknown: node.unknown || node.open };
            match node.kind {
                Kind::Mapping { .. } => OF_ADDRESS.into_iter().for_each(|key| drop(self.text(&section, key))),
                Kind::Null => {}
                _ if node.unknown => {}
                _ => self.mistyped(address, "address", "a mapping"),
            }
        }
        user
    }

    /// A string: any scalar, as it is written.
    fn text(&mut self, section: &UsersSection, key: &'static str) -> Value<String> {
        let Some((value, place)) = self.entry(section, key) else {
            let path = self.paths.key(section.place.path, key);
            let span = section.place.key_or_value();
            let place = Place { span, key: None, path, given: false };
            return if section.unknown {
                Value::unknown(place, String::new())
            } else {
                Value::absent(place, String::new())
            };
        };
        self.scalar(value, place, key, "a string")
    }

    fn scalar(&mut self, value: NodeId, place: Place, key: &str, expected: &'static str) -> Value<String> {
        let node = &self.tree[self.tree.resolve(value)];
        if node.unknown {
            return Value::unknown(place, String::new());
        }
        match &node.kind {
            Kind::Null => Value::absent(place, String::new()),
            Kind::Text(text) => Value::given(place, text.clone()),
            Kind::Sequence { .. } | Kind::Mapping { .. } | Kind::Alias(_) => {
                self.mistyped(place, key, expected);
                Value::unknown(place, String::new())
            }
            _ => Value::given(place, self.sources.slice(node.span).to_owned()),
        }
    }

    fn groups(&mut self, section: &UsersSection) -> List<Value<String>> {
        let Some((value, place)) = self.entry(section, "groups") else {
            let place = Place { given: false, ..section.place };
            return List { place, items: Vec::new(), unknown: section.unknown };
        };
        let node = &self.tree[self.tree.resolve(value)];
        let mut list = List { place, items: Vec::new(), unknown: node.unknown || node.open };
        match &node.kind {
            _ if node.unknown => {}
            Kind::Null => {}
            Kind::Sequence { items, .. } => {
                for (index, item) in items.iter().enumerate() {
                    let path = self.paths.index(place.path, index);
                    let place = Place { span: self.tree[*item].span, key: None, path, given: true };
                    list.items.push(self.scalar(*item, place, "groups", "a list of strings"));
                }
            }
            _ => {
                list.unknown = true;
                self.mistyped(place, "groups", "a list of strings");
            }
        }
        list
    }

    fn disabled(&mut self, section: &UsersSection) {
        let Some((value, place)) = self.entry(section, "disabled") else { return };
        let node = &self.tree[self.tree.resolve(value)];
        let is_boolean = match &node.kind {
            Kind::Null | Kind::Bool(_) => true,
            Kind::Text(text) => OLD_BOOLEANS.contains(&text.as_str()),
            _ => false,
        };
        if !is_boolean && !node.unknown {
            self.mistyped(place, "disabled", "a boolean");
        }
    }

    fn extra(&mut self, section: &UsersSection) -> Vec<(Name, Place, Option<Kind>)> {
        let Some((value, place)) = self.entry(section, "extra") else { return Vec::new() };
        let node = &self.tree[self.tree.resolve(value)];
        match &node.kind {
            _ if node.unknown => Vec::new(),
            Kind::Null => Vec::new(),
            Kind::Mapping { entries, .. } => {
                let known = entries.iter().filter(|entry| !self.tree[entry.key].unknown);
                known.map(|entry| self.attribute(entry.key, entry.value, place.path)).collect()
            }
            _ => {
                self.mistyped(place, "extra", "a mapping");
                Vec::new()
            }
        }
    }

    fn attribute(&mut self, key: NodeId, value: NodeId, extra: PathId) -> (Name, Place, Option<Kind>) {
        let name = Name { text: self.tree.key_text(key).to_owned(), span: self.tree[key].span };
        let path = self.paths.name(extra, &name.text);
        let node = &self.tree[self.tree.resolve(value)];
        let kind = (!node.unknown).then(|| node.kind.clone());
        (name, self.place(value, key, path), kind)
    }

    /// The keys that Authelia ignores, without those that only hold an anchor.
    fn ignored(&self, section: &UsersSection) -> Vec<Name> {
        let Kind::Mapping { entries, .. } = &self.tree[self.tree.resolve(section.node)].kind else { return Vec::new() };
        let own = entries.iter().filter(|entry| !entry.merged && !self.tree[entry.key].unknown);
        let names =
            own.map(|entry| Name { text: self.tree.key_text(entry.key).to_owned(), span: self.tree[entry.key].span });
        names.filter(|name| !USER_KEYS.contains(&name.text.as_str()) && !name.text.starts_with("x-")).collect()
    }

    /// The value of a key, and its place.
    fn entry(&mut self, section: &UsersSection, key: &'static str) -> Option<(NodeId, Place)> {
        let entry = self.tree.get(section.node, key)?;
        let path = self.paths.key(section.place.path, key);
        Some((entry.value, self.place(entry.value, entry.key, path)))
    }

    fn place(&self, value: NodeId, key: NodeId, path: PathId) -> Place {
        Place { span: self.tree[value].span, key: Some(self.tree[key].span), path, given: true }
    }

    fn mistyped(&mut self, place: Place, key: &str, expected: &'static str) {
        self.mistyped.push(Mistyped { place, key: key.to_owned(), expected });
    }

    fn keep_secret(&mut self, password: &Value<String>) {
        if password.place.given {
            let text = password.text().filter(|text| !text.is_empty()).map(|text| Secret::new(text.to_owned()));
            self.secrets.push((password.place.span, text));
        }
    }
}

/// A mapping that is being read.
struct UsersSection {
    node: NodeId,
    place: Place,
    /// Whether absent keys may come from elsewhere.
    unknown: bool,
}

fn secret(password: &Value<String>) -> Value<Secret> {
    match password.written() {
        Some(text) => Value::given(password.place, Secret::new(text.clone())),
        None if password.is_unknown() => Value::unknown(password.place, Secret::default()),
        None => Value::absent(password.place, Secret::default()),
    }
}
