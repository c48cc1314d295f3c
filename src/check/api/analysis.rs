//! Texts that were checked once, to be asked about many times: what an editor does between two keystrokes.

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::check::mask::Masks;
use crate::check::{Options, check, fix};
use crate::config::Config;
use crate::embedded::{Configurations, KeptConfigurations};
use crate::lint::{Outcome, Safety};
use crate::text::{SourceId, Sources};

use super::{LintOptions, Report, Text, UnknownRule, sources};

/// Texts that were checked, with everything that is known about them. A text is named by its index.
#[derive(Debug)]
pub struct Analysis {
    pub(crate) sources: Sources,
    pub(crate) options: Options,
    pub(crate) outcome: Outcome,
    masks: OnceLock<Masks>,
    kept: Mutex<Option<KeptConfigurations>>,
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
        Self { sources, options, outcome, masks: OnceLock::new(), kept: Mutex::new(None) }
    }

    /// The secrets of the texts, which are found when they are asked for first.
    pub(super) fn masks(&self) -> &Masks {
        self.masks.get_or_init(|| Masks::new(&self.outcome, &self.sources))
    }

    /// Shows each configuration in turn. They are read when they are asked for first.
    pub(super) fn configurations(&self, show: impl FnMut(&Config)) {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // It is not there while it is shown: after a panic it is read again.
        let shown = kept().take();
        let mut shown = shown.unwrap_or_else(|| Configurations::keep(&self.sources, &self.options.load));
        shown.for_each(show);
        *kept() = Some(shown);
    }

    /// What was found.
    #[must_use]
    pub fn report(&self) -> Report {
        Report::new(&self.sources, &self.outcome, self.masks())
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
