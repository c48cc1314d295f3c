//! Which rules decide no request at all.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;

use super::Identity;
use super::cells::{Cell, USUAL_ADDRESS, Visitor, stranger, visit};
use super::hosts::People;
use super::identity::cases;
use super::model::{Rule, RuleSet, Subject};

/// A request that proves something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The URL.
    pub url: String,
    /// The method.
    pub method: String,
    /// The address that it comes from.
    pub address: IpAddr,
    /// Who makes it.
    pub identity: Identity,
}

/// Whether a rule decides any request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// It decides this one.
    Reached(Witness),
    /// It decides none.
    Never {
        /// The indices of earlier rules that together match all of its requests, none of them dispensable; empty if it
        /// matches no request by itself.
        covered_by: Vec<usize>,
        /// A request that it matches and that an earlier rule decides.
        example: Option<Witness>,
    },
    /// That cannot be known.
    Unknown,
}

/// What is known of all rules of a set.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// For each rule whether it decides any request.
    pub rules: Vec<Reach>,
    /// Whether the default policy does.
    pub default: Reach,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Askers {
    /// Anybody.
    All,
    /// Only those who are not signed in.
    Visitors,
}

/// Finds out which rules decide any request.
#[must_use]
pub fn analyse(set: &RuleSet, askers: Askers) -> Analysis {
    if set.rules.is_empty() {
        return Analysis { rules: Vec::new(), default: Reach::Unknown };
    }
    let rules: Vec<&Rule> = set.rules.iter().collect();
    let mut search = ReachSearch { set, askers, found: vec![RuleFinding::default(); rules.len() + 1] };
    let is_complete = visit(&rules, set.cookies.as_deref(), &mut search);
    let mut reaches: Vec<Reach> = search.found.into_iter().map(|found| found.reach(is_complete)).collect();
    for (reach, rule) in reaches.iter_mut().zip(&set.rules) {
        if rule.is_unknown() && !matches!(reach, Reach::Reached(_)) {
            *reach = Reach::Unknown;
        }
    }
    let default = reaches.pop().unwrap_or(Reach::Unknown);
    Analysis { rules: reaches, default: if set.unknown { Reach::Unknown } else { default } }
}

/// The most earlier rules that are kept of those that match a class of requests.
const MAX_COVER: usize = 32;

/// What was found about a rule, or about the default policy.
#[derive(Debug, Clone, Default)]
struct RuleFinding {
    witness: Option<Witness>,
    /// Whether it decides a request if something unknown is as it may be.
    perhaps: bool,
    /// The rules that match a class of its requests before it does, for each class.
    covers: BTreeSet<Vec<usize>>,
    example: Option<Witness>,
}

impl RuleFinding {
    fn reach(self, is_complete: bool) -> Reach {
        match self.witness {
            Some(witness) => Reach::Reached(witness),
            None if self.perhaps || !is_complete => Reach::Unknown,
            None => Reach::Never { covered_by: indispensable(&self.covers), example: self.example },
        }
    }
}

/// Some of the rules, none of them dispensable, that cover every class.
fn indispensable(covers: &BTreeSet<Vec<usize>>) -> Vec<usize> {
    let mut kept: BTreeSet<usize> = covers.iter().flatten().copied().collect();
    // Later rules are dropped first: the earliest one is what a reader looks for.
    let candidates: Vec<usize> = kept.iter().rev().copied().collect();
    for candidate in candidates {
        let covers_without = |cover: &Vec<usize>| cover.iter().any(|rule| *rule != candidate && kept.contains(rule));
        if covers.iter().all(covers_without) {
            kept.remove(&candidate);
        }
    }
    kept.into_iter().collect()
}

struct ReachSearch<'a> {
    set: &'a RuleSet,
    askers: Askers,
    /// One for each rule, and one for the default policy.
    found: Vec<RuleFinding>,
}

