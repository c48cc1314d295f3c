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
use super::pattern::Named;
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

/// A rule that may match a location.
#[derive(Debug, PartialEq, Eq, Hash)]
struct LocationMatch {
    /// The index of the rule.
    rule: usize,
    is_certain: bool,
    /// Whom it matches the location for; nobody in particular if that is everybody.
    names: Vec<Named>,
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
        let mut seen: HashSet<Vec<LocationMatch>> = HashSet::new();
        for location in locations.iter() {
            let url = format!("https://{}{location}", escape_host(host));
            let Ok(object) = RequestTarget::of(&url, "GET") else { continue };
            let matching = self.on_location(&object, relevant);
            let rules: Vec<usize> = matching.iter().map(|found| found.rule).collect();
            if seen.contains(&matching) || !visitor.wants(&rules) {
                continue;
            }
            let mut people = People { users: named.users.clone(), groups: named.groups.clone() };
            matching.iter().flat_map(|found| &found.names).for_each(|named| people.add(named.clone()));
            seen.insert(matching);
            self.visit_location(&url, &object, &rules, &people, visitor);
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

    /// All that some rules tell about a location.
    fn on_location(&self, object: &RequestTarget, relevant: &[usize]) -> Vec<LocationMatch> {
        let path = object.path.as_deref().unwrap_or_default();
        let asked = Asked { object: object.clone(), identity: Identity::default(), address: USUAL_ADDRESS };
        let on_rule = |rule: &usize| {
            let is_certain = match self.rules[*rule].matches_location(&asked) {
                Some(false) => return None,
                matches => matches.is_some(),
            };
            Some(LocationMatch { rule: *rule, is_certain, names: self.rules[*rule].named_by_path(path) })
        };
        relevant.iter().filter_map(on_rule).collect()
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
        let mut seen: HashSet<Vec<usize>> = HashSet::new();
        for method in methods(&rules) {
            let object = RequestTarget { method, ..object.clone() };
            for address in addresses(&networks) {
                let may_match = |index: &&usize| {
                    let rule = self.rules[**index];
                    rule.methods.holds(|method| Some(*method == object.method)) != Some(false)
                        && rule.networks.holds(|network| Some(network.contains(address))) != Some(false)
                };
                let rules: Vec<usize> = matching.iter().filter(may_match).copied().collect();
                if seen.insert(rules.clone()) {
                    visitor.visit(&Cell { url, object: &object, address, rules: &rules, named });
                }
            }
        }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::access::{Criterion, Host, Pattern, Policy, QueryCondition, QueryTest};
    use crate::config::{PathId, Place};
    use crate::golang::net::Network;
    use crate::text::Span;

    #[derive(Default)]
    struct Counter(usize);

    impl Visitor for Counter {
        fn wants(&self, _: &[usize]) -> bool {
            true
        }

        fn visit(&mut self, _: &Cell<'_>) {
            self.0 += 1;
        }
    }

    fn any_of<T>(items: impl IntoIterator<Item = T>) -> Criterion<T> {
        Criterion { any_of: items.into_iter().collect(), unknown: false }
    }

    fn rule(domain: &str) -> Rule {
        let place = Place { span: Span::default(), key: None, path: PathId::default(), given: true };
        Rule {
            place,
            host_place: place,
            policy_place: place,
            policy: Some(Policy::Bypass),
            hosts: any_of([Host::of(domain)]),
            resources: Criterion::default(),
            query: Criterion::default(),
            methods: Criterion::default(),
            networks: Criterion::default(),
            subjects: Criterion::default(),
        }
    }

    #[test]
    #[ignore = "slow"]
    fn requests_that_the_same_rules_may_match_are_one_class() {
        let paths = ["^/$", "^/api/", "/public/", "admin"].map(|path| Rule {
            resources: any_of([Arc::new(Pattern::new(path))]),
            networks: any_of([Network::parse("10.0.0.0/8").unwrap()]),
            ..rule("*.example.com")
        });
        let methods = any_of(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map(str::to_owned));
        let key =
            |key: &str| vec![QueryCondition { key: key.to_owned(), test: QueryTest::Equal("x".to_owned(), true) }];
        let others = [
            Rule { methods, ..rule("{group}.example.com") },
            Rule { query: any_of([key("one"), key("other")]), ..rule("*.example.com") },
        ];
        let rules: Vec<&Rule> = paths.iter().chain(&others).collect();
        let mut counter = Counter::default();
        assert!(visit(&rules, Some(&["example.com".to_owned()]), &mut counter));
        // Hosts: three; rules about paths: eleven sets of them that a path matches; whether the method, the network and the query
        // are those of a rule.
        assert!(counter.0 <= 3 * 11 * 2 * 2 * 2, "{}", counter.0);
    }
}
