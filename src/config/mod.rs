//! Authelia's configuration as typed sections, each value with the place that it came from.

pub mod access_control;
mod answers;
pub mod authentication;
pub mod choices;
pub mod claims;
mod declared;
pub mod decoder;
pub mod definitions;
mod deprecation;
mod edit;
mod effective;
pub mod formats;
mod former_keys;
pub mod general;
mod image;
pub mod issuer;
mod keys;
mod list;
mod load;
mod map;
pub mod notifier;
pub mod oidc;
pub mod path;
pub mod policy;
mod problem;
pub mod proxy;
pub mod redirect_uri;
pub(crate) mod scalars;
pub mod second_factor;
mod secret_path;
pub mod section;
pub mod server;
pub mod session;
pub mod shared;
pub mod storage;
mod templates;
pub mod user_attributes;
pub mod users;
mod value;
mod variables;
mod version;
pub mod view;

use std::collections::HashSet;

use crate::document::{Document, NodeId, SyntaxError, Tree};
use crate::text::{Secret, Span};

pub use answers::Answer;
pub(crate) use edit::EditedTree;
pub use image::Image;
pub use load::{LoadOptions, Overridden};
pub use oidc::Client;
pub use path::{PathId, PathStep, Paths};
pub use problem::{Expected, Problem, Treatment};
pub(crate) use scalars::{BOOLEAN, NETWORK};
pub(crate) use secret_path::is_path;
pub(crate) use section::is_option_name;
pub use section::{List, Map, Name, Unsplit};
pub use templates::Templates;
pub use value::{Place, Value};
pub use variables::Variables;
pub(crate) use variables::{
    VARIABLE_PREFIX, is_meant_for_authelia, is_plain_variable, nearest_variable, option_of_secret_file,
    option_of_variable, variable_like, variable_of_secret_file,
};
pub use version::Version;

use access_control::AccessControl;
use authentication::AuthenticationBackend;
use definitions::Definitions;
use general::{IdentityValidation, Log, Ntp, PasswordPolicy, PrivacyPolicy, Regulation};
use notifier::Notifier;
use oidc::IdentityProviders;
use proxy::Proxy;
use second_factor::{DuoApi, Totp, WebAuthn};
use section::{Section, section};
use server::{Server, Telemetry};
use session::Session;
use storage::Storage;
use users::UsersDatabase;

use crate::golang::url::Url;

section! {
    /// The whole configuration.
    pub struct Configuration {
        theme: Value<String> = "light",
        certificates_directory: Value<String>,
        default_2fa_method: Value<String>,
        log: Log,
        identity_providers: IdentityProviders,
        authentication_backend: AuthenticationBackend,
        session: Session,
        totp: Totp,
        duo_api: DuoApi,
        access_control: AccessControl,
        ntp: Ntp,
        regulation: Regulation,
        storage: Storage,
        notifier: Notifier,
        server: Server,
        telemetry: Telemetry,
        webauthn: WebAuthn,
        password_policy: PasswordPolicy,
        privacy_policy: PrivacyPolicy,
        identity_validation: IdentityValidation,
        definitions: Definitions,
        /// Deprecated.
        default_redirection_url: Value<Url>,
    }
}

/// The keys at the top level of Authelia's configuration.
pub fn top_level_keys() -> impl Iterator<Item = &'static str> {
    Configuration::FIELDS.iter().map(|field| field.key)
}

/// The keys at the top level that earlier versions had, and that Authelia still reads.
pub fn former_top_level_keys() -> impl Iterator<Item = &'static str> {
    former_keys::top_level_keys()
}

/// One configuration as it was read, from one file or from several that are merged.
#[derive(Debug)]
pub struct Config {
    /// The configuration.
    pub root: Configuration,
    /// The same as a node of `tree`: merged, old keys under their new names.
    pub node: Option<NodeId>,
    /// The paths of its values.
    pub paths: Paths,
    /// What is wrong with its form.
    pub problems: Vec<Problem>,
    /// The documents that it was read from.
    pub documents: Vec<Document>,
    /// Where Authelia's YAML reader gives up.
    pub syntax_errors: Vec<SyntaxError>,
    /// Options that two files set to different values.
    pub overridden: Vec<Overridden>,
    /// What there is to say about environment variables.
    pub variables: Variables,
    /// The values that hold templates.
    pub templates: Templates,
    /// The values that must never be shown.
    pub secrets: Vec<Span>,
    /// The same as they were read, which may not be as they are written.
    pub secret_texts: Vec<Secret>,
    /// The sections that cannot be known.
    pub unknown_sections: HashSet<PathId>,
    /// The users databases that were read beside it.
    pub users_databases: Vec<UsersDatabase>,
    /// The reverse proxies that were read beside it.
    pub proxies: Vec<Proxy>,
    /// The tree that it was read from.
    pub tree: Tree,
    /// The version of Authelia that is to read it.
    pub version: Version,
    /// The version that read it before an upgrade, if there is one.
    pub former_version: Option<Version>,
    /// Whether the files are all of the configuration.
    pub whole: bool,
    /// Whether nothing comes from the environment.
    pub no_environment: bool,
}

impl Config {
    /// Whether what is absent from the files is certainly absent: they are the whole configuration, and nothing comes
    /// from the environment.
    #[must_use]
    pub const fn absent_is_absent(&self) -> bool {
        self.whole && self.no_environment
    }

    /// Whether a name that is not among these definitions is certainly not defined: in a part of a configuration only
    /// where the definitions stand in that part.
    #[must_use]
    pub const fn may_say_undefined<T>(&self, definitions: &Map<T>) -> bool {
        !definitions.unknown && (self.whole || definitions.place.given)
    }

    /// Whether a key in a section has nothing below it, so that Authelia takes it for an unknown key.
    #[must_use]
    pub fn has_empty_section_in(&self, section: Place) -> bool {
        let is_in = |place: &Place| self.paths.parent(place.path) == section.path;
        self.problems.iter().any(|problem| matches!(problem, Problem::EmptySection { place, .. } if is_in(place)))
    }

    /// Whether a section cannot be known.
    #[must_use]
    pub fn is_unknown(&self, section: Place) -> bool {
        self.unknown_sections.contains(&section.path)
    }

    /// Whether a problem refers to the very place, so that nothing more need be said about it.
    #[must_use]
    pub fn is_reported(&self, place: Place) -> bool {
        self.problems.iter().any(|problem| problem.unreadable().is_some_and(|other| other.path == place.path))
    }
}
