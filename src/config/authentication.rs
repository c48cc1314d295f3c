//! `authentication_backend` (`internal/configuration/schema/authentication.go`, 4.39.20).

use crate::golang::duration::Duration;
use crate::golang::url::Url;
use crate::text::Secret;

use super::formats::{AddressLdap, RefreshInterval};
use super::section::{Map, section};
use super::shared::Tls;
use super::value::Value;

section! {
    /// `authentication_backend`.
    pub struct AuthenticationBackend {
        password_reset: PasswordReset,
        [since "4.39.0"] password_change: PasswordChange,
        refresh_interval: Value<RefreshInterval>,
        file: Option<FileBackend>,
        ldap: Option<LdapBackend>,
    }
}

section! {
    /// `authentication_backend.password_change`.
    pub struct PasswordChange {
        disable: Value<bool>,
    }
}

section! {
    /// `authentication_backend.password_reset`.
    pub struct PasswordReset {
        disable: Value<bool>,
        custom_url: Value<Url>,
    }
}

section! {
    /// `authentication_backend.file`.
    pub struct FileBackend {
        path: Value<String>,
        watch: Value<bool>,
        password: Password,
        search: FileSearch,
        [since "4.39.0"] extra_attributes: Map<ExtraAttribute>,
    }
}

section! {
    /// An attribute of the operator's own.
    pub struct ExtraAttribute {
        multi_valued: Value<bool>,
        value_type: Value<String>,
    }
}

section! {
    /// `authentication_backend.file.search`.
    pub struct FileSearch {
        email: Value<bool>,
        case_insensitive: Value<bool>,
    }
}

section! {
    /// `authentication_backend.file.password`: how passwords are hashed.
    pub struct Password {
        algorithm: Value<String> = "argon2",
        argon2: Argon2,
        sha2crypt: Sha2Crypt,
        pbkdf2: Pbkdf2,
        bcrypt: Bcrypt,
        scrypt: Scrypt,
        /// Deprecated, as are the following.
        iterations: Value<i64>,
        memory: Value<i64>,
        parallelism: Value<i64>,
        key_length: Value<i64>,
        salt_length: Value<i64>,
    }
}

section! {
    /// Parameters of Argon2; memory in KiB.
    pub struct Argon2 {
        variant: Value<String>,
        iterations: Value<i64>,
        memory: Value<i64>,
        parallelism: Value<i64>,
        key_length: Value<i64>,
        salt_length: Value<i64>,
    }
}

section! {
    /// Parameters of SHA-crypt.
    pub struct Sha2Crypt {
        variant: Value<String>,
        iterations: Value<i64>,
        salt_length: Value<i64>,
    }
}

section! {
    /// Parameters of PBKDF2.
    pub struct Pbkdf2 {
        variant: Value<String>,
        iterations: Value<i64>,
        salt_length: Value<i64>,
    }
}

section! {
    /// Parameters of bcrypt.
    pub struct Bcrypt {
        variant: Value<String>,
        cost: Value<i64>,
    }
}

section! {
    /// Parameters of scrypt; iterations as a power of two.
    pub struct Scrypt {
        [since "4.39.2"] variant: Value<String>,
        iterations: Value<i64>,
        block_size: Value<i64>,
        parallelism: Value<i64>,
        key_length: Value<i64>,
        salt_length: Value<i64>,
    }
}

section! {
    /// `authentication_backend.ldap`.
    pub struct LdapBackend {
        address: Value<AddressLdap>,
        implementation: Value<String>,
        timeout: Value<Duration>,
        start_tls: Value<bool>,
        tls: Option<Tls>,
        [since "4.39.0"] pooling: LdapPooling,
        base_dn: Value<String>,
        additional_users_dn: Value<String>,
        users_filter: Value<String>,
        additional_groups_dn: Value<String>,
        groups_filter: Value<String>,
        group_search_mode: Value<String>,
        attributes: LdapAttributes,
        permit_referrals: Value<bool>,
        permit_unauthenticated_bind: Value<bool>,
        user: Value<String>,
        password: Value<Secret>,
    }
}

section! {
    /// `authentication_backend.ldap.pooling`.
    pub struct LdapPooling {
        enable: Value<bool>,
        count: Value<i64>,
        retries: Value<i64>,
        timeout: Value<Duration>,
    }
}

section! {
    /// `authentication_backend.ldap.attributes`.
    pub struct LdapAttributes {
        distinguished_name: Value<String>,
        username: Value<String>,
        display_name: Value<String>,
        [since "4.39.0"] family_name: Value<String>,
        [since "4.39.0"] given_name: Value<String>,
        [since "4.39.0"] middle_name: Value<String>,
        [since "4.39.0"] nickname: Value<String>,
        [since "4.39.0"] gender: Value<String>,
        [since "4.39.0"] birthdate: Value<String>,
        [since "4.39.0"] website: Value<String>,
        [since "4.39.0"] profile: Value<String>,
        [since "4.39.0"] picture: Value<String>,
        [since "4.39.0"] zoneinfo: Value<String>,
        [since "4.39.0"] locale: Value<String>,
        [since "4.39.0"] phone_number: Value<String>,
        [since "4.39.0"] phone_extension: Value<String>,
        [since "4.39.0"] street_address: Value<String>,
        [since "4.39.0"] locality: Value<String>,
        [since "4.39.0"] region: Value<String>,
        [since "4.39.0"] postal_code: Value<String>,
        [since "4.39.0"] country: Value<String>,
        mail: Value<String>,
        member_of: Value<String>,
        group_name: Value<String>,
        [since "4.39.0"] extra: Map<LdapExtraAttribute>,
    }
}

section! {
    /// An attribute of the operator's own, and its name in LDAP where it is another one.
    pub struct LdapExtraAttribute {
        name: Value<String>,
        .. attribute: ExtraAttribute,
    }
}

impl LdapBackend {
    /// Whether an attribute of users is read from LDAP. The defaults of an implementation do not count here
    /// (`isUserAttributeValid` in `internal/configuration/validator/identity_providers.go`). `None` if that cannot
    /// be known.
    #[must_use]
    pub fn names_attribute(&self, attribute: &str) -> Option<bool> {
        let attributes = &self.attributes;
        let named = match attribute {
            "given_name" => &attributes.given_name,
            "middle_name" => &attributes.middle_name,
            "family_name" => &attributes.family_name,
            "nickname" => &attributes.nickname,
            "profile" => &attributes.profile,
            "picture" => &attributes.picture,
            "website" => &attributes.website,
            "gender" => &attributes.gender,
            "birthdate" => &attributes.birthdate,
            "zoneinfo" => &attributes.zoneinfo,
            "locale" => &attributes.locale,
            "phone_number" => &attributes.phone_number,
            "phone_extension" => &attributes.phone_extension,
            "street_address" => &attributes.street_address,
            "locality" => &attributes.locality,
            "region" => &attributes.region,
            "postal_code" => &attributes.postal_code,
            "country" => &attributes.country,
            _ => return None,
        };
        Some(!named.text()?.is_empty())
    }
}
