//! Whether a rule matches a request, as Authelia compares them. `None` is the answer where that cannot be known.

use std::sync::Arc;

use super::Identity;
use super::identity::is_same_name;
use super::model::{Host, QueryCondition, QueryTest, Rule};
use super::pattern::{Named, Pattern};
use super::request::{Asked, RequestTarget};

/// A part of a rule that a request may fail to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulePart {
    /// `domain` and `domain_regex`.
    Host,
    /// `resources`.
    Path,
    /// `query`.
    Query,
    /// `methods`.
    Method,
    /// `networks`.
    Network,
    /// `subject`.
    Subject,
}

impl RulePart {
    /// The parts that further limit what a rule is for, besides hosts and people.
    pub const FURTHER: [Self; 4] = [Self::Path, Self::Query, Self::Method, Self::Network];

    const ALL: [Self; 6] = [Self::Host, Self::Path, Self::Query, Self::Method, Self::Network, Self::Subject];
}

impl Rule {
    /// Whether it matches a request.
    #[must_use]
    pub fn matches(&self, asked: &Asked) -> Option<bool> {
        let mut matches = Some(true);
        for part in RulePart::ALL {
            match self.matches_part(part, asked) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => matches = None,
            }
        }
        matches
    }

    /// The parts that certainly do not match a request.
    pub fn unmatched<'a>(&'a self, asked: &'a Asked) -> impl Iterator<Item = RulePart> + 'a {
        RulePart::ALL.into_iter().filter(|part| self.matches_part(*part, asked) == Some(false))
    }

    /// Whether one part of it matches a request.
    #[must_use]
    pub fn matches_part(&self, part: RulePart, asked: &Asked) -> Option<bool> {
        let Asked { object, identity, address } = asked;
        match part {
            RulePart::Host => self.matches_host(&object.host, identity),
            RulePart::Path => {
                self.resources.holds(|pattern| object.path.as_ref().and_then(|path| is_match(pattern, path, identity)))
            }
            RulePart::Query => self.matches_query(object),
            RulePart::Method => self.methods.holds(|method| Some(*method == object.method)),
            RulePart::Network => self.networks.holds(|network| Some(network.contains(*address))),
            RulePart::Subject if identity.is_anonymous() => Some(true),
            RulePart::Subject => self.subjects.holds(|all| every(all.iter().map(|subject| identity.is(subject)))),
        }
    }

    /// Whether its hosts are those of a request.
    pub(super) fn matches_host(&self, host: &str, identity: &Identity) -> Option<bool> {
        self.hosts.holds(|alternative| alternative.matches(host, identity))
    }

    fn matches_query(&self, object: &RequestTarget) -> Option<bool> {
        self.query
            .holds(|all| every(all.iter().map(|condition| object.path.as_ref().and_then(|_| condition.holds(object)))))
    }
}

/// Whether all of some conditions hold.
fn every(conditions: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut hold = Some(true);
    for condition in conditions {
        match condition {
            Some(true) => {}
            Some(false) => return Some(false),
            None => hold = None,
        }
    }
    hold
}

/// Whether a pattern matches a text and what its groups capture names who asks (`RegexpGroupStringSubjectMatcher`).
fn is_match(pattern: &Pattern, text: &str, identity: &Identity) -> Option<bool> {
    let is_match = pattern.is_match(text)?;
    if !is_match || !pattern.names_somebody() || identity.is_anonymous() {
        return Some(is_match);
    }
    let named = pattern.named(text)?;
    let is_user = named.user.is_none_or(|user| is_same_name(&identity.user, &user));
    Some(is_user && named.group.is_none_or(|group| is_in(identity, &group)))
}

/// Whether somebody is in a group, in any letter case.
fn is_in(identity: &Identity, group: &str) -> bool {
    identity.groups.iter().any(|other| is_same_name(other, group))
}

impl Host {
    /// Whether it is the host of a request (`AccessControlDomainMatcher`).
    pub(super) fn matches(&self, host: &str, identity: &Identity) -> Option<bool> {
        let is_below = |name: &str| ends_with_name(host, name) && host.len() > name.len();
        Some(match self {
            Self::Exact(name) => is_same_name(host, name),
            Self::Suffix(name) => ends_with_name(host, name),
            Self::User(name) | Self::Group(name) if identity.is_anonymous() => is_below(name),
            Self::User(name) => host.strip_suffix(name.as_str()) == Some(&*identity.user),
            Self::Group(name) => host
                .find('.')
                .map(|at| host.split_at(at))
                .is_some_and(|(first, rest)| rest == name && is_in(identity, first)),
            Self::Pattern(pattern) => return is_match(pattern, host, identity),
        })
    }

    /// Whom a host names.
    pub(super) fn named(&self, host: &str) -> Named {
        match self {
            Self::User(name) => Named { user: host.strip_suffix(name.as_str()).map(str::to_owned), group: None },
            Self::Group(_) => Named { user: None, group: host.split_once('.').map(|(first, _)| first.to_owned()) },
            Self::Pattern(pattern) => pattern.named(host).unwrap_or_default(),
            Self::Exact(_) | Self::Suffix(_) => Named::default(),
        }
    }
}

/// Whether a host ends in a text, in any letter case and at this very length (`StringHasSuffixFold`).
fn ends_with_name(host: &str, name: &str) -> bool {
    host.len().checked_sub(name.len()).and_then(|at| host.get(at..)).is_some_and(|end| is_same_name(end, name))
}

impl QueryCondition {
    /// Whether it holds for the query of a request.
    fn holds(&self, object: &RequestTarget) -> Option<bool> {
        self.test.holds(object.parameter(&self.key))
    }
}

impl QueryTest {
    /// Whether it holds for the value of a parameter, which is `None` if it is absent.
    pub(super) fn holds(&self, value: Option<&str>) -> Option<bool> {
        let text = value.unwrap_or_default();
        match self {
            Self::Present(expected) => Some(value.is_some() == *expected),
            Self::Equal(expected, positive) => Some((text == expected) == *positive),
            Self::Pattern(pattern, positive) => Some(pattern.is_match(text)? == *positive),
            Self::Unknown => None,
        }
    }
}

impl Rule {
    /// Whether it matches a path and a query if the right person asks.
    pub(super) fn matches_location(&self, asked: &Asked) -> Option<bool> {
        every([RulePart::Path, RulePart::Query].into_iter().map(|part| self.matches_part(part, asked)))
    }

    /// Whom it matches a path for; nobody in particular if that is everybody.
    pub(super) fn named_by_path(&self, path: &str) -> Vec<Named> {
        let is_match = |pattern: &&Arc<Pattern>| pattern.is_match(path) == Some(true);
        let matching: Vec<&Arc<Pattern>> = self.resources.any_of.iter().filter(is_match).collect();
        if matching.iter().any(|pattern| !pattern.names_somebody()) {
            return Vec::new();
        }
        matching.iter().filter_map(|pattern| pattern.named(path)).collect()
    }
}
