//! The small sections: `log`, `ntp`, `identity_validation`, `regulation`, `password_policy` and `privacy_policy`
//! (the files of those names in `internal/configuration/schema`, 4.39.20).

use crate::golang::duration::Duration;
use crate::golang::url::Url;
use crate::text::Secret;

use super::formats::AddressUdp;
use super::section::{List, section};
use super::value::Value;

section! {
    /// `log`.
    pub struct Log {
        level: Value<String> = "info",
        format: Value<String> = "text",
        file_path: Value<String>,
        keep_stdout: Value<bool>,
    }
}

section! {
    /// `ntp`.
    pub struct Ntp {
        address: Value<AddressUdp> = AddressUdp::new("time.cloudflare.com", 123); if_absent,
        version: Value<i64> = 4,
        max_desync: Value<Duration> = Duration::seconds(3); unless_positive,
        disable_startup_check: Value<bool>,
        disable_failure: Value<bool>,
    }
}

section! {
    /// `identity_validation`.
    pub struct IdentityValidation {
        reset_password: ResetPassword,
        elevated_session: ElevatedSession,
    }
}

section! {
    /// `identity_validation.reset_password`.
    pub struct ResetPassword {
        jwt_lifespan: Value<Duration> = Duration::minutes(5); unless_positive,
        jwt_algorithm: Value<String> = "HS256",
        jwt_secret: Value<Secret>,
    }
}

section! {
    /// `identity_validation.elevated_session`.
    pub struct ElevatedSession {
        code_lifespan: Value<Duration> = Duration::minutes(5); unless_positive,
        elevation_lifespan: Value<Duration> = Duration::minutes(10); unless_positive,
        characters: Value<i64> = 8; unless_positive,
        require_second_factor: Value<bool>,
        skip_second_factor: Value<bool>,
    }
}

section! {
    /// `regulation`.
    pub struct Regulation {
        [since "4.39.0"] modes: List<Value<String>> = &["user"],
        max_retries: Value<i64> => 3,
        find_time: Value<Duration> = Duration::minutes(2); unless_positive,
        ban_time: Value<Duration> = Duration::minutes(5); unless_positive,
    }
}

section! {
    /// `password_policy`.
    pub struct PasswordPolicy {
        standard: StandardPasswordPolicy,
        zxcvbn: ZxcvbnPasswordPolicy,
    }
}

section! {
    /// `password_policy.standard`.
    pub struct StandardPasswordPolicy {
        enabled: Value<bool>,
        min_length: Value<i64>,
        max_length: Value<i64>,
        require_uppercase: Value<bool>,
        require_lowercase: Value<bool>,
        require_number: Value<bool>,
        require_special: Value<bool>,
    }
}

section! {
    /// `password_policy.zxcvbn`.
    pub struct ZxcvbnPasswordPolicy {
        enabled: Value<bool>,
        min_score: Value<i64>,
    }
}

section! {
    /// `privacy_policy`.
    pub struct PrivacyPolicy {
        enabled: Value<bool>,
        require_user_acceptance: Value<bool>,
        policy_url: Value<Url>,
    }
}
