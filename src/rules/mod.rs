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
    bypass_with_subject,
    client_secret_mismatch,
    denying_policy,
    deprecated_key,
    documentation_client_secret,
    empty_section,
    excessive_parameter_entropy,
    extra_redirect_url,
    grant_type_mismatch,
    ignored_text,
    ineffective_domain,
    insecure_redirect_uri,
    invalid_access_control,
    invalid_definition,
    invalid_name,
    invalid_query_rule,
    invalid_yaml,
    missing_scope,
    one_factor_policy,
    overlooked_key,
    overridden_option,
    par_mismatch,
    pkce_mismatch,
    plaintext_client_secret,
    public_client_mismatch,
    redirect_uri_mismatch,
    refresh_token_mismatch,
    response_type_mismatch,
    shared_client_secret,
    slow_client_secret_digest,
    surprising_scalar,
    undelivered_claim,
    unexplained_suppression,
    unhandled_redirect_path,
    unknown_app_client,
    unknown_key,
    unknown_suppression,
    unmatchable_redirect_uri,
    unneeded_scope,
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
