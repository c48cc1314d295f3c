//! What weight the operator gives to rules: everywhere, in some files, for some clients.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::GlobSet;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::lint::{Finding, Severity};

/// The weight of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RuleLevel {
    /// Its findings are not reported.
    Off,
    /// Its findings weigh what they weigh by themselves.
    #[default]
    On,
    /// Its findings are advice.
    Advice,
    /// Its findings are warnings.
    Warning,
    /// Its findings are errors.
    Error,
}

impl RuleLevel {
    /// Gives a finding this weight; whether it is to be reported.
    pub fn apply(self, finding: &mut Finding) -> bool {
        match self {
            Self::Off => return false,
            Self::On => {}
            Self::Advice => finding.severity = Severity::Advice,
            Self::Warning => finding.severity = Severity::Warning,
            Self::Error => finding.severity = Severity::Error,
        }
        true
    }
}

/// Other weights for some files or clients.
#[derive(Debug, Clone)]
pub struct Override {
    /// The files; all where there is no pattern.
    pub paths: Option<GlobSet>,
    /// The clients; all findings where there is none.
    pub clients: Vec<String>,
    /// The weights by rule.
    pub levels: BTreeMap<String, RuleLevel>,
}

/// The weights of rules.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// The folder that patterns are relative to.
    pub folder: PathBuf,
    /// Everywhere.
    pub levels: BTreeMap<String, RuleLevel>,
    /// In some places; a later one wins.
    pub overrides: Vec<Override>,
    /// Rules that the command line asks for: no setting turns them off.
    pub asked: Vec<String>,
}

impl Levels {
    /// The weight of a rule's finding in a source, about a client.
    #[must_use]
    pub fn of(&self, rule: &str, source: &str, client: Option<&str>) -> RuleLevel {
        let is_about = |entry: &Override| {
            entry.clients.is_empty() || client.is_some_and(|id| entry.clients.iter().any(|other| other == id))
        };
        let mut nearest = self.overrides.iter().rev().filter(|entry| is_about(entry) && self.covers(entry, source));
        let level = nearest.find_map(|entry| entry.levels.get(rule)).or_else(|| self.levels.get(rule));
        match level.copied().unwrap_or_default() {
            RuleLevel::Off if self.asked.iter().any(|asked| asked == rule) => RuleLevel::On,
            level => level,
        }
    }

    /// Whether a rule is off for something in a source, so that a comment that suppresses it there may be idle.
    #[must_use]
    pub fn may_be_off(&self, rule: &str, source: &str) -> bool {
        let off = |levels: &BTreeMap<String, RuleLevel>| levels.get(rule) == Some(&RuleLevel::Off);
        off(&self.levels) || self.overrides.iter().any(|entry| off(&entry.levels) && self.covers(entry, source))
    }

    fn covers(&self, entry: &Override, source: &str) -> bool {
        let Some(paths) = &entry.paths else { return true };
        let path = crate::text::paths::absolute(Path::new(source));
        path.strip_prefix(&self.folder).is_ok_and(|path| paths.is_match(path))
    }
}
