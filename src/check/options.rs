//! What a run is asked to do, whatever asked for it: each part of the program has its own options.

use std::fmt;
use std::sync::Arc;

use crate::app::Hints;
use crate::config::LoadOptions;
use crate::crypto::digest::Guesses;
use crate::fix::FreshDigests;
use crate::policy::{Policies, Policy};

use super::binding::Binding;
use super::nearer::Nearer;
use super::selection::Selection;

/// Tells whether the result of a run is no longer wanted, so that what is left of it need not be done.
#[derive(Clone, Default)]
pub struct Abandoned(Option<Arc<dyn Fn() -> bool + Send + Sync>>);

impl Abandoned {
    /// Abandons a run as soon as `is_outdated` returns true. What it found until then is incomplete.
    pub fn when(is_outdated: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(is_outdated)))
    }

    /// Whether the result is no longer wanted.
    #[must_use]
    pub fn now(&self) -> bool {
        self.0.as_ref().is_some_and(|is_outdated| is_outdated())
    }
}

impl fmt::Debug for Abandoned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Abandoned(…)" } else { "Abandoned(never)" })
    }
}

/// What a run is asked to do.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How texts become configurations.
    pub load: LoadOptions,
    /// What is known of the applications behind the clients.
    pub hints: Hints,
    /// Which findings are wanted, and what they weigh.
    pub selection: Selection,
    /// The operator's own policies.
    pub policies: Policies,
    /// Policies of settings files in parent folders, which hold here, too.
    pub binding: Vec<Binding>,
    /// Whether the suppressions in comments count for nothing.
    pub no_ignores: bool,
    /// The digests for fixes that write one, which are slow to derive; `None` if no such fix will be made.
    pub fresh_digests: Option<FreshDigests>,
    /// Whether well-known secrets are tried on the digests, which is slow.
    pub deep: bool,
    /// The secrets that were tried on digests in this run.
    pub guesses: Guesses,
    /// The options of sources that have a nearer settings file than the rest.
    pub nearer: Nearer,
    /// Whether the result is no longer wanted.
    pub abandoned: Abandoned,
}

impl Options {
    /// The inputs are the whole configuration, and nothing comes from the environment.
    #[must_use]
    pub fn complete() -> Self {
        Self { load: LoadOptions::complete(), ..Self::default() }
    }

    /// The options of a source.
    #[must_use]
    pub fn of(&self, source: &str) -> &Self {
        self.nearer.of(source).unwrap_or(self)
    }

    /// The operator's own policies, wherever they hold.
    pub fn all_policies(&self) -> impl Iterator<Item = &Policies> {
        std::iter::once(self).chain(self.nearer.iter()).flat_map(Self::own_policies)
    }

    /// The policy of an id: one that binds, if there is one.
    #[must_use]
    pub fn policy(&self, id: &str) -> Option<&Policy> {
        self.own_policies().find_map(|policies| policies.find(id))
    }

    fn own_policies(&self) -> impl Iterator<Item = &Policies> {
        self.binding.iter().map(|binding| &binding.policies).chain([&self.policies])
    }

    /// What each of these options selects: in the file itself, and of the policies that bind.
    pub fn selections(&mut self) -> impl Iterator<Item = &mut Selection> {
        self.binding.iter_mut().map(|binding| &mut binding.selection).chain([&mut self.selection])
    }

    /// Changes these options and the nearer ones alike.
    pub fn everywhere(&mut self, mut change: impl FnMut(&mut Self)) {
        change(self);
        self.nearer.iter_mut().for_each(change);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::check::check;
    use crate::text::Sources;

    #[test]
    fn nothing_more_is_found_in_a_run_that_is_abandoned() {
        let mut sources = Sources::default();
        sources.add("configuration.yml".to_owned(), "theme: 'drak'\n".to_owned());
        let found = |abandoned| check(&sources, &Options { abandoned, ..Options::default() }).findings.len();
        assert_eq!(found(Abandoned::default()), 1);
        assert_eq!(found(Abandoned::when(|| false)), 1);
        assert_eq!(found(Abandoned::when(|| true)), 0);
        let asked = AtomicUsize::new(0);
        let while_rules_run = Abandoned::when(move || asked.fetch_add(1, Ordering::Relaxed) > 0);
        assert_eq!(found(while_rules_run), 0);
    }
}
