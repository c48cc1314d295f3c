//! The kinds of people that rules tell apart, as somebody who reads the rules thinks of them.

use std::fmt;

use super::Identity;
use super::cells::stranger;
use super::hosts::People;
use super::model::{Rule, RuleSet, Subject};
use super::request::{Asked, RequestTarget};

/// Some people, and one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleKind {
    /// One of them, who has no other groups than those that make somebody one of them.
    pub identity: Identity,
    /// Whether it is everybody in the groups, whatever the user's name is. Without groups, it is everybody whom nothing names.
    pub is_group: bool,
}

impl PeopleKind {
    /// The kind of somebody, where `stranger` is the name of a user whom nothing names.
    pub(super) fn of(identity: Identity, stranger: &str) -> Self {
        Self { is_group: identity.user == stranger, identity }
    }
}

impl fmt::Display for PeopleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Identity { user, groups, client } = &self.identity;
        match groups.as_slice() {
            [] if self.is_group => f.write_str("everybody else who is signed in"),
            [] if client.is_empty() && !user.is_empty() => write!(f, "the user `{user}`"),
            groups if self.is_group => {
                let groups: Vec<String> = groups.iter().map(|group| format!("`{group}`")).collect();
                write!(f, "members of {}", groups.join(" and "))
            }
            _ => self.identity.fmt(f),
        }
    }
}

impl RuleSet {
    /// The kinds of people that matter to a request: those that the rules name which match it if only the right person asks.
    #[must_use]
    pub fn kinds_asking(&self, asked: &Asked) -> Vec<PeopleKind> {
        let rules: Vec<&Rule> = self.rules.iter().filter(|rule| rule.matches(asked) != Some(false)).collect();
        kinds(&rules, &asked.object)
    }
}

/// The kinds of people that some rules name: visitors first, everybody else last. The host and the path of a request
/// may name somebody, too.
pub(super) fn kinds(rules: &[&Rule], object: &RequestTarget) -> Vec<PeopleKind> {
    let mut named = People::of(rules);
    let mut identities = vec![Identity::default()];
    let by_host = rules.iter().flat_map(|rule| &rule.hosts.any_of).filter(|host| host.names_somebody());
    let path = object.path.as_deref().unwrap_or_default();
    let by_path = rules.iter().flat_map(|rule| &rule.resources.any_of).filter_map(|pattern| pattern.named(path));
    let (mut users, mut groups) = (Vec::new(), Vec::new());
    for named in by_host.map(|host| host.named(&object.host)).chain(by_path) {
        let named = named.known();
        users.extend(named.user);
        groups.extend(named.group);
    }
    named.users.extend(users.iter().cloned());
    let stranger = stranger(&named);
    for all in rules.iter().flat_map(|rule| &rule.subjects.any_of) {
        identities.extend(of_subjects(all, &stranger));
    }
    identities.extend(users.into_iter().map(|user| Identity::user(user, [])));
    identities.extend(groups.into_iter().map(|group| Identity::user(stranger.clone(), [group])));
    identities.push(Identity::user(stranger.clone(), []));
    let mut kinds: Vec<PeopleKind> = Vec::new();
    for identity in identities {
        let kind = PeopleKind::of(identity, &stranger);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// Somebody for whom all of some subjects hold. Returns `None` if nobody is.
fn of_subjects(all: &[Subject], stranger: &str) -> Option<Identity> {
    let mut identity = Identity::default();
    let mut groups = Vec::new();
    for subject in all {
        let (part, name) = match subject {
            Subject::User(name) => (&mut identity.user, name),
            Subject::Client(id) => (&mut identity.client, id),
            Subject::Group(name) => {
                groups.push(name.clone());
                continue;
            }
            Subject::Unknown => return None,
        };
        if !part.is_empty() && part != name {
            return None;
        }
        part.clone_from(name);
    }
    groups.sort_unstable();
    groups.dedup();
    if identity.user.is_empty() && identity.client.is_empty() {
        stranger.clone_into(&mut identity.user);
    }
    identity.groups = groups;
    Some(identity)
}
