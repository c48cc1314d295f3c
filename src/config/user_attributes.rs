//! The attributes of users: those that the authentication backend delivers, of which claims and the expressions of
//! `definitions.user_attributes` may speak (`internal/expression/user_attributes.go`, 4.39.20).

use crate::cel::{Type, Variables};

use super::Config;
use super::authentication::{ExtraAttribute, FileBackend, LdapBackend};

/// Attributes that are one text, and that every backend delivers.
const TEXTS: [&str; 3] = ["username", "display_name", "email"];

/// Attributes that are several texts, and that every backend delivers.
const LISTS: [&str; 3] = ["groups", "emails", "emails_extra"];

/// Attributes that are one text, and that LDAP delivers where it is reported how they are called there.
const FURTHER_TEXTS: [&str; 18] = [
    "given_name",
    "middle_name",
    "family_name",
    "nickname",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_extension",
    "street_address",
    "locality",
    "region",
    "postal_code",
    "country",
];

/// Those that make up `address`.
pub(super) const OF_ADDRESS: [&str; 5] = ["street_address", "locality", "region", "postal_code", "country"];

/// What to write instead of a name that only a definition gives.
const OUT_OF_REACH: &str = "an expression sees what the authentication backend delivers, and no other definition";

/// What Authelia makes of others, or adds.
const MADE: [&str; 7] = [
    "email_verified",
    "phone_number_rfc3966",
    "phone_number_verified",
    "address",
    "updated_at",
    "openid_authreq_claim_value",
    "openid_authreq_claim_values",
];

/// Whether Authelia brings an attribute of this name by itself (`IsReservedAttribute` in `internal/expression/util.go`).
#[must_use]
pub fn is_reserved(attribute: &str) -> bool {
    [&TEXTS[..], &LISTS, &FURTHER_TEXTS, &MADE].iter().any(|names| names.contains(&attribute))
}

/// Whether claims may be made of an attribute. Returns `None` if that cannot be known.
#[must_use]
pub fn is_attribute(attribute: &str, config: &Config) -> Option<bool> {
    let root = &config.root;
    let definitions = &root.definitions.user_attributes;
    if definitions.get(attribute).is_some() {
        return Some(true);
    }
    if definitions.unknown || !config.whole {
        return None;
    }
    if TEXTS.contains(&attribute) || ["groups", "emails"].contains(&attribute) {
        return Some(true);
    }
    match (&root.authentication_backend.ldap, &root.authentication_backend.file) {
        (Some(ldap), _) if FURTHER_TEXTS.contains(&attribute) => ldap.names_attribute(attribute),
        (Some(ldap), _) => delivers(ldap, attribute),
        (None, _) if FURTHER_TEXTS.contains(&attribute) => Some(true),
        (None, Some(file)) => Some(file.extra_attributes.unknown || file.extra_attributes.get(attribute).is_some()),
        (None, None) => None,
    }
}

/// Whether LDAP knows a custom attribute.
fn delivers(ldap: &LdapBackend, attribute: &str) -> Option<bool> {
    let extra = &ldap.attributes.extra;
    let named = extra.entries.iter().any(|(key, extra)| match extra.name.text() {
        Some("") => key.text == attribute,
        Some(name) => name == attribute,
        None => true,
    });
    if extra.unknown { None } else { Some(named) }
}

/// The names that expressions may use.
#[must_use]
pub fn variables(config: &Config) -> Variables {
    let backend = &config.root.authentication_backend;
    let mut variables = Variables::default();
    always(&mut variables);
    for name in config.root.definitions.user_attributes.names() {
        variables.out_of_reach(name, OUT_OF_REACH);
    }
    match (&backend.ldap, &backend.file) {
        (Some(ldap), _) => of_ldap(ldap, config, &mut variables),
        (None, Some(file)) => of_file(file, config, &mut variables),
        (None, None) => variables.may_be_more = true,
    }
    variables
}

fn always(variables: &mut Variables) {
    for name in TEXTS {
        variables.add(name, Type::STRING);
    }
    for name in LISTS {
        variables.add(name, Type::list(Type::STRING));
    }
    variables.add("email_verified", Type::BOOL);
    variables.add("updated_at", Type::INT);
    variables.add("openid_authreq_claim_value", Type::Dynamic);
    variables.add("openid_authreq_claim_values", Type::list(Type::Dynamic));
}

fn of_file(file: &FileBackend, config: &Config, variables: &mut Variables) {
    for name in FURTHER_TEXTS {
        further(name, variables);
    }
    variables.may_be_more = !config.may_say_undefined(&file.extra_attributes) || config.is_unknown(file.place);
    for (name, extra) in &file.extra_attributes.entries {
        own(&name.text, extra, variables);
    }
}

fn of_ldap(ldap: &LdapBackend, config: &Config, variables: &mut Variables) {
    for name in FURTHER_TEXTS {
        if !config.absent_is_absent() || ldap.names_attribute(name) != Some(false) {
            further(name, variables);
        }
    }
    let extra = &ldap.attributes.extra;
    variables.may_be_more =
        !config.may_say_undefined(extra) || config.is_unknown(ldap.place) || config.is_unknown(ldap.attributes.place);
    for (name, extra) in &extra.entries {
        own(&name.text, &extra.attribute, variables);
    }
}

/// One of [`FURTHER_TEXTS`], and what Authelia makes of it.
fn further(name: &str, variables: &mut Variables) {
    variables.add(name, Type::STRING);
    if name == "phone_number" {
        variables.add("phone_number_rfc3966", Type::STRING);
        variables.add("phone_number_verified", Type::BOOL);
    }
    if OF_ADDRESS.contains(&name) {
        variables.add("address", Type::map(Type::STRING, Type::STRING));
    }
}

/// An attribute of the operator's own (`optExtra` in `internal/expression/util.go`).
fn own(name: &str, attribute: &ExtraAttribute, variables: &mut Variables) {
    let value = match attribute.value_type.text() {
        Some("string") => Type::STRING,
        Some("integer") => Type::INT,
        Some("boolean") => Type::BOOL,
        _ => Type::Dynamic,
    };
    match attribute.multi_valued.known() {
        Some(true) => variables.add(name, Type::list(value)),
        Some(false) => variables.add(name, value),
        None => variables.add(name, Type::Dynamic),
    }
}
