//! Claims, and the attributes of users that they are made of (`internal/configuration/validator/const.go` and
//! `identity_providers.go`, 4.39.20).

use crate::context::Context;

use super::oidc::{CustomClaim, OpenIdConnect};
use super::section::Name;

/// The scopes that need no definition and that nobody may define. `authelia.pam` may be defined.
pub const STANDARD_SCOPES: [&str; 9] =
    ["openid", "email", "profile", "address", "phone", "groups", "offline_access", "offline", "authelia.bearer.authz"];

/// The claims that standard scopes bring.
pub const STANDARD_CLAIMS: [&str; 22] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "groups",
    "alt_emails",
    "rat",
    "updated_at",
];

/// The claims that belong to the protocol.
pub const RESERVED_CLAIMS: [&str; 19] = [
    "jti",
    "azp",
    "client_id",
    "scope",
    "scp",
    "iss",
    "sub",
    "aud",
    "sid",
    "s_hash",
    "c_hash",
    "iat",
    "updated_at",
    "nbf",
    "exp",
    "auth_time",
    "amr",
    "acr",
    "nonce",
];

/// The claims that every ID token holds by itself.
pub const RESERVED_IN_ID_TOKENS: [&str; 16] = [
    "jti",
    "azp",
    "scope",
    "iss",
    "sub",
    "aud",
    "sid",
    "s_hash",
    "c_hash",
    "iat",
    "nbf",
    "exp",
    "auth_time",
    "amr",
    "acr",
    "nonce",
];

/// The attributes that every user has with a file as the backend, and whose names LDAP may give.
const USER_ATTRIBUTES: [&str; 23] = [
    "username",
    "groups",
    "display_name",
    "email",
    "emails",
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

/// Whether Authelia brings an attribute of this name by itself (`internal/expression/util.go`).
#[must_use]
pub fn is_reserved(attribute: &str) -> bool {
    const FURTHER: [&str; 8] = [
        "emails_extra",
        "email_verified",
        "phone_number_rfc3966",
        "phone_number_verified",
        "address",
        "updated_at",
        "openid_authreq_claim_value",
        "openid_authreq_claim_values",
    ];
    USER_ATTRIBUTES.contains(&attribute) || FURTHER.contains(&attribute)
}

/// The name of a custom claim: the one that is given, else its key. Nothing where it cannot be known.
#[must_use]
pub fn name(entry: &(Name, CustomClaim)) -> Option<&str> {
    match entry.1.name.text()? {
        "" => Some(&entry.0.text),
        name => Some(name),
    }
}

/// The custom claims of all policies; nothing where one of them cannot be known.
#[must_use]
pub fn of_policies(provider: &OpenIdConnect) -> Option<Vec<&str>> {
    let policies = &provider.claims_policies.entries;
    if policies.iter().any(|(_, policy)| policy.custom_claims.unknown) {
        return None;
    }
    policies.iter().flat_map(|(_, policy)| &policy.custom_claims.entries).map(name).collect()
}

/// Whether users have an attribute; nothing where that cannot be known.
#[must_use]
pub fn is_attribute(attribute: &str, context: &Context<'_>) -> Option<bool> {
    let root = &context.config.root;
    let definitions = &root.definitions.user_attributes;
    if definitions.get(attribute).is_some() {
        return Some(true);
    }
    let backend = &root.authentication_backend;
    if definitions.unknown || !context.config.whole {
        return None;
    }
    if let Some(ldap) = &backend.ldap {
        let always = ["username", "display_name", "groups", "email", "emails"];
        if always.contains(&attribute) {
            return Some(true);
        }
        if USER_ATTRIBUTES.contains(&attribute) {
            return ldap.names_attribute(attribute);
        }
        let extra = &ldap.attributes.extra;
        let named = extra.entries.iter().any(|(key, extra)| match extra.name.text() {
            Some("") => key.text == attribute,
            Some(name) => name == attribute,
            None => true,
        });
        return if extra.unknown { None } else { Some(named) };
    }
    if USER_ATTRIBUTES.contains(&attribute) {
        return Some(true);
    }
    let file = backend.file.as_ref()?;
    Some(file.extra_attributes.unknown || file.extra_attributes.get(attribute).is_some())
}
