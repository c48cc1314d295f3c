//! Cases for policies: snippets of configuration, and the findings that each must yield.

use std::sync::Arc;

use serde::Deserialize;

use crate::config::LoadOptions;
use crate::embedded::Configurations;
use crate::lint::RuleId;
use crate::policy::Policies;
use crate::text::{Sources, TextError};

use super::Options;

/// Where a client is in a configuration.
const CLIENTS: &str = "identity_providers:\n  oidc:\n    clients:\n";

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Cases(Vec<Case>);

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The text of a client registration.
    client: Option<String>,
    /// The text of a whole configuration.
    configuration: Option<String>,
    /// The policies (their ids) that must find something, one for each finding.
    findings: Vec<String>,
}

/// Why cases cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum CasesError {
    /// They are not written as cases are.
    #[error(transparent)]
    Form(#[from] serde_yaml::Error),
    /// A case with two snippets, or with none.
    #[error("the case `{0}` needs either a `client` or a `configuration`")]
    Snippet(String),
    /// A policy's id that does not exist.
    #[error("the case `{case}` expects a finding of `{id}`, and there is no such policy{meant}")]
    Policy {
        /// The case's name.
        case: String,
        /// The id.
        id: String,
        /// What was most likely meant.
        meant: String,
    },
    /// A snippet that is not YAML.
    #[error("the snippet of the case `{0}` is not YAML that Authelia reads")]
    Yaml(String),
}

/// What came of a case.
#[derive(Debug)]
pub struct Verdict<'a> {
    /// The case's name.
    pub name: &'a str,
    /// What must be found, and was not.
    pub missing: Vec<&'a str>,
    /// What was found, and must not be.
    pub unexpected: Vec<RuleId>,
}

impl Verdict<'_> {
    /// Whether all is as expected.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.missing.is_empty() && self.unexpected.is_empty()
    }
}

impl Cases {
    /// Reads cases for some policies.
    ///
    /// # Errors
    /// Where they are not written as cases are, or refer to a policy that does not exist.
    pub fn read(text: &str, policies: &Policies) -> Result<Self, CasesError> {
        let cases: Self = serde_yaml::from_str(text)?;
        for case in cases.iter() {
            if case.client.is_some() == case.configuration.is_some() {
                return Err(CasesError::Snippet(case.name.clone()));
            }
            if let Some(id) = case.findings.iter().find(|id| policies.find(id).is_none()) {
                let nearest = crate::text::suggestion::nearest(id, policies.iter().map(|policy| policy.id.as_str()));
                let meant = nearest.map(|nearest| format!(" (did you mean `{nearest}`?)")).unwrap_or_default();
                return Err(CasesError::Policy { case: case.name.clone(), id: id.clone(), meant });
            }
            if !case.is_yaml() {
                return Err(CasesError::Yaml(case.name.clone()));
            }
        }
        Ok(cases)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Case> {
        self.0.iter()
    }
}

impl Case {
    /// The snippet as a whole configuration.
    fn text(&self) -> String {
        match (&self.client, &self.configuration) {
            (Some(client), _) => {
                let lines = textwrap::indent(&textwrap::dedent(client), "        ");
                format!("{CLIENTS}      -\n{lines}")
            }
            (None, configuration) => configuration.clone().unwrap_or_default(),
        }
    }

    fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        sources.add(self.name.clone(), self.text());
        sources
    }

    /// What is asked for: the snippet is all that there is.
    fn options(policies: &Policies) -> Options {
        Options { policies: policies.clone(), ..Options::complete() }
    }

    fn is_yaml(&self) -> bool {
        let sources = self.sources();
        let mut is_yaml = true;
        Configurations::all(&sources, &LoadOptions::complete(), |config| {
            is_yaml &= config.syntax_errors.is_empty();
        });
        is_yaml
    }

    /// Runs the policies over the snippet.
    ///
    /// # Errors
    /// Where a policy cannot be judged.
    pub fn judge(&self, policies: &Policies) -> Result<Verdict<'_>, Arc<TextError>> {
        let outcome = super::check(&self.sources(), &Self::options(policies));
        if let Some(failure) = outcome.failures.first() {
            return Err(Arc::clone(failure));
        }
        let found =
            outcome.findings.into_iter().map(|finding| finding.rule).filter(|rule| policies.find(rule).is_some());
        let mut unexpected: Vec<RuleId> = found.collect();
        let mut missing = Vec::new();
        for id in &self.findings {
            match unexpected.iter().position(|found| **found == **id) {
                Some(index) => drop(unexpected.remove(index)),
                None => missing.push(id.as_str()),
            }
        }
        Ok(Verdict { name: &self.name, missing, unexpected })
    }
}
