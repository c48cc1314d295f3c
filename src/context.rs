//! What a rule may look at besides its subject.

use std::collections::HashSet;

use crate::app::{Facts, Registration};
use crate::config::issuer::Issuer;
use crate::config::oidc::OpenIdConnect;
use crate::config::policy::Policies;
use crate::config::{Client, Config, Map, Place};
use crate::fix::Change;
use crate::settings::Settings;

/// What a rule may look at besides its subject.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The clients whose application is known.
    pub registrations: &'a [Registration<'a>],
    /// What the run was asked to do.
    pub settings: &'a Settings,
    /// The keys with which the provider signs.
    pub issuer: &'a Issuer,
    /// The authorization policies that it defines.
    pub policies: &'a Policies<'a>,
    /// The custom claims of all its claims policies; nothing where one of them cannot be known.
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
        self.registration(client).map(|registration| registration.facts)
    }

    /// The registration that a client is, where its application is known.
    #[must_use]
    pub fn registration(&self, client: &Client) -> Option<&'a Registration<'a>> {
        self.registrations.iter().find(|registration| std::ptr::eq(registration.client, client))
    }

    /// Whether what is absent from the files is certainly absent: they are the whole configuration, and nothing comes
    /// from the environment.
    #[must_use]
    pub const fn absent_is_absent(&self) -> bool {
        self.config.whole && self.settings.no_environment
    }

    /// Whether a name that is not among these definitions is certainly not defined: in a part of a configuration only
    /// where the definitions stand in that part.
    #[must_use]
    pub const fn may_say_undefined<T>(&self, definitions: &Map<T>) -> bool {
        !definitions.unknown && (self.config.whole || definitions.place.given)
    }

    /// A fresh digest of the secret that an application sends, where `place` is its client's `client_secret`.
    #[must_use]
    pub fn fresh_digest(&self, place: Place) -> Option<Change> {
        let is_its = |registration: &&Registration<'_>| registration.client.client_secret.place.path == place.path;
        let deployment = self.registrations.iter().find(is_its)?.deployment(self.settings)?;
        Some(Change::Digest { place, secret: deployment.client_secret.as_ref()?.value.clone() })
    }

    /// Whether two sections stand there for certain: a template may write one or the other.
    #[must_use]
    pub fn both_stand(&self, one: Place, other: Place) -> bool {
        !self.is_unknown(one) && !self.is_unknown(other)
    }

    /// Whether what stands at a section's place cannot be known, so that nothing can be said of what is missing there.
    #[must_use]
    pub fn is_unknown(&self, place: Place) -> bool {
        self.config.is_unknown(place)
    }
}
