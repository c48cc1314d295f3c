//! `authelia-lint.toml` as it is written: keys have the names of the options of the command line.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::lint::{Finding, Severity};
use crate::policy::PolicyEntry;
use crate::report::Format;

use crate::check::Level;

/// The settings of a project.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct File {
    /// Check only these rules and policies: ids, patterns such as `invalid-*`, effects such as `login`.
    #[schemars(with = "Vec<String>")]
    pub select: Vec<Spanned<String>>,
    /// Do not check these rules and policies: ids, patterns, effects.
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// What weight rules and policies have.
    #[schemars(with = "BTreeMap<String, Level>")]
    pub rules: BTreeMap<Spanned<String>, Level>,
    /// Other weights for some files or clients; a later one wins.
    pub r#override: Vec<OverrideEntry>,
    /// The operator's own policies.
    pub policy: Vec<PolicyEntry>,
    /// Which application a client is: client ids with ids of applications.
    #[schemars(with = "BTreeMap<String, String>")]
    pub app: BTreeMap<String, Spanned<String>>,
    /// Folders with applications of the operator's own.
    pub apps: Vec<PathBuf>,
    /// Mailcow's own side: its identity-provider settings as JSON, or `mailcow.conf`.
    pub mailcow: Vec<PathBuf>,
    /// Globs of paths that are left out of folders.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// What git ignores is checked in folders, too.
    pub no_gitignore: Option<bool>,
    /// The inputs, in order, are one configuration.
    pub merge: Option<bool>,
    /// Nothing comes from the environment.
    pub no_env: Option<bool>,
    /// Authelia's configuration filters: `auto`, `none`, or a list of `template` and `expand-env`.
    #[schemars(with = "Option<String>")]
    pub filters: Option<Spanned<String>>,
    /// Where in the files the configuration stands.
    pub root: Option<String>,
    /// Try well-known secrets on the digests of the clients.
    pub deep: Option<bool>,
    /// A list of findings that are not reported.
    pub baseline: Option<PathBuf>,
    /// The least severity that makes the exit code 1.
    pub fail_on: Option<FailOn>,
    /// The least severity that is reported and fixed.
    pub min_severity: Option<Severity>,
    /// The order of what is shown.
    pub sort: Option<Sort>,
    /// How to show what is found, and where.
    #[schemars(with = "Vec<Output>")]
    pub output: Vec<Spanned<Output>>,
}

/// Other weights for some files or clients.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OverrideEntry {
    /// Globs of paths, relative to the settings file; all files where none is given.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// The clients (their ids); all findings where none is given.
    #[serde(default)]
    pub clients: Vec<String>,
    /// What weight rules and policies have there.
    #[schemars(with = "BTreeMap<String, Level>")]
    pub rules: BTreeMap<Spanned<String>, Level>,
}

/// One form in which findings are shown, and where.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Output {
    /// The form.
    pub format: Format,
    /// The file, relative to the settings file; standard output where none is given.
    pub file: Option<PathBuf>,
}

/// The least severity that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// Any finding.
    Advice,
    /// Nothing.
    Never,
}

/// The order in which findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Errors first, then warnings, then advice
    #[default]
    Severity,
    /// By file and line
    Place,
}

impl Sort {
    /// Puts findings in order that stand in the order of the files.
    pub fn apply(self, findings: &mut [Finding]) {
        if self == Self::Severity {
            findings.sort_by_key(|finding| Reverse(finding.severity));
        }
    }
}

impl FailOn {
    /// The severity. Returns `None` if nothing fails.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Never => None,
        }
    }
}
