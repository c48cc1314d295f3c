//! `identity_providers.oidc` (`internal/configuration/schema/identity_providers.go`, 4.39.20).

use crate::crypto::keys::Chain;
use crate::golang::duration::Duration;
use crate::golang::url::Url;
use crate::text::Secret;

use super::formats::{AnyKey, ClientSecret, RsaPrivateKey};
use super::scalars::Network;
use super::section::{List, Map, Unsplit, section};
use super::value::Value;

section! {
    /// `identity_providers`.
    pub struct IdentityProviders {
        /// The OpenID Connect provider.
        oidc: Option<OpenIdConnect>,
    }
}

/// The least length of a `state` or `nonce`, in characters, that is considered secure (`MinParameterEntropy` of
/// `github.com/authelia/oauth2-provider`).
pub const MIN_PARAMETER_ENTROPY: i64 = 8;

section! {
    /// `identity_providers.oidc`.
    pub struct OpenIdConnect {
        hmac_secret: Value<Secret>,
        jwks: List<Jwk>,
        enable_client_debug_messages: Value<bool>,
        minimum_parameter_entropy: Value<i64> = MIN_PARAMETER_ENTROPY,
        enforce_pkce: Value<String> = "public_clients_only",
        enable_pkce_plain_challenge: Value<bool>,
        enable_jwt_access_token_stateless_introspection: Value<bool>,
        discovery_signed_response_alg: Value<String>,
        discovery_signed_response_key_id: Value<String>,
        require_pushed_authorization_requests: Value<bool>,
        cors: Cors,
        clients: List<Client>,
        authorization_policies: Map<AuthorizationPolicy>,
        lifespans: Lifespans,
        [since "4.39.0"] claims_policies: Map<ClaimsPolicy>,
        [since "4.39.0"] scopes: Map<Scope>,
        issuer_certificate_chain: Value<Chain>,
        issuer_private_key: Value<RsaPrivateKey>,
    }
}

section! {
    /// One JSON Web Key, of the provider or of a client.
    pub struct Jwk {
        key_id: Value<String>,
        usage("use"): Value<String>,
        algorithm: Value<String>,
        key: Value<AnyKey>,
        certificate_chain: Value<Chain>,
    }
}

section! {
    /// `identity_providers.oidc.cors`.
    pub struct Cors {
        endpoints: List<Value<String>>,
        allowed_origins: List<Value<Url>>,
        allowed_origins_from_client_redirect_uris: Value<bool>,
    }
}

section! {
    /// One of `identity_providers.oidc.authorization_policies`.
    pub struct AuthorizationPolicy {
        default_policy: Value<String> = "two_factor",
        rules: List<AuthorizationPolicyRule>,
    }
}

section! {
    /// A rule of an authorization policy.
    pub struct AuthorizationPolicyRule {
        policy: Value<String> = "two_factor",
        subject: List<List<Value<String>>>,
        [since "4.39.0"] networks: List<Value<Network>>,
    }
}

section! {
    /// One of `identity_providers.oidc.claims_policies`.
    pub struct ClaimsPolicy {
        id_token: List<Value<String>>,
        access_token: List<Value<String>>,
        id_token_audience_mode: Value<String> = "specification",
        custom_claims: Map<CustomClaim>,
    }
}

section! {
    /// A claim of the operator's own; name and attribute are the mapping's key where they are absent.
    pub struct CustomClaim {
        [since "4.39.5"] name: Value<String>,
        attribute: Value<String>,
    }
}

section! {
    /// One of `identity_providers.oidc.scopes`.
    pub struct Scope {
        claims: List<Value<String>>,
    }
}

section! {
    /// `identity_providers.oidc.lifespans`.
    pub struct Lifespans {
        access_token: Value<Duration> = Duration::hours(1),
        authorize_code: Value<Duration> = Duration::minutes(1),
        [since "4.39.2"] device_code: Value<Duration> = Duration::minutes(10),
        id_token: Value<Duration> = Duration::hours(1),
        jwt_secured_authorization: Value<Duration>,
        refresh_token: Value<Duration> = Duration::minutes(90),
        custom: Map<Lifespan>,
    }
}

section! {
    /// One of `identity_providers.oidc.lifespans.custom`.
    pub struct Lifespan {
        [since "4.39.2"] device_code: Value<Duration>,
        grants: LifespanGrants,
        .. tokens: LifespanTokens,
    }
}

