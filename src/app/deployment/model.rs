//! Where an application keeps the settings of its login: the form of the files in `rules/settings`.
//!
//! The build script includes this file, too.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Where one setting is, and how its value is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping")]
pub struct Lookup {
    /// Its names: environment variables, or keys with dots between the sections. The first one that is set counts.
    pub names: Vec<String>,
    /// What the application adds to the value, such as the path of its callback, or scopes that it always requests.
    pub then: String,
    /// Where one of these holds, the application does not use the setting.
    pub unless: Vec<SettingCondition>,
    /// What its values mean, where that is another word. Values that are missing here mean nothing that is known.
    pub values: BTreeMap<String, String>,
    /// What a form of the application calls it.
    pub label: String,
    /// What to enter, with `{}` for the value, where that is more than the value.
    pub enter: String,
}

/// A setting that has the same value for every registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct FixedSetting {
    /// Its name.
    pub name: String,
    /// What a form of the application calls it.
    #[serde(default)]
    pub label: String,
    /// Its value.
    pub value: String,
}

/// Where a person enters the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping")]
pub struct EntryForm {
    /// The way to the form, as the menus of the application call it.
    pub at: String,
    /// The settings that have the same value for every registration.
    pub also: Vec<FixedSetting>,
    /// A command that sets them all, with `{url}` for the address of the application and `{json}` for an object of all settings.
    pub command: String,
}

/// A setting that must be set for the first login of a user who has no account there yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Account {
    /// The settings of which one must be set.
    pub any_of: Vec<String>,
    /// What to do in the application.
    pub set: String,
}

/// How the template of a new account is chosen by a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct ByClaim {
    /// The setting with the values of the claim.
    pub mapped: String,
    /// The setting that counts without the claim.
    pub otherwise: String,
}

/// A value that takes a protection away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct Insecure {
    /// The setting.
    pub name: String,
    /// The values.
    pub values: Vec<String>,
    /// What happens because of it.
    pub because: String,
    /// What to do in the application.
    pub set: String,
}

/// A setting that has a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping")]
pub struct SettingCondition {
    /// The setting.
    pub name: String,
    /// Its value.
    pub is: String,
}

/// Where an application keeps the settings of its login.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping")]
pub struct AppSettings {
    /// What its files are called.
    pub files: String,
    /// Names of its container images, without a registry and a tag.
    pub images: Vec<String>,
    /// How this is known, and where it was read.
    pub proof: String,
    /// What only its variables begin with; empty if other applications have variables of the same names.
    pub prefix: String,
    /// Keys of its chart's values that are its configuration file.
    pub values: Vec<String>,
    /// NixOS options of which it makes its configuration file or its environment.
    pub nixos: Vec<String>,
    /// The section of a provider, if the application may have several: `.*` stands for the number of the provider, and its settings are
    /// named without the section.
    pub provider: String,
    /// If it is set, it must have this value, or the settings are not for Authelia.
    pub only_if: Option<SettingCondition>,
    /// The client id.
    pub client_id: Lookup,
    /// The client secret.
    pub client_secret: Lookup,
    /// The redirect URI, or the base URL that it is made from.
    pub redirect_uri: Lookup,
    /// Further redirect URIs.
    pub extra_redirect_uris: Lookup,
    /// The scopes.
    pub scopes: Lookup,
    /// The characters between scopes, besides spaces.
    pub scope_separators: String,
    /// The challenge method of PKCE; empty for none.
    pub pkce: Lookup,
    /// How it authenticates at the token endpoint.
    pub token_endpoint_auth_method: Lookup,
    /// The issuer, or the address of the discovery document.
    pub issuer: Lookup,
    /// The authorization endpoint.
    pub authorization_url: Lookup,
    /// The token endpoint.
    pub token_url: Lookup,
    /// The userinfo endpoint.
    pub userinfo_url: Lookup,
    /// The host names that it answers to, separated by commas.
    pub hosts: Lookup,
    /// What the first login of a user needs.
    pub accounts: Vec<Account>,
    /// How the template of a new account is chosen by the application's extra claim.
    pub by_claim: Option<ByClaim>,
    /// Values that take a protection away.
    pub insecure: Vec<Insecure>,
    /// The settings on which a requirement of the application depends.
    pub required: Vec<String>,
    /// Where a person enters them.
    pub form: EntryForm,
}

impl AppSettings {
    /// The variables with the client id that only this application has.
    pub fn own_variables(&self) -> impl Iterator<Item = &str> {
        let own = |name: &&str| !self.prefix.is_empty() && name.starts_with(&self.prefix);
        self.client_id.names.iter().filter_map(|name| name.split('.').next()).filter(own)
    }

    /// All names that any setting goes by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let lookups = [
            &self.client_id,
            &self.client_secret,
            &self.redirect_uri,
            &self.extra_redirect_uris,
            &self.scopes,
            &self.pkce,
            &self.token_endpoint_auth_method,
            &self.issuer,
            &self.authorization_url,
            &self.token_url,
            &self.userinfo_url,
            &self.hosts,
        ];
        lookups.into_iter().flat_map(|lookup| &lookup.names).chain(&self.required).map(String::as_str)
    }
}
