//! The OpenID Connect provider: its keys, policies, scopes and claims.

mod insecure_option;
mod invalid_authorization_policy;
mod invalid_claims_policy;
mod invalid_cors;
mod invalid_issuer_key;
mod invalid_provider_option;
mod invalid_scope_definition;
mod unused_definition;

use crate::lint::Rule;

/// The rules in this folder, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &insecure_option::RULE,
    &invalid_authorization_policy::RULE,
    &invalid_claims_policy::RULE,
    &invalid_cors::RULE,
    &invalid_issuer_key::RULE,
    &invalid_provider_option::RULE,
    &invalid_scope_definition::RULE,
    &unused_definition::RULE,
];
