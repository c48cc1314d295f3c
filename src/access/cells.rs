//! Classes of requests, each with one request of it: whatever the rules answer to that request, they answer to all of its
//! class: no difference within the class matters to them, and nothing is assumed about who asks.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr};

use crate::golang::net::representatives;

use super::hosts::{People, hosts};
use super::identity::is_same_name;
use super::locations::locations;
use super::memory::Answer;
use super::model::Rule;
use super::request::{Asked, RequestTarget};
use super::{Identity, Witness};

/// An address of a visitor, for rules that do not tell addresses apart (RFC 5737).
pub(super) const USUAL_ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));

/// A class of requests.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    /// A URL of the class.
    pub(super) url: &'a str,
    /// What it asks for.
    pub(super) object: &'a RequestTarget,
    /// An address of the class.
    pub(super) address: IpAddr,
    /// The indices of the rules that may match a request of the class, depending on who asks.
    pub(super) rules: &'a [usize],
    /// Whom the host and the path name.
    pub(super) named: &'a People,
}

impl Cell<'_> {
    /// The request of the class, made by somebody.
    pub(super) fn asked_by(&self, identity: Identity) -> Asked {
        Asked { object: self.object.clone(), identity, address: self.address }
    }

    /// A request of the class as a proof.
    pub(super) fn witness(&self, asked: Asked) -> Witness {
        let Asked { object, identity, address } = asked;
        Witness { url: self.url.to_owned(), method: object.method, address, identity }
    }
}

/// Something that looks at classes of requests.
pub(super) trait Visitor {
    /// Whether it wants to see classes in which no other rules than these may match.
    fn wants(&self, rules: &[usize]) -> bool;

    /// Looks at a class.
    fn visit(&mut self, cell: &Cell<'_>);
}

/// The most rules that are compared.
const MAX_RULES: usize = 3_000;

/// How often the locations of a host may be too many before those of further hosts are not looked for.
const MAX_GIVEN_UP: usize = 2;

/// Shows the visitor one request of each class. Returns `false` if there are too many rules or hosts.
pub(super) fn visit(rules: &[&Rule], cookies: Option<&[String]>, visitor: &mut impl Visitor) -> bool {
    if rules.len() > MAX_RULES {
        return false;
    }
    let Some(hosts) = hosts(rules, cookies) else { return false };
    let mut cells = Cells { rules, known: HashMap::new(), given_up: 0 };
    for host in hosts.iter() {
        let relevant = cells.on_host(host);
        if visitor.wants(&relevant) {
            cells.visit_host(host, &relevant, visitor);
        }
    }
    true
}

/// The locations that some rules tell apart, by these rules and the people that matter to them.
type KnownLocations = HashMap<(Vec<usize>, Vec<String>), Answer>;

struct Cells<'r> {
    rules: &'r [&'r Rule],
    known: KnownLocations,
    /// How often the locations were too many, which takes long to find out.
    given_up: usize,
}

