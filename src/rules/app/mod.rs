//! Rules that compare the registration of a recognised application with what the application does.

mod access_token_mismatch;
mod auth_method_mismatch;
mod client_secret_mismatch;
mod endpoint_mismatch;
mod excessive_parameter_entropy;
mod extra_redirect_uri;
mod grant_type_mismatch;
mod id_token_alg_mismatch;
mod id_token_claim_mismatch;
mod insecure_app_setting;
mod missing_cors;
mod missing_scope;
mod one_factor_policy;
mod par_mismatch;
mod pkce_mismatch;
mod pkce_not_enforced;
mod public_client_mismatch;
mod redirect_host_mismatch;
mod redirect_path_mismatch;
mod redirect_uri_mismatch;
mod refused_newcomer;
mod response_mode_mismatch;
mod response_type_mismatch;
mod unconfirmed_app_setting;
mod undelivered_claim;
mod unknown_app_client;
mod unneeded_scope;
mod unregistered_redirect_uri;
mod userinfo_mismatch;

use crate::lint::Rule;

/// The rules in this folder, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &access_token_mismatch::RULE,
    &auth_method_mismatch::RULE,
    &client_secret_mismatch::RULE,
    &endpoint_mismatch::RULE,
    &excessive_parameter_entropy::RULE,
    &extra_redirect_uri::RULE,
    &grant_type_mismatch::RULE,
    &id_token_alg_mismatch::RULE,
    &id_token_claim_mismatch::RULE,
    &insecure_app_setting::RULE,
    &missing_cors::RULE,
    &missing_scope::RULE,
    &one_factor_policy::RULE,
    &par_mismatch::RULE,
    &pkce_mismatch::RULE,
    &pkce_not_enforced::RULE,
    &public_client_mismatch::RULE,
    &redirect_host_mismatch::RULE,
    &redirect_path_mismatch::RULE,
    &redirect_uri_mismatch::RULE,
    &refused_newcomer::RULE,
    &response_mode_mismatch::RULE,
    &response_type_mismatch::RULE,
    &unconfirmed_app_setting::RULE,
    &undelivered_claim::RULE,
    &unknown_app_client::RULE,
    &unneeded_scope::RULE,
    &unregistered_redirect_uri::RULE,
    &userinfo_mismatch::RULE,
];
