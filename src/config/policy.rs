//! Who gets in through an authorization policy, and with how many factors.
//!
//! The first rule that matches a request decides, else the default (`internal/oidc/client_policy.go`, 4.39.20). A
//! request is a user with groups at an address: a rule takes it where one of its subjects holds (each names users and
//! groups that must all fit) and one of its networks contains the address; without any of these, it does not matter.

use std::collections::HashMap;
use std::net::IpAddr;

use crate::golang::net::{Network, representatives};

use super::oidc::{AuthorizationPolicy, AuthorizationPolicyRule, Client};
use super::section::List;
use super::value::{Place, Value};
use super::{Configuration, scalars};

/// A policy that takes more comparisons than these is taken for one of which nothing is known.
const MAX_COMPARISONS: usize = 200_000;

/// What a policy asks of a user (`internal/authorization`, 4.39.20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nobody gets in.
    Deny,
    /// A password, or any other single factor.
    OneFactor,
    /// Two factors.
    TwoFactor,
}

impl Level {
    fn of(policy: &Value<String>) -> Option<Self> {
        match policy.text()? {
            "deny" => Some(Self::Deny),
            "one_factor" => Some(Self::OneFactor),
            "two_factor" => Some(Self::TwoFactor),
            _ => None,
        }
    }
}

/// Whether a request exists that a branch decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BranchReach {
    /// Earlier rules take all of its requests.
    Never,
    /// That depends on something unknown.
    Perhaps,
    /// There is such a request.
    Certainly,
}

/// One branch of a policy: some users, and what is asked of them.
#[derive(Debug, Clone)]
pub struct Branch {
    /// What is asked; `None` if it cannot be known.
    pub level: Option<Level>,
    /// Whether it decides any request.
    pub reach: BranchReach,
    /// Whom it is asked of, as "anyone in `group:admins`".
    pub who: String,
    /// Where it is said.
    pub place: Place,
}

/// The authorization policies that the operator defines, by name; `None` if the rules cannot be known.
#[derive(Debug, Default)]
pub struct OperatorPolicies<'a>(HashMap<&'a str, Option<Vec<Branch>>>);

impl<'a> OperatorPolicies<'a> {
    /// The policies of a configuration.
    #[must_use]
    pub fn of(root: &'a Configuration) -> Self {
        let defined = root.identity_providers.oidc.iter().flat_map(|provider| &provider.authorization_policies.entries);
        Self(defined.map(|(name, policy)| (name.text.as_str(), branches(policy, root))).collect())
    }

    /// The branches of a policy that the operator defines. `None` if there is no such policy, or if it cannot be known.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&[Branch]> {
        self.0.get(name)?.as_deref()
    }

    /// The branches of a client's policy: one for a standard policy, else one for each rule and one for the rest.
    /// `None` if the policy cannot be known.
    #[must_use]
    pub fn branches(&self, client: &Client) -> Option<Vec<Branch>> {
        let named = &client.authorization_policy;
        match standard(client) {
            Some(level) => Some(vec![Branch {
                level: Some(level),
                reach: BranchReach::Certainly,
                who: "anyone".to_owned(),
                place: named.place,
            }]),
            None => self.named(named.text()?).map(<[Branch]>::to_vec),
        }
    }
}

/// The level of a policy that Authelia brings; an absent policy is `two_factor`, or `one_factor` for a client that
/// acts for itself (`validateOIDCClient` in `validator/identity_providers.go`).
pub(crate) fn standard(client: &Client) -> Option<Level> {
    match client.authorization_policy.text()? {
        "" if client.grant_types.has("client_credentials") => Some(Level::OneFactor),
        "" => Some(Level::TwoFactor),
        "deny" => None,
        _ => Level::of(&client.authorization_policy),
    }
}

fn branches(policy: &AuthorizationPolicy, root: &Configuration) -> Option<Vec<Branch>> {
    if policy.rules.unknown {
        return None;
    }
    let rules: Vec<Criteria<'_>> = policy.rules.items.iter().map(|rule| Criteria::of(rule, root)).collect();
    let mut reaches = reaches(&rules).into_iter();
    let mut branch = |policy: &Value<String>, who: String| Branch {
        level: Level::of(policy),
        reach: reaches.next().unwrap_or(BranchReach::Perhaps),
        who,
        place: policy.place,
    };
    let mut branches: Vec<Branch> = policy.rules.items.iter().map(|rule| branch(&rule.policy, whom(rule))).collect();
    branches.push(branch(&policy.default_policy, "anyone whom no rule of the policy matches".to_owned()));
    Some(branches)
}

/// Somebody at an address; no user is somebody whom no rule names.
#[derive(Debug, Clone, Copy)]
struct BranchRequest<'a> {
    user: Option<&'a str>,
    groups: &'a [&'a str],
    address: IpAddr,
}

/// Users and groups that must all fit.
#[derive(Debug, Default)]
struct Subject<'a> {
    users: Vec<&'a str>,
    groups: Vec<&'a str>,
    /// Whether more is asked that cannot be known.
    unknown: bool,
}

impl<'a> Subject<'a> {
    fn of(texts: &'a List<Value<String>>) -> Self {
        let mut subject = Self { unknown: texts.unknown, ..Self::default() };
        for text in &texts.items {
            let named =
                text.text().and_then(|text| text.split_once(':')).map(|(kind, name)| (kind, name.trim_matches(' ')));
            match named {
                Some(("user", name)) if !name.is_empty() => subject.users.push(name),
                Some(("group", name)) if !name.is_empty() => subject.groups.push(name),
                _ => subject.unknown = true,
            }
        }
        subject
    }

