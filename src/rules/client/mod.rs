//! Rules about client registrations, whichever application they belong to.

mod bearer_authorization_conflict;
mod client_credentials_conflict;
mod code_without_grant_type;
mod contradictory_pkce;
mod documentation_client_secret;
mod documentation_redirect_uri;
mod duplicate_client_id;
mod guessable_client_secret;
mod implicit_flow;
mod ineffective_consent_mode;
mod insecure_redirect_uri;
mod invalid_client_authentication;
mod invalid_client_id;
mod invalid_client_key;
mod invalid_client_option;
mod invalid_client_secret;
mod invalid_client_uri;
mod invalid_encryption;
mod plain_pkce;
mod plaintext_client_secret;
mod refresh_token_mismatch;
mod repeated_list_value;
mod shared_client_secret;
mod shared_redirect_uri;
mod short_signing_secret;
mod slow_client_secret_digest;
mod undefined_authorization_policy;
mod undefined_claim;
mod undefined_claims_policy;
mod undefined_lifespan;
mod unknown_response_type;
mod unknown_scope;
mod unreachable_client;
mod unreachable_grant_type;
mod unsupported_signing_algorithm;
mod weak_client_secret_digest;
mod wildcard_redirect_uri;

use crate::lint::Rule;

/// The rules in this folder, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &bearer_authorization_conflict::RULE,
    &client_credentials_conflict::RULE,
    &code_without_grant_type::RULE,
    &contradictory_pkce::RULE,
    &documentation_client_secret::RULE,
    &documentation_redirect_uri::RULE,
    &duplicate_client_id::RULE,
    &guessable_client_secret::RULE,
    &implicit_flow::RULE,
    &ineffective_consent_mode::RULE,
    &insecure_redirect_uri::RULE,
    &invalid_client_authentication::RULE,
    &invalid_client_id::RULE,
    &invalid_client_key::RULE,
    &invalid_client_option::RULE,
    &invalid_client_secret::RULE,
    &invalid_client_uri::RULE,
    &invalid_encryption::RULE,
    &plain_pkce::RULE,
    &plaintext_client_secret::RULE,
    &refresh_token_mismatch::RULE,
    &repeated_list_value::RULE,
    &shared_client_secret::RULE,
    &shared_redirect_uri::RULE,
    &short_signing_secret::RULE,
    &slow_client_secret_digest::RULE,
    &undefined_authorization_policy::RULE,
    &undefined_claim::RULE,
    &undefined_claims_policy::RULE,
    &undefined_lifespan::RULE,
    &unknown_response_type::RULE,
    &unknown_scope::RULE,
    &unreachable_client::RULE,
    &unreachable_grant_type::RULE,
    &unsupported_signing_algorithm::RULE,
    &weak_client_secret_digest::RULE,
    &wildcard_redirect_uri::RULE,
];
