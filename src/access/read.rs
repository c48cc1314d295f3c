//! The rules of a configuration.

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::access_control::{AccessControlRule, QueryRule, QueryValue};
use crate::config::oidc::AuthorizationPolicyRule;
use crate::config::policy::{Level, addresses, standard};
use crate::config::scalars;
use crate::config::section::List;
use crate::config::{Client, Config, Value};
use crate::golang::domain::is_domain;
use crate::golang::net::Network;

use super::model::{Criterion, Host, Policy, QueryCondition, QueryTest, Rule, RuleSet, Subject};
use super::pattern::Pattern;

impl RuleSet {
    /// The rules of a configuration.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let access_control = &config.root.access_control;
        let mut reader = RulesReader { config, patterns: HashMap::new() };
        let policy = &access_control.default_policy;
        let is_certain = policy.place.given || config.absent_is_absent();
        Self {
            cookies: cookies(config),
            default_policy: policy.text().filter(|_| is_certain).and_then(Policy::of_word),
            default_place: policy.place,
            rules: access_control.rules.items.iter().map(|rule| reader.rule(rule)).collect(),
            unknown: access_control.rules.unknown || !(access_control.rules.place.given || config.absent_is_absent()),
        }
    }

    /// The rules of a client's authorization policy, which are about signed-in users only. They are matched like those of
    /// access control (`internal/oidc/client_policy.go`). Returns `None` if the policy is not known.
    #[must_use]
    pub fn of_client(config: &Config, client: &Client) -> Option<Self> {
        let named = &client.authorization_policy;
        let set = |default: Option<Policy>, place, rules, unknown| {
            Some(Self { cookies: None, default_policy: default, default_place: place, rules, unknown })
        };
        if let Some(level) = standard(client) {
            return set(Some(Policy::of_level(level)), named.place, Vec::new(), false);
        }
        let provider = config.root.identity_providers.oidc.as_ref()?;
        let policy = provider.authorization_policies.get(named.text()?)?;
        let mut reader = RulesReader { config, patterns: HashMap::new() };
        let rules = policy.rules.items.iter().map(|rule| reader.rule_of_policy(rule)).collect();
        let default = policy.default_policy.text().and_then(Policy::of_word);
        set(default, policy.default_policy.place, rules, policy.rules.unknown)
    }
}

impl Policy {
    const fn of_level(level: Level) -> Self {
        match level {
            Level::Deny => Self::Deny,
            Level::OneFactor => Self::OneFactor,
            Level::TwoFactor => Self::TwoFactor,
        }
    }
}

/// The domains of the session cookies, unless one of them cannot be known or is not a domain.
fn cookies(config: &Config) -> Option<Vec<String>> {
    let session = &config.root.session;
    let known = |domain: &Value<String>| domain.text().filter(|text| is_domain(text)).map(str::to_owned);
    let domains = session.cookies.items.iter().map(|cookie| known(&cookie.domain)).collect::<Option<Vec<String>>>()?;
    if !domains.is_empty() {
        return (!session.cookies.unknown).then_some(domains);
    }
    known(&session.domain).map(|domain| vec![domain])
}

struct RulesReader<'a> {
    config: &'a Config,
    /// The patterns, each compiled once.
    patterns: HashMap<String, Arc<Pattern>>,
}

