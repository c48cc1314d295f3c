//! What a rule may look at besides its subject.

use crate::app::Registration;
use crate::config::Config;
use crate::config::oidc::OpenIdConnect;
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
}

impl<'a> Context<'a> {
    /// The OpenID Connect provider, where it is configured.
    #[must_use]
    pub const fn provider(&self) -> Option<&'a OpenIdConnect> {
        self.config.root.identity_providers.oidc.as_ref()
    }

    /// Whether what is absent from the files is certainly absent: they are the whole configuration, and nothing comes
    /// from the environment.
    #[must_use]
    pub const fn absent_is_absent(&self) -> bool {
        self.config.whole && self.settings.no_environment
    }
}
