//! Which findings a run wants to hear of, and what they weigh.

use std::sync::Arc;

use crate::lint::{Finding, Severity};
use crate::text::{Sources, Unmasked};

use super::levels::Levels;

/// Which findings a run wants to hear of, and what they weigh.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The rules and policies to run; all where it is empty.
    pub select: Vec<String>,
    /// The rules and policies not to run.
    pub ignore: Vec<String>,
    /// What weight the operator gives to rules.
    pub levels: Arc<Levels>,
    /// The least severity that is reported and fixed; any where it is not said.
    pub min_severity: Option<Severity>,
}

impl Selection {
    /// Whether a run wants to hear of a rule or policy.
    #[must_use]
    pub fn wants(&self, id: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|other| other == id);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Whether a run reports and fixes findings of a severity.
    #[must_use]
    pub fn reports(&self, severity: Severity) -> bool {
        self.min_severity.is_none_or(|least| severity >= least)
    }

    /// Gives findings the weight that the operator gave to their rules, and leaves out those of rules that are off.
    pub fn weigh(&self, findings: &mut Vec<Finding>, sources: &Sources) {
        findings.retain_mut(|finding| {
            let name = &sources.get(finding.span.source).name;
            self.levels.of(&finding.rule, name, finding.client_id.as_ref().map(Unmasked::expose)).apply(finding)
        });
    }
}
