//! What the chart copies from its values, section by section (`charts/authelia/templates/configMap.yaml` of
//! `authelia/chartrepo`, chart 0.11.5). What is not listed here it makes itself, or drops.

/// A section of the values: its keys, and what becomes of each.
pub(super) type ChartSection = &'static [(&'static str, ChartUse)];

/// What the chart makes of a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum ChartUse {
    /// It copies it.
    Copied,
    /// Earlier versions of it copied it, before Authelia renamed it (chart 0.8.58).
    Former,
    /// It copies it under another key.
    As(&'static str),
    /// It copies these parts of it.
    Parts(ChartSection),
    /// The same where `enabled: true` is in it, and nothing otherwise.
    IfEnabled(ChartSection),
    /// The same of each item.
    Each(ChartSection),
}

use ChartUse::{As, Copied, Each, Former, IfEnabled, Parts};

/// The values below `configMap`, but for `identity_providers`.
pub(super) const CONFIG_MAP: ChartSection = &[
    ("access_control", Parts(&[("default_policy", Copied), ("rules", Copied)])),
    ("authentication_backend", Parts(AUTHENTICATION_BACKEND)),
    ("default_2fa_method", Copied),
    ("definitions", Parts(&[("network", Copied), ("user_attributes", Copied)])),
    ("duo_api", IfEnabled(&[("hostname", Copied), ("integration_key", Copied), ("enable_self_enrollment", Copied)])),
    ("identity_validation", Parts(IDENTITY_VALIDATION)),
    ("log", Parts(&[("level", Copied), ("format", Copied), ("file_path", Copied)])),
    ("notifier", Parts(NOTIFIER)),
    (
        "ntp",
        Parts(&[
            ("address", Copied),
            ("version", Copied),
            ("max_desync", Copied),
            ("disable_startup_check", Copied),
            ("disable_failure", Copied),
        ]),
    ),
    ("password_policy", Parts(&[("standard", Copied), ("zxcvbn", Copied)])),
    ("regulation", Parts(&[("modes", Copied), ("max_retries", Copied), ("find_time", Copied), ("ban_time", Copied)])),
    ("server", Parts(SERVER)),
    ("session", Parts(SESSION)),
    ("storage", Parts(STORAGE)),
    ("telemetry", Parts(&[("metrics", Parts(&[("enabled", Copied), ("buffers", Copied), ("timeouts", Copied)]))])),
    ("theme", Copied),
    ("totp", Parts(TOTP)),
    ("webauthn", Parts(WEBAUTHN)),
];

const AUTHENTICATION_BACKEND: ChartSection = &[
    ("password_reset", Parts(&[("custom_url", Copied)])),
    ("password_change", Parts(&[("disable", Copied)])),
    ("refresh_interval", Copied),
    (
        "file",
        IfEnabled(&[
            ("path", Copied),
            ("watch", Copied),
            ("search", Copied),
            ("extra_attributes", Copied),
            ("password", Copied),
        ]),
    ),
    (
        "ldap",
        IfEnabled(&[
            ("implementation", Copied),
            ("address", Copied),
            ("url", Former),
            ("username_attribute", Former),
            ("mail_attribute", Former),
            ("display_name_attribute", Former),
            ("group_name_attribute", Former),
            ("timeout", Copied),
            ("start_tls", Copied),
            ("tls", Parts(TLS)),
            ("pooling", Copied),
            ("base_dn", Copied),
            ("additional_users_dn", Copied),
            ("users_filter", Copied),
            ("additional_groups_dn", Copied),
            ("groups_filter", Copied),
            ("group_search_mode", Copied),
            ("permit_referrals", Copied),
            ("permit_unauthenticated_bind", Copied),
            ("user", Copied),
            ("attributes", Copied),
        ]),
    ),
];

const IDENTITY_VALIDATION: ChartSection = &[
    (
        "elevated_session",
        Parts(&[
            ("code_lifespan", Copied),
            ("elevation_lifespan", Copied),
            ("characters", Copied),
            ("require_second_factor", Copied),
            ("skip_second_factor", Copied),
        ]),
    ),
    ("reset_password", Parts(&[("expiration", As("jwt_lifespan")), ("jwt_algorithm", Copied)])),
];

