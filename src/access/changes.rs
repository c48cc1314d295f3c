//! Who gains and who loses access if one rule set takes the place of another.

use std::collections::BTreeMap;
use std::fmt;

use super::cells::{Cell, Visitor, visit};
use super::crowd::crowd;
use super::decision::{Decision, Refusal};
use super::hosts::People;
use super::kinds::{PeopleKind, kinds};
use super::model::{Criterion, Host, Policy, Rule, RuleSet};
use super::pattern::Pattern;
use super::reach::Witness;
use super::request::Asked;
use super::{Identity, Outcome};
use crate::golang::regexp::translation::quote;

/// What somebody can reach, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reachable {
    /// Nothing.
    None,
    /// The application, with two factors.
    TwoFactors,
    /// The application, with one factor.
    OneFactor,
    /// The application, without signing in.
    Open,
}

impl Reachable {
    fn of(verdict: &Result<Decision, Refusal>, anonymous: bool) -> Self {
        match verdict.as_ref().map(|decision| decision.policy) {
            Err(_) | Ok(Policy::Deny) => Self::None,
            Ok(Policy::Bypass) if anonymous => Self::Open,
            Ok(_) if anonymous => Self::None,
            // Anyone who is signed in has given a factor.
            Ok(Policy::Bypass | Policy::OneFactor) => Self::OneFactor,
            Ok(Policy::TwoFactor) => Self::TwoFactors,
        }
    }
}

impl fmt::Display for Reachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "no access",
            Self::TwoFactors => "access with two factors",
            Self::OneFactor => "access with one factor",
            Self::Open => "access without signing in",
        })
    }
}

/// One of the two sides of a difference.
#[derive(Debug, Clone)]
pub struct Side {
    /// What decides.
    pub verdict: Result<Decision, Refusal>,
    /// What can be reached.
    pub access: Reachable,
}

/// Requests that both sides decide by one rule each, and not alike.
#[derive(Debug, Clone)]
pub struct ChangedDecision {
    /// What was decided.
    pub old: Side,
    /// What is decided.
    pub new: Side,
    /// Who makes such requests.
    pub who: Vec<PeopleKind>,
    /// One of the requests.
    pub witness: Witness,
    /// The number of factors with which one side allows it and the other does not.
    pub factors: u8,
}

impl ChangedDecision {
    /// Whether somebody gains access rather than loses it.
    #[must_use]
    pub fn is_gain(&self) -> bool {
        self.new.access > self.old.access
    }
}

/// The differences between two rule sets.
#[derive(Debug, Clone)]
pub struct Changes {
    /// Each class of requests that are not decided alike.
    pub differences: Vec<ChangedDecision>,
    /// Whether it is certain that there are no others.
    pub is_complete: bool,
}

/// The most classes of requests that are distinguished.
const MAX_DIFFERENCES: usize = 1_000;

/// The most kinds of people that are named for a class of requests.
const MAX_KINDS: usize = 8;

/// Compares two rule sets over all requests.
#[must_use]
pub fn compare(old: &RuleSet, new: &RuleSet) -> Changes {
    let cookies = match (&old.cookies, &new.cookies) {
        (Some(old), Some(new)) => Some([old.as_slice(), new].concat()),
        (old, new) => old.clone().or_else(|| new.clone()),
    };
    let same_cookies = old.cookies == new.cookies;
    // The domains of the cookies tell hosts apart, too.
    let markers: Vec<Rule> =
        if same_cookies { Vec::new() } else { cookies.iter().flatten().map(|domain| marker(domain, old)).collect() };
    let rules: Vec<&Rule> = old.rules.iter().chain(&new.rules).chain(&markers).collect();
    let same_default = old.default_policy == new.default_policy && old.unknown == new.unknown;
    let mut search = ChangeSearch {
        old,
        new,
        twins: twins(&rules),
        may_skip: same_cookies && same_default,
        found: BTreeMap::new(),
        is_complete: true,
    };
    let is_complete = visit(&rules, cookies.as_deref(), &mut search) && search.is_complete;
    Changes { differences: search.found.into_values().collect(), is_complete }
}

/// A rule for the hosts of a cookie domain, which is never asked.
fn marker(domain: &str, set: &RuleSet) -> Rule {
    let pattern = Pattern::new(&format!("(?:^|\\.){}$", quote(domain)));
    Rule {
        place: set.default_place,
        host_place: set.default_place,
        policy_place: set.default_place,
        policy: None,
        hosts: Criterion { any_of: vec![Host::Pattern(pattern.into())], unknown: false },
        resources: Criterion::default(),
        query: Criterion::default(),
        methods: Criterion::default(),
        networks: Criterion::default(),
        subjects: Criterion::default(),
    }
}

/// For each rule the first one that is the same.
fn twins(rules: &[&Rule]) -> Vec<usize> {
    let mut first: Vec<usize> = Vec::new();
    let twin = |rule: &Rule, first: &[usize]| first.iter().copied().find(|other| rules[*other].is_same(rule));
    let mut twins = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let twin = twin(rule, &first).unwrap_or_else(|| {
            first.push(index);
            index
        });
        twins.push(twin);
    }
    twins
}