    fn matches(&self, request: BranchRequest<'_>) -> Option<bool> {
        let fits = self.users.iter().all(|user| request.user == Some(user))
            && self.groups.iter().all(|group| request.groups.contains(group));
        match fits {
            true if self.unknown => None,
            fits => Some(fits),
        }
    }
}

/// Which requests a rule takes.
#[derive(Debug)]
struct Criteria<'a> {
    subjects: Vec<Subject<'a>>,
    networks: Vec<Network>,
    /// Whether there may be other subjects.
    unknown_subjects: bool,
    /// Whether there may be other networks.
    unknown_networks: bool,
}

impl<'a> Criteria<'a> {
    fn of(rule: &'a AuthorizationPolicyRule, root: &Configuration) -> Self {
        // Authelia drops what is not a subject.
        let subjects = rule.subject.items.iter().filter(|texts| !texts.is_certainly_empty());
        let networks: Vec<Option<Vec<Network>>> =
            rule.networks.items.iter().map(|network| addresses(network, root)).collect();
        Self {
            subjects: subjects.map(Subject::of).collect(),
            unknown_subjects: rule.subject.unknown,
            unknown_networks: rule.networks.unknown || networks.contains(&None),
            networks: networks.into_iter().flatten().flatten().collect(),
        }
    }

    fn matches(&self, request: BranchRequest<'_>) -> Option<bool> {
        let subjects = self.subjects.iter().map(|subject| subject.matches(request));
        let networks = self.networks.iter().map(|network| Some(network.contains(request.address)));
        match (any(subjects, self.unknown_subjects), any(networks, self.unknown_networks)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    }
}

/// Whether one of some conditions holds; without any, there is nothing to hold.
fn any(conditions: impl Iterator<Item = Option<bool>>, are_unknown: bool) -> Option<bool> {
    let (mut holds, mut is_empty) = (Some(false), true);
    for condition in conditions {
        is_empty = false;
        match condition {
            Some(true) => return Some(true),
            Some(false) => {}
            None => holds = None,
        }
    }
    match (are_unknown, is_empty) {
        (true, _) => None,
        (false, true) => Some(true),
        (false, false) => holds,
    }
}

/// The networks that an option stands for: those of a name, or itself. `None` if they cannot be known.
pub(crate) fn addresses(network: &Value<scalars::Network>, root: &Configuration) -> Option<Vec<Network>> {
    let text = network.known()?.0.as_str();
    let older =
        root.access_control.networks.items.iter().find(|named| named.name.is(text)).map(|named| &named.networks);
    match root.definitions.network.get(text).or(older) {
        Some(named) if named.unknown => None,
        Some(named) => named.items.iter().map(|item| Network::parse(&item.known()?.0)).collect(),
        None => Some(vec![Network::parse(text)?]),
    }
}

/// Of each rule, and of the default behind them, whether a request exists that it decides.
///
/// Nothing but a name that a rule asks for makes it match, so whatever matches somebody in no other group also matches
/// somebody in more. That leaves one user to try for each subject: the one who is and has what it names, and no more.
fn reaches(rules: &[Criteria<'_>]) -> Vec<BranchReach> {
    let networks: Vec<Network> = rules.iter().flat_map(|rule| &rule.networks).copied().collect();
    let addresses = representatives(&networks);
    let subjects: usize = rules.iter().map(|rule| rule.subjects.len() + 1).sum();
    if addresses.len().saturating_mul(subjects).saturating_mul(subjects) > MAX_COMPARISONS {
        return vec![BranchReach::Perhaps; rules.len() + 1];
    }
    let reach = |index: usize| {
        let subjects: &[Subject<'_>] = rules.get(index).map_or(&[], |rule| &rule.subjects);
        let named = subjects.iter().map(|subject| (subject.users.first().copied(), subject.groups.as_slice()));
        let people = named.chain([(None, &[][..])]);
        let requests = people
            .flat_map(|(user, groups)| addresses.iter().map(move |at| BranchRequest { user, groups, address: *at }));
        requests.map(|request| decides(rules, index, request)).max().unwrap_or(BranchReach::Never)
    };
    (0..=rules.len()).map(reach).collect()
}

/// Whether the rule at an index, or the default behind all rules, decides a request.
fn decides(rules: &[Criteria<'_>], index: usize, request: BranchRequest<'_>) -> BranchReach {
    let earlier = rules[..index].iter().map(|rule| rule.matches(request).map(|matches| !matches));
    let own = rules.get(index).map(|rule| rule.matches(request));
    let mut reach = BranchReach::Certainly;
    for holds in earlier.chain(own) {
        match holds {
            Some(true) => {}
            Some(false) => return BranchReach::Never,
            None => reach = BranchReach::Perhaps,
        }
    }
    reach
}

fn whom(rule: &AuthorizationPolicyRule) -> String {
    let subjects: Vec<String> = rule
        .subject
        .items
        .iter()
        .map(|all| all.known_texts().map(|subject| format!("`{subject}`")).collect::<Vec<_>>().join(" and "))
        .filter(|subject| !subject.is_empty())
        .collect();
    let networks = rule.networks.items.iter().filter_map(Value::known);
    let networks: Vec<String> = networks.map(|network| format!("`{}`", network.0)).collect();
    let (subjects, networks) = (subjects.join(" or "), networks.join(" or "));
    match (subjects.is_empty(), networks.is_empty()) {
        (false, true) => subjects,
        (true, false) => format!("anyone from {networks}"),
        (false, false) => format!("{subjects} from {networks}"),
        (true, true) => "anyone whom a rule of the policy matches".to_owned(),
    }
}
