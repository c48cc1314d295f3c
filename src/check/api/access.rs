//! Access control: its rules as a table, and what a request needs.

use std::net::IpAddr;

use serde::Serialize;

use crate::access::{
    Asked, Askers, Identity, MAX_ADDRESSES, Policy, Reach, RequestTarget, Rule, RulePart, RuleSet, analyse,
};
use crate::check::mask::Masks;
use crate::config;
use crate::text::sanitize;

use super::{Analysis, Place};

/// The rules of access control, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessTable {
    /// The rules.
    pub rules: Vec<AccessRow>,
    /// What applies where no rule matches. Has no hosts.
    pub default: AccessRow,
}

/// A rule of access control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessRow {
    /// Its policy. `None` if it is not known.
    pub policy: Option<String>,
    /// Where it is written. `None` if it is not.
    pub place: Option<Place>,
    /// The hosts that it is for.
    pub hosts: Vec<String>,
    /// The people whom it is for; empty if it is for anyone.
    pub people: Vec<String>,
    /// What further limits it: the option and its alternatives.
    pub further: Vec<(String, Vec<String>)>,
    /// Whether it is certain that it decides no request.
    pub never: bool,
}

/// What happens to the requests of some people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// Who they are.
    pub who: String,
    /// The address that they come from, if that matters.
    pub from: Option<IpAddr>,
    /// What the request needs, in a few words.
    pub access: String,
    /// What decides it, such as `rule 2`.
    pub decided_by: String,
    /// Where that is written.
    pub place: Option<Place>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// No configuration has `access_control`.
    #[error("no `access_control` in the configuration")]
    Nothing,
    /// Which configuration is meant cannot be known.
    #[error("several files with `access_control`")]
    Several,
    /// Authelia answers 400.
    #[error("{0}")]
    Refused(String),
}

impl Analysis {
    /// The rules of access control.
    ///
    /// # Errors
    /// Returns an error if no file has `access_control`, or if several do.
    pub fn access(&self) -> Result<AccessTable, AccessError> {
        let set = self.rule_set()?;
        let reaches = analyse(&set, Askers::All).rules;
        let masks = self.masks();
        let rules = set.rules.iter().zip(&reaches);
        let rules = rules.map(|(rule, reach)| self.row(rule, reach, masks)).collect();
        let (hosts, people, further) = (Vec::new(), Vec::new(), Vec::new());
        let policy = set.default_policy.map(word);
        let place = self.written(set.default_place);
        Ok(AccessTable { rules, default: AccessRow { policy, place, hosts, people, further, never: false } })
    }

    /// What happens to a request, for each kind of people whom the rules tell apart.
    ///
    /// # Errors
    /// Returns an error if no file has `access_control`, if several do, or if Authelia does not ask the rules.
    pub fn reached(&self, url: &str, method: &str) -> Result<Vec<Reached>, AccessError> {
        let set = self.rule_set()?;
        let masks = self.masks();
        let refused = |refusal: crate::access::Refusal| AccessError::Refused(shown(&refusal.tells(), masks));
        let object = RequestTarget::of(url, method).map_err(refused)?;
        set.admit(&object.host).map_err(refused)?;
        let asked = Asked { object, identity: Identity::default(), address: set.unnamed_address() };
        let addresses = set.addresses(&asked);
        let matter = addresses.len() > 1;
        let mut all = Vec::new();
        for address in addresses.into_iter().take(MAX_ADDRESSES) {
            let asked = Asked { address, ..asked.clone() };
            for kind in set.kinds_asking(&asked) {
                let who = shown(&kind.to_string(), masks);
                let asked = Asked { identity: kind.identity, ..asked.clone() };
                let (access, decided_by, place) = self.decided(&set, &asked);
                all.push(Reached { who, from: matter.then_some(address), access, decided_by, place });
            }
        }
        Ok(all)
    }

    /// The rules of the only configuration that has some.
    fn rule_set(&self) -> Result<RuleSet, AccessError> {
        let mut found = Vec::new();
        self.configurations(|config| {
            if config.root.access_control.place.given || config.absent_is_absent() {
                found.push(RuleSet::of(config));
            }
        });
        match (found.pop(), found.is_empty()) {
            (Some(set), true) => Ok(set),
            (Some(_), false) => Err(AccessError::Several),
            (None, _) => Err(AccessError::Nothing),
        }
    }

    fn row(&self, rule: &Rule, reach: &Reach, masks: &Masks) -> AccessRow {
        let texts =
            |part: RulePart| rule.alternatives(part).iter().map(|text| shown(text, masks)).collect::<Vec<String>>();
        let further = RulePart::FURTHER.into_iter().map(|part| (part.option().to_owned(), texts(part)));
        AccessRow {
            policy: rule.policy.map(word),
            place: self.written(rule.place),
            hosts: texts(RulePart::Host),
            people: texts(RulePart::Subject),
            further: further.filter(|(_, texts)| limits(texts)).collect(),
            never: matches!(reach, Reach::Never { .. }),
        }
    }

    fn decided(&self, set: &RuleSet, asked: &Asked) -> (String, String, Option<Place>) {
        let Some(decision) = set.decide(asked) else {
            return ("unknown".to_owned(), "something unknown".to_owned(), None);
        };
        let access = decision.grants(asked.identity.is_anonymous()).to_owned();
        let by = decision.rule.map_or_else(|| "`default_policy`".to_owned(), |index| format!("rule {}", index + 1));
        (access, by, self.written(set.place(&decision)))
    }

    fn written(&self, place: config::Place) -> Option<Place> {
        place.given.then(|| Place::new(place.span, &self.sources))
    }
}

/// Whether some alternatives limit anything. One without any condition always holds.
fn limits(alternatives: &[String]) -> bool {
    !alternatives.is_empty() && !alternatives.iter().any(String::is_empty)
}

fn word(policy: Policy) -> String {
    policy.as_str().to_owned()
}

/// A text without the secrets in it, within a line.
pub(super) fn shown(text: &str, masks: &Masks) -> String {
    sanitize::within_line(masks.text(text).raw())
}
