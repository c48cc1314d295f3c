//! Texts that were checked once, to be asked about many times: what an editor does between two keystrokes.

use crate::check::{Options, check, fix};
use crate::lint::{Outcome, Safety};
use crate::text::{SourceId, Sources};

use super::{LintOptions, Report, Text, UnknownRule, sources};

/// Texts that were checked, with everything that is known about them. A text is named by its index.
#[derive(Debug)]
pub struct Analysis {
    pub(crate) sources: Sources,
    pub(crate) options: Options,
    pub(crate) outcome: Outcome,
}

impl Analysis {
    /// Checks texts.
    ///
    /// # Errors
    /// If a selector in `options` names no rule.
    pub fn new(texts: &[Text], options: &LintOptions) -> Result<Self, UnknownRule> {
        Ok(Self::of(sources(texts), options.options()?))
    }

    /// Checks texts with options that only the command line and the settings file can set.
    pub(crate) fn of(sources: Sources, options: Options) -> Self {
        let outcome = check(&sources, &options);
        Self { sources, options, outcome }
    }

    /// What was found.
    #[must_use]
    pub fn report(&self) -> Report {
        Report::new(&self.sources, &self.outcome)
    }

    /// The name and the text of an index. Returns `None` if there is no such text.
    #[must_use]
    pub fn text(&self, index: usize) -> Option<(&str, &str)> {
        let id = SourceId(u32::try_from(index).ok()?);
        let source = self.sources.find(id)?;
        Some((&source.name, &source.text))
    }

    /// The indices of all texts.
    pub fn texts(&self) -> impl Iterator<Item = usize> {
        self.sources.iter().map(|(id, _)| id.0 as usize)
    }

    /// Makes all safe fixes, and those that become possible by them. Returns the texts that change, by their indices.
    #[must_use]
    pub fn fixed(&self) -> Vec<(usize, String)> {
        let fixed = fix(self.sources.clone(), self.outcome.clone(), &self.options, Safety::Safe);
        let changed = fixed.sources.iter().filter(|(id, source)| source.text != self.sources.get(*id).text);
        changed.map(|(id, source)| (id.0 as usize, source.text.clone())).collect()
    }
}
