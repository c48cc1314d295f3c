//! Authorization policies against brute force: every user with every set of groups at every kind of address.

use std::fmt::Write as _;
use std::net::IpAddr;

use authelia_lint::check::{Options, fix};
use authelia_lint::lint::{Finding, Safety};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_yaml::Value;

use crate::files::source;

const USERS: [&str; 3] = ["ann", "ben", "eve"];
const GROUPS: [&str; 3] = ["staff", "guests", "admins"];
const SUBJECTS: [&str; 5] = ["user:ann", "user:ben", "group:staff", "group:guests", "group: admins "];
const NETWORKS: [&str; 7] =
    ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "0.0.0.0/0", "::/0", "home", "::ffff:192.168.0.0/112"];
const HOME: [&str; 2] = ["192.168.0.0/16", "fd00::/8"];
const ADDRESSES: [&str; 8] =
    ["10.1.2.3", "10.1.2.4", "10.2.0.1", "192.168.0.1", "192.168.9.1", "8.8.8.8", "fd00::1", "2001:db8::1"];
/// From the one that keeps everybody out to the one that lets most people in.
const LEVELS: [&str; 3] = ["deny", "two_factor", "one_factor"];

#[derive(Debug, Clone)]
struct Rule {
    policy: &'static str,
    subjects: Vec<Vec<&'static str>>,
    networks: Vec<&'static str>,
}

#[derive(Debug, Clone)]
struct Policy {
    default: &'static str,
    rules: Vec<Rule>,
}

fn rules() -> impl Strategy<Value = Rule> {
    let subject = subsequence(SUBJECTS.to_vec(), 1..=2);
    let networks = subsequence(NETWORKS.to_vec(), 0..=2);
    (select(&LEVELS[..]), prop::collection::vec(subject, 0..=2), networks)
        .prop_filter("a rule needs a subject or networks", |(_, subjects, networks)| {
            !subjects.is_empty() || !networks.is_empty()
        })
        .prop_map(|(policy, subjects, networks)| Rule { policy, subjects, networks })
}

fn policies() -> impl Strategy<Value = Policy> {
    (select(&LEVELS[..]), prop::collection::vec(rules(), 1..=5)).prop_map(|(default, rules)| Policy { default, rules })
}

/// A configuration with these policies, `p0` and so on, and a client of each name with its policy.
fn written(policies: &[Policy], clients: &[(&str, &str)]) -> String {
    let mut text = format!(
        "definitions:\n  network:\n    home: {HOME:?}\nidentity_providers:\n  oidc:\n    authorization_policies:\n"
    );
    for (index, Policy { default, rules }) in policies.iter().enumerate() {
        writeln!(text, "      p{index}:\n        default_policy: {default}\n        rules:").unwrap();
        for Rule { policy, subjects, networks } in rules {
            writeln!(text, "          - policy: {policy}").unwrap();
            writeln!(text, "            subject: {subjects:?}\n            networks: {networks:?}").unwrap();
        }
    }
    text.push_str("    clients:\n");
    for (id, policy) in clients {
        writeln!(text, "      - client_id: {id}\n        client_name: {id}\n        authorization_policy: {policy}")
            .unwrap();
    }
    text
}

struct Request<'a> {
    user: &'a str,
    groups: &'a [&'a str],
    address: IpAddr,
}

/// What governs the requests for a client.
struct Governed<'a> {
    /// The name of its policy.
    name: &'a str,
    /// The policy, if it is a custom one.
    policy: Option<&'a Value>,
}

impl<'a> Governed<'a> {
    fn by(tree: &'a Value, client: usize) -> Self {
        let provider = &tree["identity_providers"]["oidc"];
        let name = provider["clients"][client]["authorization_policy"].as_str().unwrap();
        Self { name, policy: provider["authorization_policies"].get(name).filter(|policy| policy.is_mapping()) }
    }

    fn level(&self, request: &Request<'_>) -> usize {
        let level = self.policy.map_or(self.name, |policy| request.decision(policy).1);
        LEVELS.iter().position(|other| *other == level).unwrap()
    }
}

fn every_request(mut look: impl FnMut(&Request<'_>)) {
    for user in USERS {
        for chosen in 0..1 << GROUPS.len() {
            let groups: Vec<&str> =
                (0..GROUPS.len()).filter(|bit| chosen >> bit & 1 == 1).map(|bit| GROUPS[bit]).collect();
            for address in ADDRESSES {
                look(&Request { user, groups: &groups, address: address.parse().unwrap() });
            }
        }
    }
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_sequence().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

impl Request<'_> {
    fn is_from(&self, network: &str) -> bool {
        if network == "home" {
            return HOME.iter().any(|network| self.is_from(network));
        }
        let (first, length) = network.split_once('/').unwrap_or((network, "128"));
        let first: IpAddr = first.parse().unwrap();
        let bits = |address: IpAddr| match address {
            IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
            IpAddr::V6(address) => address.to_bits(),
        };
        let length = length.parse::<u32>().unwrap() + if first.is_ipv4() && length != "128" { 96 } else { 0 };
        let same_family = first.to_canonical().is_ipv4() == self.address.is_ipv4();
        let differ = bits(first) ^ bits(self.address);
        same_family && differ.checked_shr(128 - length).unwrap_or(0) == 0
    }

    fn is(&self, subject: &str) -> bool {
        let (kind, name) = subject.split_once(':').unwrap();
        if kind == "user" { self.user == name.trim() } else { self.groups.contains(&name.trim()) }
    }

    /// The line of the branch that decides, counted from the policy's, and what it says.
    fn decision<'a>(&self, policy: &'a Value) -> (Option<usize>, &'a str) {
        let decides = |rule: &&Value| {
            let subjects = rule["subject"].as_sequence().unwrap();
            let networks = texts(&rule["networks"]);
            (subjects.is_empty() || subjects.iter().any(|all| texts(all).iter().all(|subject| self.is(subject))))
                && (networks.is_empty() || networks.iter().any(|network| self.is_from(network)))
        };
        let rules = policy["rules"].as_sequence().unwrap();
        match rules.iter().enumerate().find(|(_, rule)| decides(rule)) {
            Some((index, rule)) => (Some(index), rule["policy"].as_str().unwrap()),
            None => (None, policy["default_policy"].as_str().unwrap()),
        }
    }
}

