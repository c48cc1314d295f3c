//! What a rule is: an id, a page, and a function that looks.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{Context, Effect, Reporter, Severity};
use crate::app::Registration;
use crate::config::Client;

/// The rule that reports a text which does not parse, so that nothing else is found in it.
pub const UNREADABLE: &str = "invalid-yaml";

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// The configuration as a whole, read or not.
    Config(for<'a> fn(&Context<'a>, &mut Reporter<'a>)),
    /// Each client registration.
    Client(fn(&Client, &Context<'_>, &mut Reporter<'_>)),
    /// Each client registration whose application is known.
    App(fn(&Registration<'_>, &Context<'_>, &mut Reporter<'_>)),
    /// The suppressions in comments and in a baseline, once all other rules have spoken.
    Suppression,
}

/// A named check.
pub struct Rule {
    /// Kebab case; names the bad pattern and reads well after "ignore".
    pub id: &'static str,
    /// The page `rules/pages/<id>.md`, with its front matter.
    pub page: &'static str,
    /// What it looks at, and the function that looks.
    pub check: Check,
    meta: OnceLock<Meta>,
}

/// The front matter of a rule's page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// How much its findings weigh, unless one says otherwise.
    pub severity: Severity,
    /// What happens if its findings are left.
    pub effect: Effect,
    /// What else its findings may weigh, where they say otherwise.
    #[serde(default)]
    pub also: Vec<Weight>,
    /// What it finds, in one sentence.
    pub summary: String,
    /// The version of authelia-lint that brought it.
    pub since: String,
    /// Where its facts come from.
    #[serde(default)]
    pub references: Vec<String>,
}

/// What findings may weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// How much they weigh.
    pub severity: Severity,
    /// What happens if they are left.
    pub effect: Effect,
}

impl Meta {
    /// Whether the page declares a weight.
    #[must_use]
    pub fn declares(&self, weight: Weight) -> bool {
        weight == Weight { severity: self.severity, effect: self.effect } || self.also.contains(&weight)
    }
}

impl Rule {
    /// A rule; see the macro `rule!`.
    #[must_use]
    pub const fn new(id: &'static str, page: &'static str, check: Check) -> Self {
        Self { id, page, check, meta: OnceLock::new() }
    }

    /// The front matter of its page, read when it is first needed.
    ///
    /// # Panics
    /// Where the page's front matter is not well-formed; a test reads every page.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        self.meta.get_or_init(|| match serde_yaml::from_str(self.front_matter()) {
            Ok(meta) => meta,
            Err(error) => panic!("rules/pages/{}.md: {error}", self.id),
        })
    }

    fn front_matter(&self) -> &'static str {
        self.page.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or("", |(front, _)| front)
    }

    /// The page without its front matter.
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.page.split_once("\n---\n").map_or(self.page, |(_, text)| text.trim_start())
    }
}

/// Declares a rule: its id, which is also the name of its page, and what it looks at.
macro_rules! rule {
    ($id:literal, $check:expr) => {
        $crate::lint::Rule::new($id, include_str!(concat!("../../../rules/pages/", $id, ".md")), $check)
    };
}
pub(crate) use rule;
