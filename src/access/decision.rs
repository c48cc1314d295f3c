//! What happens to one request.

use std::fmt;
use std::net::IpAddr;

use crate::config::Place;
use crate::golang::domain::has_domain_suffix;
use crate::golang::net::{Network, representatives};
use crate::golang::url::UrlError;

use super::cells::USUAL_ADDRESS;
use super::model::{Policy, RuleSet};
use super::request::Asked;

/// What decides a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The index of the rule; `None` for the default policy.
    pub rule: Option<usize>,
    /// Its policy.
    pub policy: Policy,
    /// Whether it depends on who asks.
    pub depends_on_subject: bool,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It reaches the application.
    Allowed,
    /// The portal asks for a first factor.
    SignIn,
    /// The portal asks for a second factor.
    SecondFactor,
    /// It is rejected.
    Forbidden,
}

impl Outcome {
    /// The word for it, as in every format.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::SignIn => "sign-in",
            Self::SecondFactor => "second-factor",
            Self::Forbidden => "forbidden",
        }
    }
}

/// Why Authelia answers 400 without asking any rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The URL cannot be parsed.
    Url(UrlError),
    /// The URL has no host.
    Host,
    /// The method has other characters than capital letters.
    Method,
    /// The scheme is neither `https` nor `wss`.
    Scheme,
    /// The host is in no domain of a session cookie.
    Cookies,
}

impl Refusal {
    /// The word for it, as in every format.
    pub const WORD: &'static str = "bad-request";

    /// What happens to the request.
    #[must_use]
    pub fn tells(&self) -> String {
        format!("Authelia answers 400 and asks no rule, because {self}")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(error) => write!(f, "the URL is not valid: {error}"),
            Self::Host => f.write_str("the URL has no host"),
            Self::Method => f.write_str("a method consists of capital letters"),
            Self::Scheme => f.write_str("the scheme is neither `https` nor `wss`"),
            Self::Cookies => f.write_str("the host is in no domain of `session.cookies`"),
        }
    }
}

impl Decision {
    /// What it means for somebody who has given a number of factors (`isAuthzResult`).
    #[must_use]
    pub const fn outcome(&self, factors: u8) -> Outcome {
        match self.policy {
            Policy::Bypass => Outcome::Allowed,
            Policy::Deny if factors > 0 || !self.depends_on_subject => Outcome::Forbidden,
            Policy::OneFactor if factors > 0 => Outcome::Allowed,
            Policy::TwoFactor if factors > 1 => Outcome::Allowed,
            Policy::TwoFactor if factors == 1 => Outcome::SecondFactor,
            Policy::OneFactor | Policy::TwoFactor | Policy::Deny => Outcome::SignIn,
        }
    }
}

impl RuleSet {
    /// Whether Authelia asks the rules about a host.
    ///
    /// # Errors
    /// Returns the reason if it does not.
    pub fn admit(&self, host: &str) -> Result<(), Refusal> {
        match &self.cookies {
            Some(cookies) if !cookies.iter().any(|cookie| has_domain_suffix(host, cookie)) => Err(Refusal::Cookies),
            _ => Ok(()),
        }
    }

    /// Where the rule, or the default, is written that makes a decision.
    #[must_use]
    pub fn place(&self, decision: &Decision) -> Place {
        decision.rule.map_or(self.default_place, |index| self.rules[index].place)
    }

    /// What decides a request whose host is admitted; `None` if that cannot be known.
    #[must_use]
    pub fn decide(&self, asked: &Asked) -> Option<Decision> {
        for (index, rule) in self.rules.iter().enumerate() {
            if rule.matches(asked)? {
                return self.decision_of(index);
            }
        }
        self.default_decision()
    }

    /// The decision of a rule; `None` if it cannot be known.
    pub(super) fn decision_of(&self, index: usize) -> Option<Decision> {
        let rule = &self.rules[index];
        Some(Decision { rule: Some(index), policy: rule.policy?, depends_on_subject: rule.depends_on_subject() })
    }

    /// The decision where no rule matches; `None` if it cannot be known.
    pub(super) fn default_decision(&self) -> Option<Decision> {
        let policy = self.default_policy.filter(|_| !self.unknown)?;
        Some(Decision { rule: None, policy, depends_on_subject: false })
    }
}

impl RuleSet {
    /// An address that no rule names, if there is one.
    #[must_use]
    pub fn unnamed_address(&self) -> IpAddr {
        let networks: Vec<Network> = self.rules.iter().flat_map(|rule| &rule.networks.any_of).copied().collect();
        let is_unnamed = |address: &IpAddr| !networks.iter().any(|network| network.contains(*address));
        [USUAL_ADDRESS].into_iter().chain(representatives(&networks)).find(is_unnamed).unwrap_or(USUAL_ADDRESS)
    }
}
