//! The contents of `authelia-lint.toml`. Keys have the names of the command-line options.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::lint::{Finding, Severity};
use crate::policy::PolicyEntry;
use crate::report::Format;

use crate::check::RuleLevel;

/// The settings of a project.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a table")]
pub struct File {
    /// Run only these rules and policies: ids, patterns such as `invalid-*`, or effects such as `login`.
    #[schemars(with = "Vec<String>")]
    pub select: Vec<Spanned<String>>,
    /// Skip these rules and policies: ids, patterns, or effects.
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// The severities of rules and policies.
    #[schemars(with = "BTreeMap<String, RuleLevel>")]
    pub rules: BTreeMap<Spanned<String>, RuleLevel>,
    /// Other severities for some files or clients; a later override takes precedence.
    pub r#override: Vec<OverrideEntry>,
    /// Custom policies.
    pub policy: Vec<PolicyEntry>,
    /// Assigns applications to clients: client ids with application ids.
    #[schemars(with = "BTreeMap<String, String>")]
    pub app: BTreeMap<String, Spanned<String>>,
    /// Folders with your own application files.
    pub apps: Vec<PathBuf>,
    /// Files with Mailcow's own settings: its identity provider settings as JSON, or `mailcow.conf`.
    pub mailcow: Vec<PathBuf>,
    /// Globs of paths to skip when searching folders.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// Also check files in folders that git ignores.
    pub no_gitignore: Option<bool>,
    /// Merge the inputs in order into one configuration.
    pub merge: Option<bool>,
    /// Assume that no environment variables are set.
    pub no_env: Option<bool>,
    /// Authelia's configuration filters: `auto`, `none`, or a list of `template` and `expand-env`.
    #[schemars(with = "Option<String>")]
    pub filters: Option<Spanned<String>>,
    /// Path to the configuration inside each file.
    pub root: Option<String>,
    /// The version of Authelia that reads the configuration, such as `4.38` or `4.39.2`.
    #[schemars(with = "Option<String>")]
    pub authelia_version: Option<Spanned<String>>,
    /// Test client secret digests against common secrets.
    pub deep: Option<bool>,
    /// A file with recorded findings, which are not reported.
    pub baseline: Option<PathBuf>,
    /// The lowest severity that causes exit code 1.
    pub fail_on: Option<FailOn>,
    /// The lowest severity to report and fix.
    pub min_severity: Option<Severity>,
    /// The order of the findings.
    pub sort: Option<Sort>,
    /// The report formats and their destinations.
    #[schemars(with = "Vec<Output>")]
    pub output: Vec<Spanned<Output>>,
}

/// Other severities for some files or clients.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a table")]
pub struct OverrideEntry {
    /// Globs of paths, relative to the settings file; all files if empty.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// Client ids; all findings if empty.
    #[serde(default)]
    pub clients: Vec<String>,
    /// The severities of rules and policies there.
    #[schemars(with = "BTreeMap<String, RuleLevel>")]
    pub rules: BTreeMap<Spanned<String>, RuleLevel>,
}

/// A report format and its destination.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a table")]
pub struct Output {
    /// The format.
    pub format: Format,
    /// The file, relative to the settings file; standard output if absent.
    pub file: Option<PathBuf>,
}

/// The lowest severity that causes exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors only
    Error,
    /// Warnings and errors
    #[default]
    Warning,
    /// Any finding
    Advice,
    /// Always exit with code 0
    Never,
}

/// The order of the findings.
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
    /// Sorts findings, which must already be in the order of files and lines.
    pub fn apply(self, findings: &mut [Finding]) {
        if self == Self::Severity {
            findings.sort_by_key(|finding| Reverse(finding.severity));
        }
    }
}

impl FailOn {
    /// The severity. Returns `None` if no finding fails the run.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Never => None,
        }
    }

    /// The one of two that fails on more.
    #[must_use]
    pub fn stricter(self, other: Self) -> Self {
        match (self.severity(), other.severity()) {
            (Some(own), Some(others)) if own > others => other,
            (None, _) => other,
            _ => self,
        }
    }
}
