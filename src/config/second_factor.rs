//! `totp`, `webauthn` and `duo_api` (the files of those names in `internal/configuration/schema`, 4.39.20).

use crate::golang::duration::Duration;
use crate::text::Secret;

use super::formats::Uuid;
use super::section::{List, section};
use super::value::Value;

section! {
    /// `totp`.
    pub struct Totp {
        disable: Value<bool>,
        issuer: Value<String> = "Authelia",
        algorithm: Value<String> = "SHA1",
        digits: Value<i64> = 6,
        period: Value<i64> = 30,
        skew: Value<i64> = 1; if_absent,
        secret_size: Value<i64> = 32,
        allowed_algorithms: List<Value<String>>,
        allowed_digits: List<Value<i64>>,
        allowed_periods: List<Value<i64>>,
        disable_reuse_security_policy: Value<bool>,
    }
}

section! {
    /// `webauthn`.
    pub struct WebAuthn {
        disable: Value<bool>,
        [since "4.39.0"] enable_passkey_login: Value<bool>,
        [since "4.39.0"] experimental_enable_passkey_uv_two_factors: Value<bool>,
        [since "4.39.2"] experimental_enable_passkey_upgrade: Value<bool>,
        display_name: Value<String> = "Authelia",
        attestation_conveyance_preference: Value<String> = "indirect",
        timeout: Value<Duration> = Duration::minutes(1); unless_positive,
        [since "4.39.0"] filtering: WebAuthnFiltering,
        [since "4.39.0"] selection_criteria: WebAuthnSelection,
        [since "4.39.0"] metadata: WebAuthnMetadata,
    }
}

section! {
    /// `webauthn.metadata`.
    pub struct WebAuthnMetadata {
        enabled: Value<bool>,
        [since "4.39.5"] cache_policy: Value<String> => "strict",
        validate_trust_anchor: Value<bool>,
        validate_entry: Value<bool>,
        validate_entry_permit_zero_aaguid: Value<bool>,
        validate_status: Value<bool>,
        validate_status_permitted: List<Value<String>>,
        validate_status_prohibited: List<Value<String>>,
    }
}

section! {
    /// `webauthn.selection_criteria`.
    pub struct WebAuthnSelection {
        attachment: Value<String>,
        discoverability: Value<String> => "preferred",
        user_verification: Value<String> => "preferred",
    }
}

section! {
    /// `webauthn.filtering`.
    pub struct WebAuthnFiltering {
        prohibit_backup_eligibility: Value<bool>,
        permitted_aaguids: List<Value<Uuid>>,
        prohibited_aaguids: List<Value<Uuid>>,
    }
}

section! {
    /// `duo_api`.
    pub struct DuoApi {
        disable: Value<bool>,
        hostname: Value<String>,
        integration_key: Value<Secret>,
        secret_key: Value<Secret>,
        enable_self_enrollment: Value<bool>,
    }
}
