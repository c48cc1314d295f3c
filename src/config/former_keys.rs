//! The keys of earlier versions, and what Authelia does with each (`internal/configuration/deprecation.go`, 4.39.20).

use super::version::Version;

/// Keys whose value Authelia takes under a new key.
pub(super) const MAPPED: &[(&str, &str)] = &[
    ("logs_level", "log.level"),
    ("logs_file", "log.file_path"),
    ("authentication_backend.ldap.skip_verify", "authentication_backend.ldap.tls.skip_verify"),
    ("authentication_backend.ldap.minimum_tls_version", "authentication_backend.ldap.tls.minimum_version"),
    ("notifier.smtp.disable_verify_cert", "notifier.smtp.tls.skip_verify"),
    ("host", "server.host"),
    ("port", "server.port"),
    ("tls_key", "server.tls.key"),
    ("tls_cert", "server.tls.certificate"),
    ("log_level", "log.level"),
    ("log_file_path", "log.file_path"),
    ("log_format", "log.format"),
    ("storage.postgres.sslmode", "storage.postgres.ssl.mode"),
    ("authentication_backend.disable_reset_password", "authentication_backend.password_reset.disable"),
    ("server.read_buffer_size", "server.buffers.read"),
    ("server.write_buffer_size", "server.buffers.write"),
    ("session.remember_me_duration", "session.remember_me"),
    ("server.enable_pprof", "server.endpoints.enable_pprof"),
    ("server.enable_expvars", "server.endpoints.enable_expvars"),
    ("identity_providers.oidc.access_token_lifespan", "identity_providers.oidc.lifespans.access_token"),
    ("identity_providers.oidc.authorize_code_lifespan", "identity_providers.oidc.lifespans.authorize_code"),
    ("identity_providers.oidc.id_token_lifespan", "identity_providers.oidc.lifespans.id_token"),
    ("identity_providers.oidc.refresh_token_lifespan", "identity_providers.oidc.lifespans.refresh_token"),
    ("authentication_backend.ldap.url", "authentication_backend.ldap.address"),
    ("authentication_backend.ldap.username_attribute", "authentication_backend.ldap.attributes.username"),
    ("authentication_backend.ldap.mail_attribute", "authentication_backend.ldap.attributes.mail"),
    ("authentication_backend.ldap.display_name_attribute", "authentication_backend.ldap.attributes.display_name"),
    ("authentication_backend.ldap.group_name_attribute", "authentication_backend.ldap.attributes.group_name"),
    ("jwt_secret", "identity_validation.reset_password.jwt_secret"),
    ("webauthn.user_verification", "webauthn.selection_criteria.user_verification"),
];

/// The first versions that deprecate a key, where versions that are known have it as an option.
pub(super) const LATER: &[(&str, Version)] = &[
    ("webauthn.user_verification", Version::literal("4.39.0")),
    ("authentication_backend.ldap.permit_feature_detection_failure", Version::literal("4.39.16")),
];

/// Where Authelia's own values lie below the files, so that the new key is always taken.
pub(super) const LOADED: &[&str] = &["webauthn.selection_criteria.user_verification"];

/// Keys of a client registration whose value Authelia takes under a new key.
pub(super) const MAPPED_OF_CLIENT: &[(&str, &str)] = &[
    ("userinfo_signing_algorithm", "userinfo_signed_response_alg"),
    ("id", "client_id"),
    ("secret", "client_secret"),
    ("description", "client_name"),
    ("sector_identifier", "sector_identifier_uri"),
];

/// Keys that Authelia still reads, but asks to replace.
pub(super) const KEPT: &[(&str, &str)] = &[
    ("identity_providers.oidc.issuer_private_key", "identity_providers.oidc.jwks"),
    ("identity_providers.oidc.issuer_certificate_chain", "identity_providers.oidc.jwks"),
];

/// Keys that Authelia takes no notice of any more.
pub(super) const DROPPED: &[&str] = &["authentication_backend.ldap.permit_feature_detection_failure"];

/// Keys that Authelia refuses, naming the new one.
pub(super) const REFUSED: &[(&str, &str)] = &[("notifier.smtp.trusted_cert", "certificates_directory")];

/// Keys that together make up a new one, an address.
pub(super) struct Joined {
    pub(super) new: &'static str,
    pub(super) host: &'static str,
    pub(super) port: &'static str,
    pub(super) path: Option<&'static str>,
    pub(super) scheme: Scheme,
    /// What Authelia takes for an absent host; for SMTP its own default with the port, as it is there.
    pub(super) default_host: &'static str,
    pub(super) default_port: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Tcp,
    TcpOrAsWritten,
    ByMailPort,
}

pub(super) const JOINED: &[Joined] = &[
    Joined {
        new: "notifier.smtp.address",
        host: "notifier.smtp.host",
        port: "notifier.smtp.port",
        path: None,
        scheme: Scheme::ByMailPort,
        default_host: "localhost:25",
        default_port: 25,
    },
    Joined {
        new: "storage.postgres.address",
        host: "storage.postgres.host",
        port: "storage.postgres.port",
        path: None,
        scheme: Scheme::TcpOrAsWritten,
        default_host: "localhost:5432",
        default_port: 5432,
    },
    Joined {
        new: "storage.mysql.address",
        host: "storage.mysql.host",
        port: "storage.mysql.port",
        path: None,
        scheme: Scheme::TcpOrAsWritten,
        default_host: "localhost:3306",
        default_port: 3306,
    },
    Joined {
        new: "server.address",
        host: "server.host",
        port: "server.port",
        path: Some("server.path"),
        scheme: Scheme::Tcp,
        default_host: "",
        default_port: 9091,
    },
];

/// The top-level keys of earlier versions.
pub(super) fn top_level_keys() -> impl Iterator<Item = &'static str> {
    MAPPED.iter().map(|(old, _)| *old).filter(|old| !old.contains('.'))
}

/// The keys of earlier versions whose values Authelia takes under new keys.
pub(super) fn mapped_keys() -> impl Iterator<Item = &'static str> {
    let joined = JOINED.iter().flat_map(|joined| [joined.host, joined.port].into_iter().chain(joined.path));
    MAPPED.iter().map(|(old, _)| *old).chain(joined)
}
