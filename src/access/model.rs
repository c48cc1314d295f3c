//! The rules, each a product of sets: a request matches a rule if it is in each of them.

use std::sync::Arc;

use crate::config::Place;
use crate::golang::net::Network;

use super::Pattern;

/// What a rule requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Policy {
    /// Nothing.
    Bypass,
    /// A password, or any other single factor.
    OneFactor,
    /// Two factors.
    TwoFactor,
    /// Nobody is allowed.
    Deny,
}

impl Policy {
    /// All policies, the most permissive first.
    pub const ALL: [Self; 4] = [Self::Bypass, Self::OneFactor, Self::TwoFactor, Self::Deny];

    /// The policy of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == word)
    }

    /// What it does, as a phrase whose subject is the rule.
    #[must_use]
    pub const fn does(self) -> &'static str {
        match self {
            Self::Bypass => "lets everyone through",
            Self::OneFactor => "requires one factor",
            Self::TwoFactor => "requires two factors",
            Self::Deny => "denies access",
        }
    }

    /// The word for it, as in the configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bypass => "bypass",
            Self::OneFactor => "one_factor",
            Self::TwoFactor => "two_factor",
            Self::Deny => "deny",
        }
    }
}

/// Alternatives, one of which must hold; without any, everything holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion<T> {
    /// The alternatives that are known.
    pub any_of: Vec<T>,
    /// Whether there may be others, or none.
    pub unknown: bool,
}

impl<T> Default for Criterion<T> {
    fn default() -> Self {
        Self { any_of: Vec::new(), unknown: false }
    }
}

impl<T> Criterion<T> {
    /// Whether it certainly restricts nothing.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.any_of.is_empty() && !self.unknown
    }

    /// Whether the criterion holds; `None` if that cannot be known.
    #[must_use]
    pub fn holds(&self, mut test: impl FnMut(&T) -> Option<bool>) -> Option<bool> {
        if self.any_of.is_empty() {
            return (!self.unknown).then_some(true);
        }
        let mut holds = (!self.unknown).then_some(false);
        for alternative in &self.any_of {
            match test(alternative) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => holds = None,
            }
        }
        holds
    }
}

/// Which hosts a rule is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Host {
    /// This host, in any letter case.
    Exact(String),
    /// All hosts that end in this, in any letter case: `*.example.com`.
    Suffix(String),
    /// The user's name and this: `{user}.example.com`.
    User(String),
    /// One of the user's groups and this: `{group}.example.com`.
    Group(String),
    /// What a regular expression matches.
    Pattern(Arc<Pattern>),
}

impl Host {
    /// Reads an item of `domain` (`NewAccessControlDomain`).
    #[must_use]
    pub fn of(domain: &str) -> Self {
        let domain = domain.to_lowercase();
        let after = |prefix| domain.strip_prefix(prefix).map(str::to_owned);
        match () {
            () if domain.starts_with("*.") => Self::Suffix(domain[1..].to_owned()),
            () if domain.starts_with("{user}") => Self::User(after("{user}").unwrap_or_default()),
            () if domain.starts_with("{group}") => Self::Group(after("{group}").unwrap_or_default()),
            () => Self::Exact(domain),
        }
    }

    /// Whether it depends on who asks.
    #[must_use]
    pub fn names_somebody(&self) -> bool {
        match self {
            Self::User(_) | Self::Group(_) => true,
            Self::Pattern(pattern) => pattern.names_somebody(),
            Self::Exact(_) | Self::Suffix(_) => false,
        }
    }
}

/// One item of `subject`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// `user:`
    User(String),
    /// `group:`
    Group(String),
    /// `oauth2:client:`
    Client(String),
    /// Something that cannot be known.
    Unknown,
}

impl Subject {
    /// Reads an item of `subject`. Returns `None` if Authelia ignores it.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let after = |prefix| text.strip_prefix(prefix).map(|name: &str| name.trim_matches(' ').to_owned());
        after("user:")
            .map(Self::User)
            .or_else(|| after("group:").map(Self::Group))
            .or_else(|| after("oauth2:client:").map(Self::Client))
    }
}

/// A condition on the first value of a query parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryCondition {
    /// The name of the parameter.
    pub key: String,
    /// What it must be.
    pub test: QueryTest,
}

/// What a query parameter must be. The value of an absent one is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryTest {
    /// There (`true`), or not.
    Present(bool),
    /// Equal to a text (`true`), or not.
    Equal(String, bool),
    /// Matched by a pattern (`true`), or not.
    Pattern(Arc<Pattern>, bool),
    /// Something that cannot be known.
    Unknown,
}

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Where it is written.
    pub place: Place,
    /// Where its `domain` is written, or its `domain_regex`.
    pub host_place: Place,
    /// Where its policy is written.
    pub policy_place: Place,
    /// What it requires; `None` if that cannot be known.
    pub policy: Option<Policy>,
    /// `domain` and `domain_regex`.
    pub hosts: Criterion<Host>,
    /// `resources`.
    pub resources: Criterion<Arc<Pattern>>,
    /// `query`: alternatives, each of conditions that must all hold.
    pub query: Criterion<Vec<QueryCondition>>,
    /// `methods`.
    pub methods: Criterion<String>,
    /// `networks`.
    pub networks: Criterion<Network>,
    /// `subject`: alternatives, each of subjects that must all hold.
    pub subjects: Criterion<Vec<Subject>>,
}

impl Rule {
    /// Whether it depends on who asks, so that somebody who is not signed in is sent to sign in rather than rejected.
    #[must_use]
    pub fn depends_on_subject(&self) -> bool {
        !self.subjects.any_of.is_empty()
            || self.hosts.any_of.iter().any(Host::names_somebody)
            || self.resources.any_of.iter().any(|pattern| pattern.names_somebody())
    }

    /// Whether a part of it cannot be known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        let cannot_match = |pattern: &Arc<Pattern>| pattern.regex().is_none();
        let unknown_test = |condition: &QueryCondition| match &condition.test {
            QueryTest::Unknown => true,
            QueryTest::Pattern(pattern, _) => cannot_match(pattern),
            QueryTest::Present(_) | QueryTest::Equal(..) => false,
        };
        self.policy.is_none()
            || self.hosts.unknown
            || self.hosts.any_of.iter().any(|host| matches!(host, Host::Pattern(pattern) if cannot_match(pattern)))
            || self.resources.unknown
            || self.resources.any_of.iter().any(cannot_match)
            || self.query.unknown
            || self.query.any_of.iter().flatten().any(unknown_test)
            || self.methods.unknown
            || self.networks.unknown
            || self.subjects.unknown
            || self.subjects.any_of.iter().flatten().any(|subject| *subject == Subject::Unknown)
    }

    /// Whether another rule says the same.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.policy == other.policy
            && self.hosts == other.hosts
            && self.resources == other.resources
            && self.query == other.query
            && self.methods == other.methods
            && self.networks == other.networks
            && self.subjects == other.subjects
    }

    /// The patterns of its query conditions, with their keys.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &QueryCondition> {
        self.query.any_of.iter().flatten()
    }
}

/// All rules of a configuration, in order.
#[derive(Debug, Clone)]
pub struct RuleSet {
    /// The domains of the session cookies; `None` if they cannot be known. Authelia rejects requests to other hosts.
    pub cookies: Option<Vec<String>>,
    /// What applies where no rule matches; `None` if it cannot be known.
    pub default_policy: Option<Policy>,
    /// Where that is written, or what it is missing from.
    pub default_place: Place,
    /// The rules.
    pub rules: Vec<Rule>,
    /// Whether there may be other rules.
    pub unknown: bool,
}
