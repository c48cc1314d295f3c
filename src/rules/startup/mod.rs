//! What Authelia reads at startup: the syntax of the files, and every section outside the OpenID Connect provider.

mod changed_by_upgrade;
mod deprecated_key;
mod empty_section;
mod ignored_key;
mod invalid_authentication_backend;
mod invalid_definition;
mod invalid_ldap_backend;
mod invalid_name;
mod invalid_notifier;
mod invalid_option;
mod invalid_password_hashing;
mod invalid_rate_limit;
mod invalid_redis;
mod invalid_second_factor;
mod invalid_server;
mod invalid_session;
mod invalid_storage;
mod invalid_tls;
mod invalid_yaml;
mod literal_template;
mod newer_option;
mod overridden_option;
mod path_as_secret;
mod repeated_base_dn;
mod second_document;
mod secret_given_twice;
mod smtp_port_mismatch;
mod surprising_scalar;
mod undiscoverable_passkey;
mod unknown_key;
mod unknown_variable;
mod wrong_type;

use crate::lint::Rule;

/// The rules in this folder, sorted by id.
pub(super) static RULES: &[&Rule] = &[
    &changed_by_upgrade::RULE,
    &deprecated_key::RULE,
    &empty_section::RULE,
    &ignored_key::RULE,
    &invalid_authentication_backend::RULE,
    &invalid_definition::RULE,
    &invalid_ldap_backend::RULE,
    &invalid_name::RULE,
    &invalid_notifier::RULE,
    &invalid_option::RULE,
    &invalid_password_hashing::RULE,
    &invalid_rate_limit::RULE,
    &invalid_redis::RULE,
    &invalid_second_factor::RULE,
    &invalid_server::RULE,
    &invalid_session::RULE,
    &invalid_storage::RULE,
    &invalid_tls::RULE,
    &invalid_yaml::RULE,
    &literal_template::RULE,
    &newer_option::RULE,
    &overridden_option::RULE,
    &path_as_secret::RULE,
    &repeated_base_dn::RULE,
    &second_document::RULE,
    &secret_given_twice::RULE,
    &smtp_port_mismatch::RULE,
    &surprising_scalar::RULE,
    &undiscoverable_passkey::RULE,
    &unknown_key::RULE,
    &unknown_variable::RULE,
    &wrong_type::RULE,
];