impl Cells<'_> {
    fn on_host(&self, host: &str) -> Vec<usize> {
        let anyone = Identity::default();
        let may_match = |index: &usize| self.rules[*index].matches_host(host, &anyone) != Some(false);
        (0..self.rules.len()).filter(may_match).collect()
    }

    fn visit_host(&mut self, host: &str, relevant: &[usize], visitor: &mut impl Visitor) {
        let named = self.named_by_host(host, relevant);
        let locations = self.locations(relevant, &named);
        let Some(locations) = locations else {
            let object =
                RequestTarget { host: host.to_owned(), path: None, query: Vec::new(), method: "GET".to_owned() };
            let url = format!("https://{}/", escape_host(host));
            self.visit_location(&url, &object, relevant, &named, visitor);
            return;
        };
        let mut seen: HashSet<Vec<usize>> = HashSet::new();
        for location in locations.iter() {
            let url = format!("https://{}{location}", escape_host(host));
            let Ok(object) = RequestTarget::of(&url, "GET") else { continue };
            let mut people = People { users: named.users.clone(), groups: named.groups.clone() };
            let matching = self.on_path(&object, relevant, &mut people);
            if people.is_empty() && !seen.insert(matching.clone()) {
                continue;
            }
            if visitor.wants(&matching) {
                self.visit_location(&url, &object, &matching, &people, visitor);
            }
        }
    }

    fn named_by_host(&self, host: &str, relevant: &[usize]) -> People {
        let mut people = People::default();
        for alternative in relevant.iter().flat_map(|index| &self.rules[*index].hosts.any_of) {
            if alternative.names_somebody() {
                people.add(alternative.named(host));
            }
        }
        people
    }

    fn locations(&mut self, relevant: &[usize], named: &People) -> Answer {
        let rules: Vec<&Rule> = relevant.iter().map(|index| self.rules[*index]).collect();
        let names_somebody =
            rules.iter().flat_map(|rule| &rule.resources.any_of).any(|pattern| pattern.names_somebody());
        let mut people = People::of(&rules);
        let mut key = Vec::new();
        if names_somebody {
            people.users.extend(named.users.iter().cloned());
            people.groups.extend(named.groups.iter().cloned());
            key = people.users.iter().chain(&people.groups).cloned().collect();
        }
        // Only rules that look at the path or the query matter.
        let looks = |index: &&usize| {
            let rule = self.rules[**index];
            !rule.resources.any_of.is_empty() || !rule.query.any_of.is_empty()
        };
        let key = (relevant.iter().filter(looks).copied().collect(), key);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = if self.given_up < MAX_GIVEN_UP { locations(&rules, &people) } else { None };
        self.given_up += usize::from(found.is_none());
        self.known.insert(key, found.clone());
        found
    }

    /// The rules that may match a path and a query. Adds the people that the path names.
    fn on_path(&self, object: &RequestTarget, relevant: &[usize], people: &mut People) -> Vec<usize> {
        let path = object.path.as_deref().unwrap_or_default();
        let asked = Asked { object: object.clone(), identity: Identity::default(), address: USUAL_ADDRESS };
        let mut matching = Vec::new();
        for index in relevant {
            let rule = self.rules[*index];
            if rule.may_match_location(&asked) {
                matching.push(*index);
                for named in rule.resources.any_of.iter().filter_map(|pattern| pattern.named(path)) {
                    people.add(named);
                }
            }
        }
        matching
    }

    fn visit_location(
        &self,
        url: &str,
        object: &RequestTarget,
        matching: &[usize],
        named: &People,
        visitor: &mut impl Visitor,
    ) {
        let rules: Vec<&Rule> = matching.iter().map(|index| self.rules[*index]).collect();
        let networks: Vec<_> = rules.iter().flat_map(|rule| &rule.networks.any_of).copied().collect();
        for method in methods(&rules) {
            let object = RequestTarget { method, ..object.clone() };
            for address in addresses(&networks) {
                let may_match = |index: &&usize| {
                    let rule = self.rules[**index];
                    rule.methods.holds(|method| Some(*method == object.method)) != Some(false)
                        && rule.networks.holds(|network| Some(network.contains(address))) != Some(false)
                };
                let rules: Vec<usize> = matching.iter().filter(may_match).copied().collect();
                visitor.visit(&Cell { url, object: &object, address, rules: &rules, named });
            }
        }
    }
}

impl People {
    pub(super) fn is_empty(&self) -> bool {
        self.users.is_empty() && self.groups.is_empty()
    }
}

/// The methods that rules name, and another one. `methods` cannot name every method.
fn methods(rules: &[&Rule]) -> Vec<String> {
    let named: BTreeSet<&str> = rules.iter().flat_map(|rule| &rule.methods.any_of).map(String::as_str).collect();
    let other = ["GET", "POST", "REPORT"].into_iter().find(|method| !named.contains(method));
    let mut methods: Vec<String> = other.into_iter().chain(named).map(str::to_owned).collect();
    methods.sort_by_key(|method| method != "GET");
    methods
}

/// One address of each class; one that looks like that of a visitor where rules do not tell addresses apart.
pub(super) fn addresses(networks: &[crate::golang::net::Network]) -> Vec<IpAddr> {
    let kind = |address: IpAddr| networks.iter().map(|network| network.contains(address)).collect::<Vec<bool>>();
    let mut seen = HashSet::from([kind(USUAL_ADDRESS)]);
    let others = representatives(networks).into_iter().filter(|address| seen.insert(kind(*address)));
    [USUAL_ADDRESS].into_iter().chain(others.collect::<Vec<_>>()).collect()
}

/// A host as it is written in a URL.
fn escape_host(host: &str) -> String {
    host.replace('%', "%25")
}

/// The name of somebody whom nothing names.
pub(super) fn stranger(named: &People) -> String {
    let is_free = |name: &String| !named.users.iter().any(|other| is_same_name(other, name));
    let candidates = (1..).map(|number| if number == 1 { "somebody".to_owned() } else { format!("somebody{number}") });
    candidates.into_iter().find(is_free).unwrap_or_default()
}
