//! What Authelia takes for a client's options where they are absent or empty
//! (`internal/configuration/validator/identity_providers.go` and `internal/oidc/client.go`, 4.39.20).

use super::oidc::Client;
use super::section::List;
use super::value::Value;

/// What Authelia registers for a client without `scopes`.
pub(super) const DEFAULT_SCOPES: [&str; 4] = ["openid", "groups", "profile", "email"];

impl Client {
    /// The one way of authenticating at the token endpoint that Authelia accepts.
    #[must_use]
    pub fn auth_method(&self) -> Option<&str> {
        let default = self.default_auth_method()?;
        self.token_endpoint_auth_method.text().map(|method| if method.is_empty() { default } else { method })
    }

    /// What stands for an empty or absent way of authenticating at any endpoint.
    pub(super) fn default_auth_method(&self) -> Option<&'static str> {
        Some(if *self.public.known()? { "none" } else { "client_secret_basic" })
    }

    /// The ways of authenticating at each endpoint that asks for it, as they are written, with the names of their options.
    #[must_use]
    pub const fn auth_methods(&self) -> [(&'static str, &Value<String>); 4] {
        [
            ("token_endpoint_auth_method", &self.token_endpoint_auth_method),
            ("revocation_endpoint_auth_method", &self.revocation_endpoint_auth_method),
            ("introspection_endpoint_auth_method", &self.introspection_endpoint_auth_method),
            (
                "pushed_authorization_request_endpoint_auth_method",
                &self.pushed_authorization_request_endpoint_auth_method,
            ),
        ]
    }

    /// The scopes that the client may ask for.
    #[must_use]
    pub fn effective_scopes(&self) -> Option<Vec<&str>> {
        let acts_for_itself = self.grant_types.has("client_credentials");
        or_default(&self.scopes, if acts_for_itself { &[] } else { &DEFAULT_SCOPES })
    }

    /// The response types that the client may ask for.
    #[must_use]
    pub fn effective_response_types(&self) -> Option<Vec<&str>> {
        or_default(&self.response_types, &["code"])
    }

    /// The grant types that the client may use. Where none are given, Authelia derives them from the response types.
    #[must_use]
    pub fn effective_grant_types(&self) -> Option<Vec<&str>> {
        let given = self.grant_types.texts()?;
        if !given.is_empty() {
            return Some(given);
        }
        let types = self.effective_response_types()?;
        let asks = |grant: fn(&&str) -> bool| types.iter().any(&grant);
        let code = asks(|kind| kind.split(' ').any(|part| part == "code"));
        let implicit = asks(|kind| kind.split(' ').any(|part| part == "token" || part == "id_token"));
        Some(code.then_some("authorization_code").into_iter().chain(implicit.then_some("implicit")).collect())
    }
}

fn or_default<'a>(list: &'a List<Value<String>>, default: &[&'static str]) -> Option<Vec<&'a str>> {
    let given = list.texts()?;
    Some(if given.is_empty() { default.to_vec() } else { given })
}