const NOTIFIER: ChartSection = &[
    ("disable_startup_check", Copied),
    ("filesystem", IfEnabled(&[("filename", Copied)])),
    (
        "smtp",
        IfEnabled(&[
            ("address", Copied),
            ("host", Former),
            ("port", Former),
            ("timeout", Copied),
            ("username", Copied),
            ("sender", Copied),
            ("identifier", Copied),
            ("subject", Copied),
            ("startup_check_address", Copied),
            ("disable_html_emails", Copied),
            ("disable_require_tls", Copied),
            ("disable_starttls", Copied),
            ("tls", Parts(TLS)),
        ]),
    ),
];

/// The address is made of the port; the authorization endpoints may come from a list of implementations.
const SERVER: ChartSection = &[
    ("asset_path", Copied),
    ("headers", Parts(&[("csp_template", Copied)])),
    ("buffers", Parts(&[("read", Copied), ("write", Copied)])),
    ("timeouts", Parts(&[("read", Copied), ("write", Copied), ("idle", Copied)])),
    ("endpoints", Parts(&[("enable_pprof", Copied), ("enable_expvars", Copied), ("rate_limits", Copied)])),
];

const SESSION: ChartSection = &[
    ("name", Copied),
    ("same_site", Copied),
    ("inactivity", Copied),
    ("expiration", Copied),
    ("remember_me", Copied),
    ("remember_me_duration", Former),
    // The URL of Authelia is made of `subdomain`, `domain` and `path`.
    (
        "cookies",
        Each(&[
            ("domain", Copied),
            ("default_redirection_url", Copied),
            ("name", Copied),
            ("same_site", Copied),
            ("inactivity", Copied),
            ("expiration", Copied),
            ("remember_me", Copied),
        ]),
    ),
    (
        "redis",
        IfEnabled(&[
            ("host", Copied),
            ("port", Copied),
            ("username", Copied),
            ("database_index", Copied),
            ("maximum_active_connections", Copied),
            ("minimum_idle_connections", Copied),
            ("tls", IfEnabled(TLS)),
            (
                "high_availability",
                IfEnabled(&[
                    ("sentinel_name", Copied),
                    ("nodes", Each(&[("host", Copied), ("port", Copied)])),
                    ("username", As("sentinel_username")),
                    ("route_by_latency", Copied),
                    ("route_randomly", Copied),
                ]),
            ),
        ]),
    ),
];

const STORAGE: ChartSection = &[
    ("local", IfEnabled(&[("path", Copied)])),
    (
        "mysql",
        IfEnabled(&[
            ("address", Copied),
            ("host", Former),
            ("port", Former),
            ("timeout", Copied),
            ("database", Copied),
            ("username", Copied),
            ("tls", IfEnabled(TLS)),
        ]),
    ),
    (
        "postgres",
        IfEnabled(&[
            ("address", Copied),
            ("host", Former),
            ("port", Former),
            ("servers", Each(&[("address", Copied), ("tls", Parts(TLS))])),
            ("timeout", Copied),
            ("database", Copied),
            ("schema", Copied),
            ("username", Copied),
            ("tls", IfEnabled(TLS)),
        ]),
    ),
];

const TLS: ChartSection =
    &[("server_name", Copied), ("skip_verify", Copied), ("minimum_version", Copied), ("maximum_version", Copied)];

const TOTP: ChartSection = &[
    ("disable", Copied),
    ("issuer", Copied),
    ("skew", Copied),
    ("secret_size", Copied),
    ("algorithm", Copied),
    ("digits", Copied),
    ("period", Copied),
    ("allowed_algorithms", Copied),
    ("allowed_digits", Copied),
    ("allowed_periods", Copied),
];

const WEBAUTHN: ChartSection = &[
    ("disable", Copied),
    ("enable_passkey_login", Copied),
    ("display_name", Copied),
    ("attestation_conveyance_preference", Copied),
    ("timeout", Copied),
    ("filtering", Parts(&[("prohibit_backup_eligibility", Copied)])),
    ("selection_criteria", Copied),
    ("user_verification", Former),
    ("metadata", Copied),
];
