//! A policy as it is written in `authelia-lint.toml`.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::lint::{Effect, Severity};

use super::Scope;

/// A policy of the operator's own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a table")]
pub struct PolicyEntry {
    /// Its id, in kebab case.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// What it is judged over.
    #[serde(default)]
    pub scope: Scope,
    /// A CEL expression that is true where the policy holds.
    #[schemars(with = "String")]
    pub expression: Spanned<String>,
    /// What is wrong where it does not hold.
    pub message: String,
    /// How much its findings weigh.
    #[serde(default = "warning")]
    pub severity: Severity,
    /// What happens if its findings are left.
    #[serde(default = "security")]
    pub effect: Effect,
    /// What to write.
    pub help: Option<String>,
    /// Where more is said: an address.
    pub documentation: Option<String>,
    /// Whether comments may suppress its findings.
    #[serde(default = "yes")]
    pub suppressible: bool,
    /// Only these clients (their ids); all where none is given.
    #[serde(default)]
    pub clients: Vec<String>,
    /// All clients but these (their ids).
    #[serde(default)]
    pub except: Vec<String>,
    /// The key that its findings point at, such as `redirect_uris`.
    #[schemars(with = "Option<String>")]
    pub at: Option<Spanned<String>>,
}

const fn warning() -> Severity {
    Severity::Warning
}

const fn security() -> Effect {
    Effect::Security
}

const fn yes() -> bool {
    true
}
