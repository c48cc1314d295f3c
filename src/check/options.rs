//! What a run is asked to do, whatever asked for it: each part of the program has its own options.

use crate::app::Hints;
use crate::config::LoadOptions;
use crate::crypto::digest::Guesses;
use crate::fix::FreshDigests;
use crate::policy::{Policies, Policy};

use super::binding::Binding;
use super::nearer::Nearer;
use super::selection::Selection;

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
