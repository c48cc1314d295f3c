//! Access control: `access_control`, and the endpoints that enforce it.

mod access_without_rules;
mod authz_endpoint_mismatch;
mod bypass_behind_sign_in;
mod bypass_by_name;
mod bypass_for_non_members;
mod bypass_with_subject;
mod default_policy_bypass;
mod denied_redirection_url;
mod ignored_query_condition;
mod invalid_access_control;
mod invalid_authz_endpoint;
mod invalid_query_rule;
mod network_without_mask;
mod partial_wildcard_domain;
mod redundant_access_rule;
mod resource_without_query;
mod surprising_subject;
mod unanchored_bypass;
mod unmatched;
mod unmatched_domain;
mod unreachable_access_rule;
mod unrequired_second_factor;

use crate::lint::Rule;

/// The rules in this folder, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &access_without_rules::RULE,
    &authz_endpoint_mismatch::RULE,
    &bypass_behind_sign_in::RULE,
    &bypass_by_name::RULE,
    &bypass_for_non_members::RULE,
    &bypass_with_subject::RULE,
    &default_policy_bypass::RULE,
    &denied_redirection_url::RULE,
    &ignored_query_condition::RULE,
    &invalid_access_control::RULE,
    &invalid_authz_endpoint::RULE,
    &invalid_query_rule::RULE,
    &network_without_mask::RULE,
    &partial_wildcard_domain::RULE,
    &redundant_access_rule::RULE,
    &resource_without_query::RULE,
    &surprising_subject::RULE,
    &unanchored_bypass::RULE,
    &unmatched_domain::RULE,
    &unreachable_access_rule::RULE,
    &unrequired_second_factor::RULE,
];
