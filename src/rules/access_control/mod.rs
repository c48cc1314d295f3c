//! Access control: `access_control`, and the endpoints that enforce it.

mod access_without_rules;
mod authz_endpoint_mismatch;
mod bypass_with_subject;
mod invalid_access_control;
mod invalid_authz_endpoint;
mod invalid_query_rule;
mod partial_wildcard_domain;
mod unrequired_second_factor;

use crate::lint::Rule;

/// The rules in this folder, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &access_without_rules::RULE,
    &authz_endpoint_mismatch::RULE,
    &bypass_with_subject::RULE,
    &invalid_access_control::RULE,
    &invalid_authz_endpoint::RULE,
    &invalid_query_rule::RULE,
    &partial_wildcard_domain::RULE,
    &unrequired_second_factor::RULE,
];