section! {
    /// Lifespans by grant type.
    pub struct LifespanGrants {
        authorize_code: LifespanTokens,
        [since "4.39.2"] device_code: LifespanTokens,
        implicit: LifespanTokens,
        client_credentials: LifespanTokens,
        refresh_token: LifespanTokens,
        jwt_bearer: LifespanTokens,
    }
}

section! {
    /// Lifespans by kind of token.
    pub struct LifespanTokens {
        access_token: Value<Duration>,
        refresh_token: Value<Duration>,
        id_token: Value<Duration>,
        authorize_code: Value<Duration>,
    }
}

section! {
    /// One client registration.
    pub struct Client {
        client_id: Value<String>,
        client_name: Value<String>,
        client_secret: Value<ClientSecret>,
        sector_identifier_uri: Value<Url>,
        public: Value<bool>,
        redirect_uris: Unsplit<List<Value<String>>>,
        [since "4.38.7"] request_uris: Unsplit<List<Value<String>>>,
        audience: List<Value<String>>,
        scopes: List<Value<String>>,
        grant_types: List<Value<String>>,
        response_types: List<Value<String>>,
        response_modes: List<Value<String>>,
        authorization_policy: Value<String>,
        lifespan: Value<String>,
        [since "4.39.0"] claims_policy: Value<String>,
        requested_audience_mode: Value<String>,
        consent_mode: Value<String>,
        pre_configured_consent_duration: Value<Duration>,
        require_pushed_authorization_requests: Value<bool>,
        require_pkce: Value<bool>,
        pkce_challenge_method: Value<String>,
        authorization_signed_response_alg: Value<String>,
        authorization_signed_response_key_id: Value<String>,
        [since "4.39.0"] authorization_encrypted_response_alg: Value<String>,
        [since "4.39.0"] authorization_encrypted_response_enc: Value<String>,
        [since "4.39.0"] authorization_encrypted_response_key_id: Value<String>,
        id_token_signed_response_alg: Value<String>,
        id_token_signed_response_key_id: Value<String>,
        [since "4.39.0"] id_token_encrypted_response_alg: Value<String>,
        [since "4.39.0"] id_token_encrypted_response_enc: Value<String>,
        [since "4.39.0"] id_token_encrypted_response_key_id: Value<String>,
        access_token_signed_response_alg: Value<String>,
        access_token_signed_response_key_id: Value<String>,
        [since "4.39.0"] access_token_encrypted_response_alg: Value<String>,
        [since "4.39.0"] access_token_encrypted_response_enc: Value<String>,
        [since "4.39.0"] access_token_encrypted_response_key_id: Value<String>,
        userinfo_signed_response_alg: Value<String>,
        userinfo_signed_response_key_id: Value<String>,
        [since "4.39.0"] userinfo_encrypted_response_alg: Value<String>,
        [since "4.39.0"] userinfo_encrypted_response_enc: Value<String>,
        [since "4.39.0"] userinfo_encrypted_response_key_id: Value<String>,
        introspection_signed_response_alg: Value<String>,
        introspection_signed_response_key_id: Value<String>,
        [since "4.39.0"] introspection_encrypted_response_alg: Value<String>,
        [since "4.39.0"] introspection_encrypted_response_enc: Value<String>,
        [since "4.39.0"] introspection_encrypted_response_key_id: Value<String>,
        request_object_signing_alg: Value<String>,
        [since "4.39.0"] request_object_encryption_alg: Value<String>,
        [since "4.39.0"] request_object_encryption_enc: Value<String>,
        token_endpoint_auth_method: Value<String>,
        token_endpoint_auth_signing_alg: Value<String>,
        [since "4.39.0"] revocation_endpoint_auth_method: Value<String>,
        [since "4.39.0"] revocation_endpoint_auth_signing_alg: Value<String>,
        [since "4.39.0"] introspection_endpoint_auth_method: Value<String>,
        [since "4.39.0"] introspection_endpoint_auth_signing_alg: Value<String>,
        [since "4.39.0"] pushed_authorization_request_endpoint_auth_method: Value<String>,
        [since "4.39.0"] pushed_authorization_request_endpoint_auth_signing_alg: Value<String>,
        [since "4.38.3"] allow_multiple_auth_methods: Value<bool>,
        jwks_uri: Value<Url>,
        jwks: List<Jwk>,
    }
}
