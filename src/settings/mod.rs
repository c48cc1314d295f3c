//! What a run is asked to do, by the command line and by `authelia-lint.toml`.

pub mod discover;
mod error;
mod file;
mod levels;
mod nearer;
mod read;
mod schema;
mod select;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::Catalogue;
use crate::deployment::Deployment;
use crate::document::Filters;
use crate::finding::{Finding, Severity};
use crate::fix::FreshDigests;
use crate::policy::Policies;
use crate::source::Sources;

pub use error::{Problem, SettingsError};
pub use file::{FailOn, File, Output, PolicyEntry, Sort};
pub use levels::{Levels, Override};
pub use nearer::Nearer;
pub use read::Loaded;
pub use schema::schema;
pub use select::Selectable;

/// What a run is asked to do, whatever asked for it.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own, as on the command line")]
pub struct Settings {
    /// Whether the inputs, in order, are one configuration, as with Authelia's `--config a --config b`.
    pub merge: bool,
    /// Whether nothing comes from the environment, so that what is absent is absent.
    pub no_environment: bool,
    /// What templates and placeholders are.
    pub filters: Filters,
    /// Where in each source the configuration stands, as a path; looked for where it is not said.
    pub root: Option<String>,
    /// The applications (their ids) that the operator named for clients (by `client_id`).
    pub apps: BTreeMap<String, String>,
    /// The applications that are known.
    pub catalogue: Catalogue,
    /// The other side: how the application is set up.
    pub deployment: Option<Deployment>,
    /// The rules to run; all where it is empty.
    pub select: Vec<String>,
    /// The rules not to run.
    pub ignore: Vec<String>,
    /// What weight the operator gives to rules.
    pub levels: Arc<Levels>,
    /// The operator's own policies.
    pub policies: Policies,
    /// The least severity that is reported and fixed; any where it is not said.
    pub min_severity: Option<Severity>,
    /// Whether the suppressions in comments count for nothing.
    pub no_ignores: bool,
    /// The digests for fixes that write one, which are slow to derive; nothing where no such fix will be made.
    pub fresh_digests: Option<FreshDigests>,
    /// Whether well-known secrets are tried on the digests, which is slow.
    pub deep: bool,
    /// The settings of sources that have a nearer settings file than the rest.
    pub nearer: Nearer,
}

impl Settings {
    /// The settings of a source.
    #[must_use]
    pub fn of(&self, source: &str) -> &Self {
        self.nearer.of(source).unwrap_or(self)
    }

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
            self.levels.of(finding.rule, name, finding.client_id.as_deref()).apply(finding)
        });
    }

    /// Changes these settings and the nearer ones alike.
    pub fn everywhere(&mut self, mut change: impl FnMut(&mut Self)) {
        change(self);
        self.nearer.iter_mut().for_each(change);
    }
}
