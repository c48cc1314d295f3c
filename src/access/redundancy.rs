//! Rules that can be removed without changing any decision.

use super::cells::{Cell, Visitor, visit};
use super::crowd::crowd;
use super::model::{Policy, Rule, RuleSet};

/// For each rule whether it is certain that removing it changes no decision.
pub(super) fn redundant(set: &RuleSet) -> Vec<bool> {
    let rules: Vec<&Rule> = set.rules.iter().collect();
    if set.unknown {
        return vec![false; rules.len()];
    }
    let mut search = RedundancySearch { set, needed: set.rules.iter().map(Rule::is_unknown).collect() };
    let is_complete = visit(&rules, set.cookies.as_deref(), &mut search);
    search.needed.into_iter().map(|needed| is_complete && !needed).collect()
}

struct RedundancySearch<'a> {
    set: &'a RuleSet,
    /// The rules that decide something otherwise than what follows them.
    needed: Vec<bool>,
}

/// What a rule, or the default policy, does to somebody: `None` if that cannot be known.
type RuleEffect = Option<(Policy, bool)>;

impl Visitor for RedundancySearch<'_> {
    fn wants(&self, rules: &[usize]) -> bool {
        rules.iter().any(|rule| !self.needed[*rule])
    }

    fn visit(&mut self, cell: &Cell<'_>) {
        if !self.wants(cell.rules) {
            return;
        }
        let rules: Vec<&Rule> = cell.rules.iter().map(|index| &self.set.rules[*index]).collect();
        let Some(crowd) = crowd(&rules, cell.named) else {
            cell.rules.iter().for_each(|rule| self.needed[*rule] = true);
            return;
        };
        for identity in crowd {
            let asked = cell.asked_by(identity);
            let anonymous = asked.identity.is_anonymous();
            let mut matching = cell.rules.iter().map(|index| (*index, self.set.rules[*index].matches(&asked)));
            let Some((first, is_match)) = matching.find(|(_, is_match)| *is_match != Some(false)) else { continue };
            let next = matching.find(|(_, is_match)| *is_match != Some(false));
            let after = match next {
                Some((_, None)) => None,
                Some((next, _)) => effect(&self.set.rules[next], anonymous),
                None => self.set.default_policy.map(|policy| (policy, false)),
            };
            let own = effect(&self.set.rules[first], anonymous);
            if is_match.is_none() || own.is_none() || own != after {
                self.needed[first] = true;
            }
        }
    }
}

/// What a rule does. Whether it depends on who asks matters only where it denies somebody who is not signed in.
fn effect(rule: &Rule, anonymous: bool) -> RuleEffect {
    let policy = rule.policy?;
    Some((policy, anonymous && policy == Policy::Deny && rule.depends_on_subject()))
}