impl Visitor for ReachSearch<'_> {
    fn wants(&self, rules: &[usize]) -> bool {
        let is_open = |index: &usize| self.found[*index].witness.is_none();
        rules.iter().chain([&self.set.rules.len()]).any(is_open)
    }

    fn visit(&mut self, cell: &Cell<'_>) {
        let default = self.set.rules.len();
        for index in cell.rules.iter().copied().chain([default]) {
            if self.found[index].witness.is_some() {
                continue;
            }
            let identities = match self.askers {
                Askers::All => candidates(self.set.rules.get(index), cell.named),
                Askers::Visitors => vec![Identity::default()],
            };
            for identity in identities {
                self.try_identity(index, cell, identity);
                if self.found[index].witness.is_some() {
                    break;
                }
            }
        }
    }
}

impl ReachSearch<'_> {
    fn try_identity(&mut self, index: usize, cell: &Cell<'_>, identity: Identity) {
        let asked = cell.asked_by(identity);
        let own = self.set.rules.get(index).map_or(Some(true), |rule| rule.matches(&asked));
        if own == Some(false) {
            return;
        }
        let mut cover = Vec::new();
        let mut perhaps = own.is_none();
        for earlier in cell.rules.iter().copied().take_while(|earlier| *earlier < index) {
            if cover.len() == MAX_COVER {
                break;
            }
            match self.set.rules[earlier].matches(&asked) {
                Some(true) => cover.push(earlier),
                Some(false) => {}
                None => perhaps = true,
            }
        }
        let found = &mut self.found[index];
        if !cover.is_empty() {
            found.example.get_or_insert_with(|| cell.witness(asked));
            found.covers.insert(cover);
        } else if perhaps {
            found.perhaps = true;
        } else {
            found.witness = Some(cell.witness(asked));
        }
    }
}

/// Those who may be decided by a rule, with no more names and groups than it asks for: anyone who has more is matched by
/// whatever matches these. Signed-in users come first, because they make better examples.
fn candidates(rule: Option<&Rule>, named: &People) -> Vec<Identity> {
    let everybody = [Vec::new()];
    let alternatives = rule.map(|rule| &rule.subjects.any_of).filter(|all| !all.is_empty());
    let alternatives = alternatives.map_or(&everybody[..], Vec::as_slice);
    let mut identities: Vec<Identity> = alternatives.iter().flat_map(|all| with_subjects(all, named)).collect();
    identities.push(Identity::default());
    identities
}

fn with_subjects(all: &[Subject], named: &People) -> Vec<Identity> {
    let mut people = People::of_subjects(all);
    let client = all.iter().find_map(|subject| match subject {
        Subject::Client(id) => Some(id.clone()),
        _ => None,
    });
    let users: Vec<String> = match people.users.pop_first() {
        Some(user) => vec![user],
        None => [stranger(named)].into_iter().chain(named.users.iter().flat_map(|name| cases(name))).collect(),
    };
    let further: Vec<Option<String>> =
        [None].into_iter().chain(named.groups.iter().flat_map(|name| cases(name)).map(Some)).collect();
    let mut identities = Vec::new();
    for (user, one, other) in combinations(&users, &further) {
        let groups: BTreeSet<String> = people.groups.iter().cloned().chain(one).chain(other).collect();
        let identity = Identity::user(user, groups);
        identities.push(Identity { client: client.clone().unwrap_or_default(), ..identity });
    }
    if client.is_some() && people.groups.is_empty() {
        identities.insert(0, Identity { client: client.unwrap_or_default(), ..Identity::default() });
    }
    identities
}

/// Each user in none, one or two of some groups: the host and the path name one each.
fn combinations<'a>(
    users: &'a [String],
    groups: &'a [Option<String>],
) -> impl Iterator<Item = (String, Option<String>, Option<String>)> + 'a {
    users.iter().flat_map(move |user| {
        groups.iter().enumerate().flat_map(move |(number, one)| {
            let others = if number == 0 { &groups[..1] } else { groups };
            others.iter().map(move |other| (user.clone(), one.clone(), other.clone()))
        })
    })
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)?;
        if self.address != USUAL_ADDRESS {
            write!(f, " from {}", self.address)?;
        }
        write!(f, " by {}", self.identity)
    }
}
