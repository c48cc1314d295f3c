//! The library's interface: named texts in, findings out. It needs no files, clock, threads or terminal, and nothing that it
//! returns holds a secret or a character that would harm a terminal.

mod access;
mod access_rule;
mod allowed;
mod analysis;
mod completion;
mod cursor;
mod description;
mod known;
mod names;
mod path;
mod policy;
mod redact;
mod registration;
mod report;
mod secret;
mod symbols;
mod unset;
mod walk;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::Hints;
use crate::config::LoadOptions;
use crate::lint::Rule;
use crate::rules;
use crate::text::Sources;

use super::select::Selectable;
use super::{Options, Selection};

pub use access::{AccessError, AccessRow, AccessTable, Reached};
pub use access_rule::{AccessRule, Overlap};
pub use analysis::Analysis;
pub use completion::{Completion, CompletionKind};
pub use known::{Fact, Known, known_at};
pub use names::Name;
pub use redact::{RedactOptions, Redacted, redact};
pub use registration::{KnownApp, NewClient, NewRegistration, RegistrationError, apps, new_client};
pub use report::{Finding, Fix, Place, Position, Related, Report, TextEdit};
pub use symbols::{Symbol, SymbolKind};
pub use unset::Unset;

/// A text and the name that it is shown under, usually its path. The name also tells the format: `*.nix` is Nix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The name.
    pub name: String,
    /// The text.
    pub text: String,
}

/// How to check texts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LintOptions {
    /// The texts, in order, are the complete configuration, and no environment variables are set; otherwise each text is
    /// checked by itself.
    pub complete: bool,
    /// Run only these rules: ids, patterns such as `invalid-*`, or effects such as `login`. All rules if it is empty.
    pub select: Vec<String>,
    /// Do not run these rules.
    pub ignore: Vec<String>,
    /// The applications (their ids) behind clients (by `client_id`), where they are not recognised.
    pub apps: BTreeMap<String, String>,
}

/// A selector that names no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule `{selector}`")]
pub struct UnknownRule {
    /// What was given.
    pub selector: String,
    /// The rule that was most likely meant.
    pub nearest: Option<String>,
}

/// Checks texts.
///
/// # Errors
/// If a selector in `options` names no rule.
pub fn lint(texts: &[Text], options: &LintOptions) -> Result<Report, UnknownRule> {
    Ok(Analysis::new(texts, options)?.report())
}

/// The page of a rule in Markdown. Returns `None` if there is no rule of this id.
#[must_use]
pub fn rule_page(id: &str) -> Option<&'static str> {
    rules::find(id).map(Rule::text)
}

/// The texts under their indices.
fn sources(texts: &[Text]) -> Sources {
    let mut sources = Sources::default();
    for Text { name, text } in texts {
        sources.add(name.clone(), text.clone());
    }
    sources
}

impl LintOptions {
    fn options(&self) -> Result<Options, UnknownRule> {
        let load = if self.complete { LoadOptions::complete() } else { LoadOptions::default() };
        let hints = Hints { named: self.apps.clone(), ..Hints::default() };
        let selection =
            Selection { select: named(&self.select)?, ignore: named(&self.ignore)?, ..Selection::default() };
        Ok(Options { load, hints, selection, ..Options::default() })
    }
}

fn named(selectors: &[String]) -> Result<Vec<String>, UnknownRule> {
    let rules = Selectable::with([]);
    let named = selectors.iter().map(|selector| {
        let unknown =
            |nearest: Option<&str>| UnknownRule { selector: selector.clone(), nearest: nearest.map(str::to_owned) };
        rules.named(selector).map_err(unknown)
    });
    Ok(named.collect::<Result<Vec<_>, _>>()?.concat())
}
