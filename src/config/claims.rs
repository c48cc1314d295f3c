//! Claims (`internal/configuration/validator/const.go` and
//! `identity_providers.go`, 4.39.20).

use std::collections::HashSet;

use super::oidc::{CustomClaim, OpenIdConnect};
use super::section::Name;
use super::version::Version;

/// The first version that adds only the claims of a claims policy to an ID token.
pub const LISTED_CLAIMS_ONLY: Version = Version::literal("4.39.0");

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

/// The name of a custom claim: the one that is given, else its key. `None` if it cannot be known.
#[must_use]
pub fn name(entry: &(Name, CustomClaim)) -> Option<&str> {
    match entry.1.name.text()? {
        "" => Some(&entry.0.text),
        name => Some(name),
    }
}

/// The custom claims of all policies. Returns `None` if one of them cannot be known.
#[must_use]
pub fn of_policies(provider: &OpenIdConnect) -> Option<HashSet<&str>> {
    let policies = &provider.claims_policies.entries;
    if policies.iter().any(|(_, policy)| policy.custom_claims.unknown) {
        return None;
    }
    policies.iter().flat_map(|(_, policy)| &policy.custom_claims.entries).map(name).collect()
}
