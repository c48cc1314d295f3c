//! What is known of all requests, found out when it is first asked for.

use std::sync::OnceLock;

use crate::config::Config;

use super::model::RuleSet;
use super::reach::{Analysis, Askers, analyse};
use super::redundancy::redundant;

/// The rules of a configuration, and what is known of all requests, found out when it is first asked for.
#[derive(Debug)]
pub struct AnalysedRules {
    /// The rules.
    pub set: RuleSet,
    analysis: OnceLock<Analysis>,
    visitors: OnceLock<Analysis>,
    redundant: OnceLock<Vec<bool>>,
}

impl AnalysedRules {
    /// The rules of a configuration.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self {
            set: RuleSet::of(config),
            analysis: OnceLock::new(),
            visitors: OnceLock::new(),
            redundant: OnceLock::new(),
        }
    }

    /// Which rules decide any request.
    #[must_use]
    pub fn analysis(&self) -> &Analysis {
        self.analysis.get_or_init(|| analyse(&self.set, Askers::All))
    }

    /// Which rules decide any request of somebody who is not signed in.
    #[must_use]
    pub fn visitors(&self) -> &Analysis {
        self.visitors.get_or_init(|| analyse(&self.set, Askers::Visitors))
    }

    /// Whether it is certain that removing a rule changes no decision.
    #[must_use]
    pub fn is_redundant(&self, index: usize) -> bool {
        self.redundant.get_or_init(|| redundant(&self.set))[index]
    }
}