/// What decides on both sides, and what can be reached: the class of a request.
type RequestClass = (bool, [(u8, usize, Reachable); 2]);

struct ChangeSearch<'a> {
    old: &'a RuleSet,
    new: &'a RuleSet,
    /// For each rule of both sets the first one that is the same.
    twins: Vec<usize>,
    /// Whether nothing but rules can make a difference.
    may_skip: bool,
    found: BTreeMap<RequestClass, ChangedDecision>,
    is_complete: bool,
}

impl Visitor for ChangeSearch<'_> {
    fn wants(&self, rules: &[usize]) -> bool {
        let (old, new) = self.split(rules);
        let twins = |rules: &[usize]| rules.iter().map(|rule| self.twins[*rule]).collect::<Vec<usize>>();
        self.found.len() < MAX_DIFFERENCES && !(self.may_skip && twins(old) == twins(new))
    }

    fn visit(&mut self, cell: &Cell<'_>) {
        if !self.wants(cell.rules) {
            self.is_complete &= self.found.len() < MAX_DIFFERENCES;
            return;
        }
        let (old, new) = self.split(cell.rules);
        let before = self.old.rules.len();
        let old: Vec<(usize, &Rule)> = old.iter().map(|index| (*index, &self.old.rules[*index])).collect();
        let new: Vec<(usize, &Rule)> =
            new.iter().map(|index| (*index - before, &self.new.rules[*index - before])).collect();
        let rules: Vec<&Rule> = old.iter().chain(&new).map(|(_, rule)| *rule).collect();
        let people = crowd(&rules, cell.named).unwrap_or_else(|| {
            self.is_complete = false;
            kinds(&rules, cell.object).into_iter().map(|kind| kind.identity).collect()
        });
        let stranger = super::cells::stranger(&everybody(&rules, cell.named));
        for identity in people {
            let asked = cell.asked_by(identity);
            let sides = (decide(self.old, &old, &asked), decide(self.new, &new, &asked));
            let (Some(old), Some(new)) = sides else {
                self.is_complete = false;
                continue;
            };
            self.compare(cell, asked, old, new, &stranger);
        }
    }
}

fn everybody(rules: &[&Rule], named: &People) -> People {
    let mut people = People::of(rules);
    people.users.extend(named.users.iter().cloned());
    people.groups.extend(named.groups.iter().cloned());
    people
}

impl ChangeSearch<'_> {
    /// The rules of either side.
    fn split<'r>(&self, rules: &'r [usize]) -> (&'r [usize], &'r [usize]) {
        let before = self.old.rules.len();
        let first = rules.partition_point(|rule| *rule < before);
        let last = rules.partition_point(|rule| *rule < before + self.new.rules.len());
        (&rules[..first], &rules[first..last])
    }

    fn compare(
        &mut self,
        cell: &Cell<'_>,
        asked: Asked,
        old: Result<Decision, Refusal>,
        new: Result<Decision, Refusal>,
        stranger: &str,
    ) {
        let anonymous = asked.identity.is_anonymous();
        let side = |verdict| Side { access: Reachable::of(&verdict, anonymous), verdict };
        let (old, new) = (side(old), side(new));
        if old.access == new.access {
            return;
        }
        let kind = PeopleKind::of(asked.identity.clone(), stranger);
        let key = (anonymous, [key(&old), key(&new)]);
        let difference = self.found.entry(key).or_insert_with(|| {
            let factors = match (anonymous, old.access.max(new.access)) {
                (true, _) => 0,
                (false, Reachable::OneFactor) => 1,
                (false, _) => 2,
            };
            ChangedDecision { old, new, who: Vec::new(), witness: cell.witness(asked), factors }
        });
        if difference.who.len() < MAX_KINDS && !difference.who.iter().any(|known| known.includes(&kind)) {
            difference.who.push(kind);
        }
    }
}

fn key(side: &Side) -> (u8, usize, Reachable) {
    match &side.verdict {
        Ok(Decision { rule: Some(rule), .. }) => (0, *rule, side.access),
        Ok(_) => (1, 0, side.access),
        Err(_) => (2, 0, side.access),
    }
}

/// What a side decides. Returns `None` if that cannot be known.
fn decide(set: &RuleSet, rules: &[(usize, &Rule)], asked: &Asked) -> Option<Result<Decision, Refusal>> {
    if let Err(refusal) = set.admit(&asked.object.host) {
        return Some(Err(refusal));
    }
    for (index, rule) in rules {
        if rule.matches(asked)? {
            return set.decision_of(*index).map(Ok);
        }
    }
    set.default_decision().map(Ok)
}

impl ChangedDecision {
    /// What happens to the witness on both sides.
    #[must_use]
    pub fn outcomes(&self) -> [Option<Outcome>; 2] {
        [&self.old, &self.new].map(|side| side.verdict.as_ref().ok().map(|decision| decision.outcome(self.factors)))
    }
}

impl PeopleKind {
    /// Whether others are some of these people.
    fn includes(&self, other: &Self) -> bool {
        let (own, others): (&Identity, &Identity) = (&self.identity, &other.identity);
        let same = own.user == others.user || (self.is_group && !others.user.is_empty());
        same && own.client == others.client && own.groups.iter().all(|group| others.groups.contains(group))
    }
}
