//! Requests near another one: what is decided if something is added to its URL, or if somebody else asks.

use std::net::IpAddr;
use std::sync::Arc;

use super::Identity;
use super::automaton::{ANY, Automaton, State, anywhere, cost, representatives};
use super::cells::{addresses, stranger};
use super::decision::Decision;
use super::hosts::People;
use super::locations::locations;
use super::matching::RulePart;
use super::model::{Criterion, Rule, RuleSet};
use super::pattern::Pattern;
use super::reach::Witness;
use super::request::{Asked, RequestTarget};
use super::walk::{Piece, WalkStep, walk};

impl Witness {
    /// The request as rules see it. Returns `None` if its URL is not one.
    #[must_use]
    pub fn asked(&self) -> Option<Asked> {
        let object = RequestTarget::of(&self.url, &self.method).ok()?;
        Some(Asked { object, identity: self.identity.clone(), address: self.address })
    }

    /// The same request for another URL.
    #[must_use]
    pub fn with_url(&self, url: String) -> Self {
        Self { url, ..self.clone() }
    }

    /// The same request by somebody else.
    #[must_use]
    pub fn by(&self, identity: Identity) -> Self {
        Self { identity, ..self.clone() }
    }

    /// What its URL begins with: everything before the path.
    #[must_use]
    pub fn origin(&self) -> &str {
        let host = self.url.find("://").map_or(0, |at| at + 3);
        let end = self.url[host..].find(['/', '?']).map_or(self.url.len(), |at| host + at);
        &self.url[..end]
    }
}

impl RuleSet {
    /// What decides a request that is admitted. Returns `None` if it is not, or if that cannot be known.
    #[must_use]
    pub fn decide_witness(&self, witness: &Witness) -> Option<Decision> {
        let asked = witness.asked()?;
        self.admit(&asked.object.host).ok()?;
        self.decide(&asked)
    }
}

/// A path without a query that a pattern matches, as it is written in a URL.
#[must_use]
pub fn path_of(rule: &Rule, pattern: &Arc<Pattern>) -> Option<String> {
    let resources = Criterion { any_of: vec![Arc::clone(pattern)], unknown: false };
    let rule = Rule { resources, query: Criterion::default(), ..rule.clone() };
    let found = locations(&[&rule], &People::default())?;
    let is_match = |location: &String| {
        let object = RequestTarget::of(&format!("https://host{location}"), "GET").ok();
        object.and_then(|object| pattern.is_match(object.path.as_deref()?)).unwrap_or(false)
    };
    found.iter().find(|location| !location.contains('?') && is_match(location)).cloned()
}

/// A query that makes a pattern match a path which it does not match without.
#[must_use]
pub fn query_of(pattern: &Pattern, path: &str) -> Option<String> {
    let automaton = Automaton::new(&[ANY.to_owned(), anywhere(&pattern.translated())])?;
    let start = path.bytes().chain(*b"?").fold(automaton.start(), |state, byte| automaton.next(state, byte));
    let bytes = representatives(&[automaton.classes()], |byte| byte.is_ascii_graphic() && !b"%;+".contains(&byte));
    let steps = |state: &State, steps: &mut Vec<WalkStep<State>>| {
        let step =
            |byte: &u8| WalkStep { next: automaton.next(*state, *byte), text: Piece::byte(*byte), cost: cost(*byte) };
        steps.extend(bytes.iter().map(step));
    };
    let matches = |state: &State| automaton.matched(*state).contains(&1).then_some(());
    let text = walk(start, steps, matches, 1)?.into_iter().next()?.text;
    String::from_utf8(text).ok().filter(|text| !text.is_empty())
}

impl Rule {
    /// Whether it may match a request if that comes from another address.
    #[must_use]
    pub fn may_match_from_anywhere(&self, asked: &Asked) -> bool {
        self.unmatched(asked).all(|part| part == RulePart::Network)
    }
}

/// The most addresses that a request is decided for if none is given.
pub const MAX_ADDRESSES: usize = 6;

impl RuleSet {
    /// One address of each kind that matters to a request, the first of which looks like that of a visitor.
    #[must_use]
    pub fn addresses(&self, asked: &Asked) -> Vec<IpAddr> {
        let rules = self.rules.iter().filter(|rule| rule.may_match_from_anywhere(asked));
        addresses(&rules.flat_map(|rule| &rule.networks.any_of).copied().collect::<Vec<_>>())
    }

    /// The name of somebody whom no rule names.
    #[must_use]
    pub fn stranger(&self) -> String {
        stranger(&People::of(&self.rules.iter().collect::<Vec<&Rule>>()))
    }
}
