//! Earlier rules that match some of the requests that a rule matches.

use std::collections::BTreeMap;

use super::cells::{Cell, Visitor, visit};
use super::crowd::crowd;
use super::model::{Rule, RuleSet};
use super::reach::Witness;

/// The earlier rules that match a request that a rule matches, too, each with such a request. It is made by somebody who is
/// signed in: everybody else is matched by rules for any subject. Rules of which that is not certain are left out.
#[must_use]
pub fn overlaps(set: &RuleSet, index: usize) -> Vec<(usize, Witness)> {
    let rules: Vec<&Rule> = set.rules[..=index].iter().collect();
    let mut search = Search { rules: &rules, index, found: BTreeMap::new() };
    visit(&rules, set.cookies.as_deref(), &mut search);
    search.found.into_iter().collect()
}

struct Search<'a> {
    rules: &'a [&'a Rule],
    index: usize,
    found: BTreeMap<usize, Witness>,
}

impl Search<'_> {
    /// The earlier rules among some that are not known to overlap.
    fn open(&self, rules: &[usize]) -> Vec<usize> {
        if !rules.contains(&self.index) {
            return Vec::new();
        }
        rules.iter().copied().filter(|rule| *rule < self.index && !self.found.contains_key(rule)).collect()
    }
}

impl Visitor for Search<'_> {
    fn wants(&self, rules: &[usize]) -> bool {
        !self.open(rules).is_empty()
    }

    fn visit(&mut self, cell: &Cell<'_>) {
        let rule = self.rules[self.index];
        for earlier in self.open(cell.rules) {
            let pair = [self.rules[earlier], rule];
            let everybody = crowd(&pair, cell.named).into_iter().flatten();
            let signed_in = everybody.filter(|identity| !identity.is_anonymous());
            let mut requests = signed_in.map(|identity| cell.asked_by(identity));
            let both = requests.find(|asked| pair.iter().all(|rule| rule.matches(asked) == Some(true)));
            if let Some(asked) = both {
                self.found.insert(earlier, cell.witness(asked));
            }
        }
    }
}
