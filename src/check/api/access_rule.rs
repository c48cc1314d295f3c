//! What a rule of access control decides: what an editor shows where the cursor is in one.

use serde::Serialize;

use crate::access::{Askers, Policy, Reach, RuleSet, Witness, analyse, overlaps};
use crate::check::mask::Masks;
use crate::config::Config;

use super::access::shown;
use super::path::Step;
use super::{Analysis, Place};

/// A rule of access control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccessRule {
    /// Its number, from 1.
    pub number: usize,
    /// What it does, as a phrase whose subject is the rule. `None` if its policy is not known.
    pub does: Option<String>,
    /// A request that it decides. `None` if it decides none, or that is not known.
    pub example: Option<String>,
    /// Whether it is certain that it decides no request.
    pub never: bool,
    /// The earlier rules that match some of its requests first.
    pub overlaps: Vec<Overlap>,
}

/// An earlier rule that matches some of the requests of another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// Its number, from 1.
    pub number: usize,
    /// What it does, as a phrase whose subject is the rule. `None` if its policy is not known.
    pub does: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// A request that both match.
    pub example: String,
}

impl Analysis {
    /// The rule of access control that a path leads into. Returns `None` if it leads elsewhere.
    pub(super) fn access_rule(&self, config: &Config, path: &[Step], masks: &Masks) -> Option<AccessRule> {
        let index = match path {
            [Step::Key(section), Step::Key(rules), Step::Index(index), ..]
                if section == "access_control" && rules == "rules" =>
            {
                *index
            }
            _ => return None,
        };
        let set = RuleSet::of(config);
        let rule = set.rules.get(index)?;
        let reach = analyse(&set, Askers::All).rules.into_iter().nth(index)?;
        let does = |policy: Option<Policy>| policy.map(|policy| policy.does().to_owned());
        let overlap = |(earlier, example): (usize, Witness)| Overlap {
            number: earlier + 1,
            does: does(set.rules[earlier].policy),
            place: Place::new(set.rules[earlier].place.span, &self.sources),
            example: shown(&example.to_string(), masks),
        };
        Some(AccessRule {
            number: index + 1,
            does: does(rule.policy),
            never: matches!(reach, Reach::Never { .. }),
            example: match reach {
                Reach::Reached(example) => Some(shown(&example.to_string(), masks)),
                Reach::Never { .. } | Reach::Unknown => None,
            },
            overlaps: overlaps(&set, index).into_iter().map(overlap).collect(),
        })
    }
}
