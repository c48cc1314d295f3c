//! Who asks.

use std::fmt;

use super::model::Subject;

/// Who asks: nobody who is signed in, a user, or an OAuth 2.0 client with a bearer token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Identity {
    /// The user's name; empty for a client, and for somebody who is not signed in.
    pub user: String,
    /// The user's groups.
    pub groups: Vec<String>,
    /// The client's id; empty for everybody else.
    pub client: String,
}

impl Identity {
    /// A user who is in some groups.
    pub fn user(name: impl Into<String>, groups: impl IntoIterator<Item = String>) -> Self {
        Self { user: name.into(), groups: groups.into_iter().collect(), client: String::new() }
    }

    /// Whether nobody is signed in (`Subject.IsAnonymous`).
    #[must_use]
    pub const fn is_anonymous(&self) -> bool {
        self.user.is_empty() && self.groups.is_empty() && self.client.is_empty()
    }

    /// Whether a subject is theirs; `None` if that cannot be known.
    pub(super) fn is(&self, subject: &Subject) -> Option<bool> {
        match subject {
            Subject::User(name) => Some(self.user == *name),
            Subject::Group(name) => Some(self.groups.contains(name)),
            Subject::Client(id) => Some(self.client == *id),
            Subject::Unknown => None,
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_anonymous() {
            return f.write_str("anyone who is not signed in");
        }
        if !self.client.is_empty() {
            return write!(f, "the client `{}`", self.client);
        }
        write!(f, "the user `{}`", self.user)?;
        match self.groups.as_slice() {
            [] => f.write_str(" without groups"),
            groups => {
                let groups: Vec<String> = groups.iter().map(|group| format!("`{group}`")).collect();
                write!(f, " in {}", groups.join(" and "))
            }
        }
    }
}

/// A name, and the same name in another letter case, which a rule that compares the case does not know.
pub(super) fn cases(name: &str) -> Vec<String> {
    let swapped: String = name
        .chars()
        .map(
            |letter| {
                if letter.is_ascii_uppercase() { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() }
            },
        )
        .collect();
    if swapped == name { vec![swapped] } else { vec![name.to_owned(), swapped] }
}

/// Whether two texts are the same in any letter case (`strings.EqualFold`).
pub(super) fn is_same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || (!(one.is_ascii() && other.is_ascii()) && folded(one).eq(folded(other)))
}

/// The characters of a text, each as the one that stands for all its letter cases.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|character| match character {
        // The letters of Turkish that are cases of ASCII letters in no other language.
        'ı' | 'İ' => character,
        _ => single(character.to_uppercase()).and_then(|upper| single(upper.to_lowercase())).unwrap_or(character),
    })
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    characters.next().filter(|_| characters.next().is_none())
}
