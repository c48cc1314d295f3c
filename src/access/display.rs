//! The parts of a rule as texts, close to how they are written.

use std::fmt;

use super::decision::{Decision, Outcome};
use super::matching::RulePart;
use super::model::{Host, Policy, QueryCondition, QueryTest, Rule, Subject};

impl Policy {
    /// What it means for somebody who can give two factors.
    #[must_use]
    pub const fn grants(self) -> &'static str {
        match self {
            Self::Bypass => "allowed",
            Self::OneFactor => "allowed with one factor",
            Self::TwoFactor => "allowed with two factors",
            Self::Deny => "forbidden",
        }
    }
}

impl Decision {
    /// What it means for somebody who can give as many factors as there are, or who is not signed in.
    #[must_use]
    pub const fn grants(&self, anonymous: bool) -> &'static str {
        match self.outcome(0) {
            _ if !anonymous => self.policy.grants(),
            Outcome::Allowed => "allowed",
            Outcome::Forbidden => "forbidden",
            Outcome::SignIn | Outcome::SecondFactor => "asked to sign in",
        }
    }
}

impl Outcome {
    /// What happens to the request.
    #[must_use]
    pub const fn tells(self) -> &'static str {
        match self {
            Self::Allowed => "the request reaches the application",
            Self::SignIn => "the portal asks for a first factor",
            Self::SecondFactor => "the portal asks for a second factor",
            Self::Forbidden => "the request is rejected",
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(name) => f.write_str(name),
            Self::Suffix(ending) => write!(f, "*{ending}"),
            Self::User(ending) => write!(f, "{{user}}{ending}"),
            Self::Group(ending) => write!(f, "{{group}}{ending}"),
            Self::Pattern(pattern) => f.write_str(pattern.text()),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(name) => write!(f, "user:{name}"),
            Self::Group(name) => write!(f, "group:{name}"),
            Self::Client(id) => write!(f, "oauth2:client:{id}"),
            Self::Unknown => f.write_str("(unknown)"),
        }
    }
}

impl fmt::Display for QueryCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match &self.test {
            QueryTest::Present(true) => write!(f, "{key} present"),
            QueryTest::Present(false) => write!(f, "{key} absent"),
            QueryTest::Equal(text, is) => write!(f, "{key} {}equal {text}", not(*is)),
            QueryTest::Pattern(pattern, is) => write!(f, "{key} {}pattern {}", not(*is), pattern.text()),
            QueryTest::Unknown => f.write_str("(unknown)"),
        }
    }
}

const fn not(is: bool) -> &'static str {
    if is { "" } else { "not " }
}

impl RulePart {
    /// The option, or one of the two, that sets it.
    #[must_use]
    pub const fn option(self) -> &'static str {
        match self {
            Self::Host => "domain",
            Self::Path => "resources",
            Self::Query => "query",
            Self::Method => "methods",
            Self::Network => "networks",
            Self::Subject => "subject",
        }
    }
}

impl Rule {
    /// The alternatives of a part of it.
    #[must_use]
    pub fn alternatives(&self, part: RulePart) -> Vec<String> {
        fn joined<T: fmt::Display>(all: &[T]) -> String {
            all.iter().map(T::to_string).collect::<Vec<_>>().join(" and ")
        }
        let (mut texts, unknown): (Vec<String>, bool) = match part {
            RulePart::Host => (self.hosts.any_of.iter().map(Host::to_string).collect(), self.hosts.unknown),
            RulePart::Path => {
                (self.resources.any_of.iter().map(|one| one.text().to_owned()).collect(), self.resources.unknown)
            }
            RulePart::Query => (self.query.any_of.iter().map(|all| joined(all)).collect(), self.query.unknown),
            RulePart::Method => (self.methods.any_of.clone(), self.methods.unknown),
            RulePart::Network => {
                (self.networks.any_of.iter().map(ToString::to_string).collect(), self.networks.unknown)
            }
            RulePart::Subject => (self.subjects.any_of.iter().map(|all| joined(all)).collect(), self.subjects.unknown),
        };
        if unknown {
            texts.push("(unknown)".to_owned());
        }
        texts
    }
}