fn findings(text: &str) -> Vec<Finding> {
    authelia_lint::check(&source("configuration.yml", text), &Options::default()).findings
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "slow"]
    fn a_branch_is_reported_where_a_request_reaches_it(policy in policies()) {
        let text = written(&[policy], &[("mailcow", "p0")]);
        let tree: Value = serde_yaml::from_str(&text).unwrap();
        let (mut weak, mut lets_in) = (Vec::new(), false);
        every_request(|request| {
            let (branch, level) = request.decision(&tree["identity_providers"]["oidc"]["authorization_policies"]["p0"]);
            lets_in |= level != "deny";
            if level == "one_factor" {
                weak.push(branch);
            }
        });
        weak.sort_unstable();
        weak.dedup();
        let found = findings(&text);
        let of = |rule: &str| found.iter().find(|finding| finding.rule == rule);
        let told = of("one-factor-policy").map_or(0, |finding| {
            finding.labels.iter().filter(|label| label.text.expose().starts_with("one factor for")).count()
        });
        prop_assert_eq!(told, weak.len(), "{:?}\n{}", weak, text);
        prop_assert_eq!(of("unreachable-client").is_none(), lets_in, "{}", text);
    }

    #[test]
    #[ignore = "slow"]
    fn no_fix_lets_anybody_in(
        first in policies(),
        second in policies(),
        names in prop::collection::vec(select(&["p0", "p1", "one_factor", "two_factor"][..]), 3),
        ids in select(&[["mailcow", "other", "another"], ["mailcow-a", "mailcow-b", "other"]][..]),
    ) {
        let clients: Vec<(&str, &str)> = ids.into_iter().zip(names).collect();
        let before = written(&[first, second], &clients);
        let sources = source("configuration.yml", &*before);
        let outcome = authelia_lint::check(&sources, &Options::default());
        let fixed = fix(sources, outcome, &Options::default(), Safety::Unsafe);
        let after = &fixed.sources.iter().next().unwrap().1.text;
        let (old, new): (Value, Value) = (serde_yaml::from_str(&before).unwrap(), serde_yaml::from_str(after).unwrap());
        let mut wrong = Vec::new();
        let governed = |tree| (0..clients.len()).map(move |index| Governed::by(tree, index)).collect::<Vec<_>>();
        let (old, new) = (governed(&old), governed(&new));
        every_request(|request| {
            for (index, (old, new)) in old.iter().zip(&new).enumerate() {
                if new.level(request) > old.level(request) {
                    wrong.push(format!("{} {:?} {} {}", request.user, request.groups, request.address, clients[index].0));
                }
            }
        });
        prop_assert!(wrong.is_empty(), "{:?}\n{}\n{}", wrong, before, after);
    }
}

/// The text with all fixes made.
fn fixed(text: &str) -> String {
    let sources = source("configuration.yml", text);
    let outcome = authelia_lint::check(&sources, &Options::default());
    let fixed = fix(sources, outcome, &Options::default(), Safety::Unsafe);
    fixed.sources.iter().next().unwrap().1.text.clone()
}

#[test]
fn a_guess_lets_nobody_in() {
    for (written, after) in [
        ("one_facto", "one_factor"),
        ("tow_factor", "two_factor"),
        ("dney", "deny"),
        // Each may be meant to keep somebody out.
        ("refuse", "refuse"),
        ("bypass", "bypass"),
        ("factor", "factor"),
        ("tne_factor", "tne_factor"),
        ("none", "none"),
    ] {
        let text = |policy: &str| {
            format!(
                "access_control:\n  default_policy: {policy}\n  rules:\n    - domain: a.example.com\n      policy: {policy}\n"
            )
        };
        assert_eq!(fixed(&text(written)), text(after));
    }
}

#[test]
fn what_may_be_a_condition_stays_in_its_rule() {
    let text = "access_control:
  rules:
    - domain: a.example.com
      users_only: ann
      policy: one_factor
identity_providers:
  oidc:
    authorization_policies:
      staff:
        # Without effect for now; `one_factor` would let more people in than the default, `two_factor`.
        default_polcy: one_factor
        rules:
          - policy: deny
            subject: group:guests
            only_from_elsewhere: true
";
    assert_eq!(fixed(text), text);
}
