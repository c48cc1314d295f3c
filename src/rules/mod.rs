//! The rules: one file for each, and the list of them.

mod access_without_rules;
mod auth_method_mismatch;
mod authz_endpoint_mismatch;
mod bearer_authorization_conflict;
mod bypass_with_subject;
mod client_credentials_conflict;
mod client_secret_mismatch;
mod contradictory_pkce;
mod denying_policy;
mod deprecated_key;
mod documentation_client_secret;
mod documentation_redirect_uri;
mod duplicate_client_id;
mod empty_section;
mod excessive_parameter_entropy;
mod extra_redirect_url;
mod grant_type_mismatch;
mod guessable_client_secret;
mod ignored_text;
mod implicit_flow;
mod ineffective_domain;
mod insecure_option;
mod insecure_redirect_uri;
mod invalid_access_control;
mod invalid_authentication_backend;
mod invalid_authorization_policy;
mod invalid_authz_endpoint;
mod invalid_claims_policy;
mod invalid_client_authentication;
mod invalid_client_id;
mod invalid_client_key;
mod invalid_client_option;
mod invalid_client_uri;
mod invalid_cors;
mod invalid_definition;
mod invalid_encryption;
mod invalid_issuer_key;
mod invalid_ldap_backend;
mod invalid_name;
mod invalid_notifier;
mod invalid_option;
mod invalid_password_hashing;
mod invalid_provider_option;
mod invalid_query_rule;
mod invalid_rate_limit;
mod invalid_redis;
mod invalid_scope_definition;
mod invalid_second_factor;
mod invalid_server;
mod invalid_session;
mod invalid_storage;
mod invalid_tls;
mod invalid_yaml;
mod key_advice;
mod literal_template;
mod missing_claim;
mod missing_grant_type;
mod missing_id_token_claim;
mod missing_scope;
mod one_factor_policy;
mod overlooked_key;
mod overridden_option;
mod par_mismatch;
mod path_as_secret;
mod pkce_mismatch;
mod plain_pkce;
mod plaintext_client_secret;
mod postgres_without_address;
mod prelude;
mod public_client_mismatch;
mod redirect_uri_mismatch;
mod refresh_token_mismatch;
mod repeated_base_dn;
mod repeated_list_value;
mod response_type_mismatch;
mod secret_given_twice;
mod shared_client_secret;
mod shared_redirect_uri;
mod short_signing_secret;
mod slow_client_secret_digest;
mod smtp_port_mismatch;
mod stale_baseline;
mod surprising_scalar;
mod unconfirmed_app_setting;
mod undefined_authorization_policy;
mod undefined_claims_policy;
mod undefined_lifespan;
mod undelivered_claim;
mod undiscoverable_passkey;
mod unexpected_variable;
mod unexplained_suppression;
mod unfitting_client_secret;
mod unhandled_redirect_path;
mod unknown_app_client;
mod unknown_key;
mod unknown_list_value;
mod unknown_suppression;
mod unmatchable_redirect_uri;
mod unmatched_grant_type;
mod unneeded_scope;
mod unrequired_pkce;
mod unrequired_second_factor;
mod unserved_redirect_host;
mod unsupported_signing_algorithm;
mod unused_definition;
mod unused_suppression;
mod userinfo_mismatch;
mod weak_client_secret_digest;
mod wording;
mod wrong_type;

use crate::lint::Rule;

/// All rules, in the order of their ids.
pub static RULES: &[&Rule] = &[
    &access_without_rules::RULE,
    &auth_method_mismatch::RULE,
    &authz_endpoint_mismatch::RULE,
    &bearer_authorization_conflict::RULE,
    &bypass_with_subject::RULE,
    &client_credentials_conflict::RULE,
    &client_secret_mismatch::RULE,
    &contradictory_pkce::RULE,
    &denying_policy::RULE,
    &deprecated_key::RULE,
    &documentation_client_secret::RULE,
    &documentation_redirect_uri::RULE,
    &duplicate_client_id::RULE,
    &empty_section::RULE,
    &excessive_parameter_entropy::RULE,
    &extra_redirect_url::RULE,
    &grant_type_mismatch::RULE,
    &guessable_client_secret::RULE,
    &ignored_text::RULE,
    &implicit_flow::RULE,
    &ineffective_domain::RULE,
    &insecure_option::RULE,
    &insecure_redirect_uri::RULE,
    &invalid_access_control::RULE,
    &invalid_authentication_backend::RULE,
    &invalid_authorization_policy::RULE,
    &invalid_authz_endpoint::RULE,
    &invalid_claims_policy::RULE,
    &invalid_client_authentication::RULE,
    &invalid_client_id::RULE,
    &invalid_client_key::RULE,
    &invalid_client_option::RULE,
    &invalid_client_uri::RULE,
    &invalid_cors::RULE,
    &invalid_definition::RULE,
    &invalid_encryption::RULE,
    &invalid_issuer_key::RULE,
    &invalid_ldap_backend::RULE,
    &invalid_name::RULE,
    &invalid_notifier::RULE,
    &invalid_option::RULE,
    &invalid_password_hashing::RULE,
    &invalid_provider_option::RULE,
    &invalid_query_rule::RULE,
    &invalid_rate_limit::RULE,
    &invalid_redis::RULE,
    &invalid_scope_definition::RULE,
    &invalid_second_factor::RULE,
    &invalid_server::RULE,
    &invalid_session::RULE,
    &invalid_storage::RULE,
    &invalid_tls::RULE,
    &invalid_yaml::RULE,
    &literal_template::RULE,
    &missing_claim::RULE,
    &missing_grant_type::RULE,
    &missing_id_token_claim::RULE,
    &missing_scope::RULE,
    &one_factor_policy::RULE,
    &overlooked_key::RULE,
    &overridden_option::RULE,
    &par_mismatch::RULE,
    &path_as_secret::RULE,
    &pkce_mismatch::RULE,
    &plain_pkce::RULE,
    &plaintext_client_secret::RULE,
    &postgres_without_address::RULE,
    &public_client_mismatch::RULE,
    &redirect_uri_mismatch::RULE,
    &refresh_token_mismatch::RULE,
    &repeated_base_dn::RULE,
    &repeated_list_value::RULE,
    &response_type_mismatch::RULE,
    &secret_given_twice::RULE,
    &shared_client_secret::RULE,
    &shared_redirect_uri::RULE,
    &short_signing_secret::RULE,
    &slow_client_secret_digest::RULE,
    &smtp_port_mismatch::RULE,
    &stale_baseline::RULE,
    &surprising_scalar::RULE,
    &unconfirmed_app_setting::RULE,
    &undefined_authorization_policy::RULE,
    &undefined_claims_policy::RULE,
    &undefined_lifespan::RULE,
    &undelivered_claim::RULE,
    &undiscoverable_passkey::RULE,
    &unexpected_variable::RULE,
    &unexplained_suppression::RULE,
    &unfitting_client_secret::RULE,
    &unhandled_redirect_path::RULE,
    &unknown_app_client::RULE,
    &unknown_key::RULE,
    &unknown_list_value::RULE,
    &unknown_suppression::RULE,
    &unmatchable_redirect_uri::RULE,
    &unmatched_grant_type::RULE,
    &unneeded_scope::RULE,
    &unrequired_pkce::RULE,
    &unrequired_second_factor::RULE,
    &unserved_redirect_host::RULE,
    &unsupported_signing_algorithm::RULE,
    &unused_definition::RULE,
    &unused_suppression::RULE,
    &userinfo_mismatch::RULE,
    &weak_client_secret_digest::RULE,
    &wrong_type::RULE,
];

/// The rule of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
