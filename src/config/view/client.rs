//! A client as policies see it, and the whole configuration with such clients: every option as Authelia uses it
//! (`internal/configuration/validator/identity_providers.go` and `NewClient` in `internal/oidc/client.go`, 4.39.20).

use std::sync::Arc;

use crate::config::oidc::Client;
use crate::config::section::List;
use crate::config::value::Value;
use crate::config::{Config, Configuration};

use super::derived::{derive, settle};
use super::{Look, Type, View, Viewed};

/// The scope that changes which defaults a client has.
const BEARER_SCOPE: &str = "authelia.bearer.authz";

/// A week, in seconds.
const WEEK: i64 = 604_800;

impl Client {
    /// The type of what policies see.
    pub const TYPE: &'static Type = &<Self as Viewed>::TYPE;

    /// The client with every option as Authelia uses it.
    #[must_use]
    pub fn effective(&self, look: Look<'_>) -> View {
        let mut view = self.view(look.within_a_list());
        for (key, value) in self.options() {
            if let Some(option) = view.at_mut(key) {
                *option = value;
            }
        }
        settle(&mut view, Self::TYPE);
        empty_texts(&mut view);
        view
    }

    /// The options whose value depends on others.
    fn options(&self) -> Vec<(&'static str, View)> {
        let mut options = vec![
            ("client_name", or(&self.client_name, || self.client_id.text().map(View::text))),
            ("authorization_policy", or(&self.authorization_policy, || self.default_policy())),
            ("scopes", listed(&self.scopes, || self.effective_scopes())),
            ("response_types", self.unless_bearer(&self.response_types, || self.effective_response_types())),
            ("grant_types", self.unless_bearer(&self.grant_types, || self.effective_grant_types())),
            ("response_modes", self.unless_bearer(&self.response_modes, || self.default_response_modes())),
            ("requested_audience_mode", or(&self.requested_audience_mode, || Some(View::text("explicit")))),
            ("consent_mode", self.effective_consent_mode()),
            ("require_pkce", self.effective_require_pkce()),
            ("token_endpoint_auth_signing_alg", self.effective_signing_alg()),
        ];
        if self.pre_configured_consent_duration.is_zero() {
            let duration = match self.effective_consent_mode() {
                View::Text(mode) => View::Int(if &*mode == "pre-configured" { WEEK } else { 0 }),
                _ => View::Unknown,
            };
            options.push(("pre_configured_consent_duration", duration));
        }
        options.extend(
            self.auth_methods().map(|(key, method)| (key, or(method, || self.default_auth_method().map(View::text)))),
        );
        options.extend(self.answers().into_iter().flat_map(|answer| {
            let algorithm = if answer.always_signed { "RS256" } else { "none" };
            let (alg, key_id) = match (answer.signed_alg.text(), answer.signed_key_id.text()) {
                (Some(""), Some("")) if answer.always_signed => (View::text(algorithm), View::Unknown),
                (Some(""), Some("")) => (View::text(algorithm), View::text("")),
                (Some(""), key_id) => (View::Unknown, or_unknown(key_id)),
                (alg, Some("")) if alg != Some("none") => (or_unknown(alg), View::Unknown),
                (alg, key_id) => (or_unknown(alg), or_unknown(key_id)),
            };
            signed_keys(answer.prefix).map(|(alg_key, id_key)| [(alg_key, alg), (id_key, key_id)]).into_iter().flatten()
        }));
        options
    }

    fn default_policy(&self) -> Option<View> {
        let grants = self.grant_types.texts()?;
        Some(View::text(if grants.contains(&"client_credentials") { "one_factor" } else { "two_factor" }))
    }