impl RulesReader<'_> {
    fn rule(&mut self, rule: &AccessControlRule) -> Rule {
        Rule {
            place: rule.place,
            host_place: if rule.domain.place.given { rule.domain.place } else { rule.domain_regex.place },
            policy_place: rule.policy.place,
            policy: rule.policy.text().and_then(Policy::of_word),
            hosts: self.hosts(rule),
            resources: criterion(&rule.resources, |item| Some(self.pattern(item.known()?.text()))),
            query: criterion(&rule.query, |all| Some(self.conditions(all))),
            methods: criterion(&rule.methods, |item| item.text().map(str::to_uppercase)),
            networks: self.networks(&rule.networks),
            subjects: subjects(&rule.subject),
        }
    }

    fn rule_of_policy(&mut self, rule: &AuthorizationPolicyRule) -> Rule {
        Rule {
            place: rule.place,
            host_place: rule.place,
            policy_place: rule.policy.place,
            policy: rule.policy.text().and_then(Policy::of_word),
            hosts: Criterion::default(),
            resources: Criterion::default(),
            query: Criterion::default(),
            methods: Criterion::default(),
            networks: self.networks(&rule.networks),
            subjects: subjects(&rule.subject),
        }
    }

    fn pattern(&mut self, text: &str) -> Arc<Pattern> {
        if let Some(known) = self.patterns.get(text) {
            return Arc::clone(known);
        }
        let pattern = Arc::new(Pattern::new(text));
        self.patterns.insert(text.to_owned(), Arc::clone(&pattern));
        pattern
    }

    fn hosts(&mut self, rule: &AccessControlRule) -> Criterion<Host> {
        let mut hosts = criterion(&rule.domain, |item| item.text().map(Host::of));
        let patterns = criterion(&rule.domain_regex, |item| Some(Host::Pattern(self.pattern(item.known()?.text()))));
        hosts.any_of.extend(patterns.any_of);
        hosts.unknown |= patterns.unknown;
        hosts
    }

    fn networks(&self, list: &List<Value<scalars::Network>>) -> Criterion<Network> {
        let networks = criterion(list, |item| addresses(item, &self.config.root));
        // A name that stands for no network leaves nothing to compare.
        let any_of = networks.any_of.into_iter().flatten().collect();
        Criterion { any_of, unknown: networks.unknown }
    }

    /// The conditions of an inner list. Authelia ignores those whose operator it does not know in this letter case
    /// (`NewAccessControlQuery`).
    fn conditions(&mut self, all: &List<QueryRule>) -> Vec<QueryCondition> {
        let mut conditions: Vec<QueryCondition> = all.items.iter().filter_map(|rule| self.condition(rule)).collect();
        if all.unknown {
            conditions.push(QueryCondition { key: String::new(), test: QueryTest::Unknown });
        }
        conditions
    }

    fn condition(&mut self, rule: &QueryRule) -> Option<QueryCondition> {
        let unknown = Some(QueryCondition { key: String::new(), test: QueryTest::Unknown });
        let (Some(operator), Some(key), Some(value)) = (rule.operator.text(), rule.key.text(), rule.value.known())
        else {
            return unknown;
        };
        let text = match value {
            QueryValue::Absent => "",
            QueryValue::Text(text) => text,
            QueryValue::Other => return unknown,
        };
        let operator = match operator {
            "" if text.is_empty() => "present",
            "" => "equal",
            operator => operator,
        };
        let wanted = match operator {
            "present" | "absent" => QueryTest::Present(operator == "present"),
            "equal" | "not equal" => QueryTest::Equal(text.to_owned(), operator == "equal"),
            "pattern" | "not pattern" => QueryTest::Pattern(self.pattern(text), operator == "pattern"),
            _ => return None,
        };
        Some(QueryCondition { key: key.to_owned(), test: wanted })
    }
}

/// The items of a list, where one that cannot be known may be anything.
fn criterion<T, U>(list: &List<T>, mut read: impl FnMut(&T) -> Option<U>) -> Criterion<U> {
    let mut criterion = Criterion { any_of: Vec::new(), unknown: list.unknown };
    for item in &list.items {
        match read(item) {
            Some(item) => criterion.any_of.push(item),
            None => criterion.unknown = true,
        }
    }
    criterion
}

/// The subjects of a rule. Authelia ignores inner lists without any (`schemaSubjectsToACL`).
fn subjects(list: &List<List<Value<String>>>) -> Criterion<Vec<Subject>> {
    let mut criterion = Criterion { any_of: Vec::new(), unknown: list.unknown };
    for all in &list.items {
        let known = all.items.iter().filter_map(|item| item.text().map_or(Some(Subject::Unknown), Subject::of));
        let mut subjects: Vec<Subject> = known.collect();
        if all.unknown {
            subjects.push(Subject::Unknown);
        }
        if !subjects.is_empty() {
            criterion.any_of.push(subjects);
        }
    }
    criterion
}
