//! The rules: one file for each, and the list of them.

mod key_advice;
mod prelude;
mod wording;

use crate::rule::Rule;

/// Declares the modules of the rules and the list of them, from one word for each.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $( mod $module; )*

        /// All rules, in the order of their ids.
        pub static RULES: &[&Rule] = &[$( &$module::RULE ),*];
    };
}

rules! {
    access_without_rules,
    auth_method_mismatch,
    authz_endpoint_mismatch,
    bearer_authorization_conflict,
    bypass_with_subject,
    client_credentials_conflict,
    client_secret_mismatch,
    contradictory_pkce,
    denying_policy,
    deprecated_key,
    documentation_client_secret,
    documentation_redirect_uri,
    duplicate_client_id,
    empty_section,
    excessive_parameter_entropy,
    extra_redirect_url,
    grant_type_mismatch,
    guessable_client_secret,
    ignored_text,
    implicit_flow,
    ineffective_domain,
    insecure_option,
    insecure_redirect_uri,
    invalid_access_control,
    invalid_authentication_backend,
    invalid_authorization_policy,
    invalid_authz_endpoint,
    invalid_claims_policy,
    invalid_client_authentication,
    invalid_client_id,
    invalid_client_key,
    invalid_client_option,
    invalid_client_uri,
    invalid_cors,
    invalid_definition,
    invalid_encryption,
    invalid_issuer_key,
    invalid_ldap_backend,
    invalid_name,
    invalid_notifier,
    invalid_option,
    invalid_password_hashing,
    invalid_provider_option,
    invalid_query_rule,
    invalid_rate_limit,
    invalid_redis,
    invalid_scope_definition,
    invalid_second_factor,
    invalid_server,
    invalid_session,
    invalid_storage,
    invalid_tls,
    invalid_yaml,
    literal_template,
    missing_claim,
    missing_grant_type,
    missing_id_token_claim,
    missing_scope,
    one_factor_policy,
    overlooked_key,
    overridden_option,
    par_mismatch,
    plain_pkce,
    path_as_secret,
    pkce_mismatch,
    plaintext_client_secret,
    postgres_without_address,
    public_client_mismatch,
    redirect_uri_mismatch,
    refresh_token_mismatch,
    repeated_base_dn,
    repeated_list_value,
    response_type_mismatch,
    secret_given_twice,
    shared_client_secret,
    shared_redirect_uri,
    short_signing_secret,
    slow_client_secret_digest,
    smtp_port_mismatch,
    stale_baseline,
    surprising_scalar,
    unconfirmed_app_setting,
    undefined_authorization_policy,
    undefined_claims_policy,
    undefined_lifespan,
    undelivered_claim,
    undiscoverable_passkey,
    unexpected_variable,
    unexplained_suppression,
    unfitting_client_secret,
    unhandled_redirect_path,
    unknown_app_client,
    unknown_key,
    unknown_list_value,
    unknown_suppression,
    unmatchable_redirect_uri,
    unmatched_grant_type,
    unneeded_scope,
    unrequired_pkce,
    unrequired_second_factor,
    unserved_redirect_host,
    unsupported_signing_algorithm,
    unused_definition,
    unused_suppression,
    userinfo_mismatch,
    weak_client_secret_digest,
    wrong_type,
}

/// The rule of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
