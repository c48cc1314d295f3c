//! What a rule may look at besides its subject.

use std::collections::HashSet;

use super::Change;
use crate::access::AnalysedRules;
use crate::app::{Facts, Hints, Registration, Registrations};
use crate::config::issuer::Issuer;
use crate::config::oidc::OpenIdConnect;
use crate::config::policy::OperatorPolicies;
use crate::config::{Client, Config, Place};
use crate::crypto::digest::Guesses;
use crate::text::Sources;

/// What a rule may look at besides its subject.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The texts that it was read from.
    pub sources: &'a Sources,
    /// The clients whose application is known.
    pub registrations: &'a Registrations<'a>,
    /// What is known of the applications besides the configuration.
    pub hints: &'a Hints,
    /// Whether well-known secrets are tried on the digests, which is slow.
    pub deep: bool,
    /// The secrets that were tried.
    pub guesses: &'a Guesses,
    /// The access control rules.
    pub access: &'a AnalysedRules,
    /// The keys with which the provider signs.
    pub issuer: &'a Issuer,
    /// The authorization policies that it defines.
    pub policies: &'a OperatorPolicies<'a>,
    /// The custom claims of all its claims policies; `None` if one of them cannot be known.
    pub own_claims: Option<&'a HashSet<&'a str>>,
}

impl<'a> Context<'a> {
    /// The OpenID Connect provider, where it is configured.
    #[must_use]
    pub const fn provider(&self) -> Option<&'a OpenIdConnect> {
        self.config.root.identity_providers.oidc.as_ref()
    }

    /// What is known of the application behind a client.
    #[must_use]
    pub fn facts(&self, client: &Client) -> Option<&'a Facts> {
        self.registration(client).map(|registration| &*registration.facts)
    }

    /// The registration that a client is, where its application is known.
    #[must_use]
    pub fn registration(&self, client: &Client) -> Option<&'a Registration<'a>> {
        self.registrations.of(client)
    }

    /// A fresh digest of the secret that an application sends, where `place` is its client's `client_secret`.
    #[must_use]
    pub fn fresh_digest(&self, place: Place) -> Option<Change> {
        let is_its = |registration: &&Registration<'_>| registration.client.client_secret.place.path == place.path;
        let deployment = self.registrations.iter().find(is_its)?.deployment?;
        Some(Change::Digest { place, secret: deployment.client_secret.as_ref()?.value.clone() })
    }

    /// Whether two sections stand there for certain: a template may write one or the other.
    #[must_use]
    pub fn both_stand(&self, one: Place, other: Place) -> bool {
        !self.is_unknown(one) && !self.is_unknown(other)
    }

    /// Whether what is at a section's place cannot be known, so that nothing can be said about what is missing there.
    #[must_use]
    pub fn is_unknown(&self, place: Place) -> bool {
        self.config.is_unknown(place)
    }
}