    /// A list with its default, which a client for bearer authorization has not.
    fn unless_bearer<'a>(&self, list: &'a List<Value<String>>, default: impl Fn() -> Option<Vec<&'a str>>) -> View {
        let keeps = self.scopes.certainly_lacks(BEARER_SCOPE);
        listed(list, || if keeps { default() } else { None })
    }

    fn default_response_modes(&self) -> Option<Vec<&str>> {
        let types = self.effective_response_types()?;
        let code = types.contains(&"code").then_some("query");
        let fragment = types.iter().any(|kind| *kind != "code").then_some("fragment");
        Some(["form_post"].into_iter().chain(code).chain(fragment).collect())
    }

    fn effective_consent_mode(&self) -> View {
        match self.consent_mode.text() {
            Some("" | "auto") if !self.scopes.certainly_lacks(BEARER_SCOPE) => View::Unknown,
            Some("" | "auto") if self.pre_configured_consent_duration.is_unknown() => View::Unknown,
            Some("" | "auto") if self.pre_configured_consent_duration.is_zero() => View::text("explicit"),
            Some("" | "auto") => View::text("pre-configured"),
            mode => or_unknown(mode),
        }
    }

    fn effective_require_pkce(&self) -> View {
        match (self.require_pkce.known(), self.pkce_challenge_method.text()) {
            (Some(true), _) => View::Bool(true),
            (_, Some(method)) if !method.is_empty() => View::Bool(true),
            (Some(false), Some(_)) => View::Bool(false),
            _ => View::Unknown,
        }
    }

    fn effective_signing_alg(&self) -> View {
        or(&self.token_endpoint_auth_signing_alg, || {
            Some(View::text(if self.auth_method()? == "client_secret_jwt" { "HS256" } else { "" }))
        })
    }
}

impl Config {
    /// The type of what policies see.
    pub const TYPE: &'static Type = &<Configuration as Viewed>::TYPE;

    /// The whole configuration with every option as Authelia uses it.
    #[must_use]
    pub fn effective(&self, look: Look<'_>) -> View {
        let mut view = self.root.view(look);
        derive(&mut view);
        settle(&mut view, Self::TYPE);
        let provider = self.root.identity_providers.oidc.as_ref();
        if let (Some(provider), Some(View::List(items))) = (provider, view.at_mut("identity_providers.oidc.clients")) {
            *items = Arc::new(provider.clients.items.iter().map(|client| client.effective(look)).collect());
        }
        view
    }
}

/// The keys of an answer's signature.
fn signed_keys(prefix: &str) -> Option<(&'static str, &'static str)> {
    Some(match prefix {
        "authorization" => ("authorization_signed_response_alg", "authorization_signed_response_key_id"),
        "id_token" => ("id_token_signed_response_alg", "id_token_signed_response_key_id"),
        "access_token" => ("access_token_signed_response_alg", "access_token_signed_response_key_id"),
        "userinfo" => ("userinfo_signed_response_alg", "userinfo_signed_response_key_id"),
        "introspection" => ("introspection_signed_response_alg", "introspection_signed_response_key_id"),
        _ => return None,
    })
}

/// A list, or its default where it is empty; an item that is unknown leaves the others known.
fn listed<'a>(list: &'a List<Value<String>>, default: impl FnOnce() -> Option<Vec<&'a str>>) -> View {
    if list.unknown {
        return View::Unknown;
    }
    if list.items.is_empty() {
        return known(default().map(View::texts));
    }
    View::List(Arc::new(list.items.iter().map(|item| or_unknown(item.text())).collect()))
}

/// A text, or its default where it is empty.
fn or(value: &Value<String>, default: impl FnOnce() -> Option<View>) -> View {
    match value.text() {
        None => View::Unknown,
        Some("") => known(default()),
        Some(text) => View::text(text),
    }
}

fn known(view: Option<View>) -> View {
    view.unwrap_or(View::Unknown)
}

fn or_unknown(text: Option<&str>) -> View {
    known(text.map(View::text))
}

/// A client's other options are empty where they are absent.
fn empty_texts(view: &mut View) {
    let View::Map(entries) = view else { return };
    for (name, value) in Arc::make_mut(entries) {
        if *value == View::Absent {
            *value = match Client::TYPE.field(name) {
                Some(Type::Text) => View::text(""),
                Some(Type::Int | Type::Duration) => View::Int(0),
                _ => View::Absent,
            };
        }
    }
}
