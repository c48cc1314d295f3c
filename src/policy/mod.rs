//! Policies of the operator's own: CEL expressions over a client or the whole configuration that must hold.
//!
//! ```text
//! expression -- cel::check -> one whose names and types are right
//!            -- translate --> what can be evaluated
//!            -- evaluate ---> it holds, it does not, or that cannot be known
//! ```
//!
//! The evaluator is our own because a policy must never fail on a value that is unknown, and because a configuration or
//! an expression must not make a run endless.

mod dialect;
mod entry;
mod evaluate;
mod expression;
mod function;
mod judge;
mod translate;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::config::view::Type;
use crate::config::{Client, Config};
use crate::lint::{Effect, RuleId, Severity};
use crate::text::{Mistake, SourceId, Sources, Span, TextError};

pub use entry::PolicyEntry;
pub use evaluate::EvaluationError;
pub use judge::judge;

use expression::Expression;

/// What a policy is judged over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Each client registration: `client`, and `config` around it.
    #[default]
    Client,
    /// The configuration as a whole: `config`.
    Configuration,
}

/// A policy that is ready to be judged.
#[derive(Debug)]
pub struct Policy {
    /// Its id, in kebab case.
    pub id: RuleId,
    /// What it is judged over.
    pub scope: Scope,
    /// What is wrong where it does not hold.
    pub message: String,
    /// How much its findings weigh.
    pub severity: Severity,
    /// What happens if its findings are left.
    pub effect: Effect,
    /// What to write.
    pub help: Option<String>,
    /// Where more is said: an address.
    pub documentation: Option<String>,
    /// Whether comments may suppress its findings.
    pub suppressible: bool,
    clients: Vec<String>,
    except: Vec<String>,
    /// The path of the key that its findings point at.
    at: Vec<String>,
    /// Where its id is in the settings file.
    place: Range<usize>,
    /// Where its expression is there, and the expression.
    written: Range<usize>,
    text: String,
    expression: Expression,
}

impl Policy {
    /// Makes a policy of its entry in the settings file, whose text is `text`.
    ///
    /// # Errors
    /// Where its id, its expression or its key is not right.
    pub fn new(entry: &PolicyEntry, text: &str) -> Result<Self, Mistake> {
        let id = entry.id.get_ref();
        let wrong_id = |message: String| Err(Mistake::new(entry.id.span(), message));
        if !is_kebab_case(id) {
            return wrong_id(format!("`{id}` is not an id: write it in kebab case, as `two-factors-for-all`"));
        }
        let at: Vec<String> = entry.at.iter().flat_map(|at| at.get_ref().split('.')).map(str::to_owned).collect();
        if let (Some(written), false) = (&entry.at, leads_somewhere(entry.scope, &at)) {
            let message = format!("there is no option `{}`", written.get_ref());
            return Err(Mistake::new(written.span(), message));
        }
        let written = &entry.expression;
        let expression = Expression::compile(written.get_ref(), entry.scope).map_err(|mut problem| {
            problem.range = place_in_text(text, written.span(), written.get_ref(), &problem.range);
            problem
        })?;
        Ok(Self {
            id: id.to_owned().into(),
            scope: entry.scope,
            message: entry.message.clone(),
            severity: entry.severity,
            effect: entry.effect,
            help: entry.help.clone(),
            documentation: entry.documentation.clone(),
            suppressible: entry.suppressible,
            clients: entry.clients.clone(),
            except: entry.except.clone(),
            at,
            place: entry.id.span(),
            written: written.span(),
            text: written.get_ref().clone(),
            expression,
        })
    }

    /// What to write, and where more is said.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        let see = self.documentation.as_ref().map(|address| format!("see {address}"));
        match (self.help.clone(), see) {
            (Some(help), Some(see)) => Some(format!("{help}; {see}")),
            (help, see) => help.or(see),
        }
    }
}

/// The policies of one settings file.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    list: Vec<Arc<Policy>>,
    origin: Arc<PolicyFile>,
}

/// The settings file that policies stand in.
#[derive(Debug, Default)]
pub struct PolicyFile {
    name: String,
    text: String,
    source: OnceLock<SourceId>,
}

impl PolicyFile {
    /// A file that is shown under a name.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), source: OnceLock::new() }
    }
}

impl Policies {
    /// The policies of a file.
    #[must_use]
    pub fn new(policies: Vec<Policy>, origin: PolicyFile) -> Self {
        Self { list: policies.into_iter().map(Arc::new).collect(), origin: Arc::new(origin) }
    }

    /// Those that nothing can suppress.
    #[must_use]
    pub fn binding(&self) -> Self {
        let binding = self.list.iter().filter(|policy| !policy.suppressible);
        Self { list: binding.cloned().collect(), origin: Arc::clone(&self.origin) }
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Policy> {
        self.list.iter().map(Arc::as_ref)
    }

    /// The policy of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Policy> {
        self.iter().find(|policy| policy.id == id)
    }

    /// Puts the settings file beside the sources, so that findings can point into it.
    pub fn show_in(&self, sources: &mut Sources) {
        let PolicyFile { name, text, source } = self.origin.as_ref();
        if !self.is_empty() {
            source.get_or_init(|| sources.add_beside(name.clone(), text.clone()));
        }
    }

    /// That a policy could not be judged.
    #[must_use]
    pub fn error(&self, id: &str, failure: &EvaluationError) -> TextError {
        let PolicyFile { name, text, .. } = self.origin.as_ref();
        let place =
            self.find(id).map(|policy| place_in_text(text, policy.written.clone(), &policy.text, &failure.range));
        let message = format!("the policy `{id}` cannot be judged: {}", failure.message);
        TextError::new(name, text, vec![Mistake::new(place.unwrap_or(0..0), message)])
    }

    /// Where a policy stands, if its file is shown.
    fn place(&self, policy: &Policy) -> Option<Span> {
        let offset = |offset: usize| u32::try_from(offset).ok();
        Some(Span::new(*self.origin.source.get()?, offset(policy.place.start)?, offset(policy.place.end)?))
    }
}

fn is_kebab_case(id: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    id.len() <= 64 && id.split('-').all(is_word)
}

/// Whether a path of keys leads to an option, or is empty.
fn leads_somewhere(scope: Scope, path: &[String]) -> bool {
    let root = match scope {
        Scope::Client => Client::TYPE,
        Scope::Configuration => Config::TYPE,
    };
    let step = |kind: &'static Type, key: &String| match kind {
        Type::Map(inner) => Some(*inner),
        _ => kind.field(key),
    };
    path.iter().try_fold(root, step).is_some()
}

/// Where a part of a TOML string is in the text of its file; the string as a whole where it is written otherwise
/// than it reads.
fn place_in_text(text: &str, string: Range<usize>, value: &str, part: &Range<usize>) -> Range<usize> {
    let written = text.get(string.clone()).unwrap_or_default();
    match written.find(value) {
        Some(start) if part.end <= value.len() => string.start + start + part.start..string.start + start + part.end,
        _ => string,
    }
}
