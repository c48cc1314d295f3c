//! What Authelia takes for options that are not written, as far as policies need it: the defaults which the sections do
//! not declare themselves (`internal/configuration/schema` and `internal/configuration/validator`, 4.39.20).

use std::sync::Arc;

use super::view::{Type, View};

/// A default.
#[derive(Debug, Clone, Copy)]
enum Taken {
    Int(i64),
    Text(&'static str),
    Texts(&'static [&'static str]),
    Ints(&'static [i64]),
    /// It depends on other options.
    Unknown,
}

use Taken::{Int, Ints, Text, Texts, Unknown};

/// The defaults; durations in seconds.
const DEFAULTS: &[(&str, Taken)] = &[
    ("theme", Text("light")),
    ("log.level", Text("info")),
    ("log.format", Text("text")),
    ("session.name", Text("authelia_session")),
    ("session.same_site", Text("lax")),
    ("session.expiration", Int(3600)),
    ("session.inactivity", Int(300)),
    ("session.remember_me", Int(2_592_000)),
    ("totp.issuer", Text("Authelia")),
    ("totp.algorithm", Text("SHA1")),
    ("totp.digits", Int(6)),
    ("totp.period", Int(30)),
    ("totp.skew", Int(1)),
    ("totp.secret_size", Int(32)),
    ("totp.allowed_algorithms", Texts(&["SHA1"])),
    ("totp.allowed_digits", Ints(&[6])),
    ("totp.allowed_periods", Ints(&[30])),
    ("webauthn.display_name", Text("Authelia")),
    ("webauthn.timeout", Int(60)),
    ("webauthn.attestation_conveyance_preference", Text("indirect")),
    ("webauthn.metadata.validate_trust_anchor", Unknown),
    ("webauthn.metadata.validate_entry", Unknown),
    ("webauthn.metadata.validate_status", Unknown),
    ("webauthn.metadata.validate_status_prohibited", Unknown),
    ("regulation.modes", Texts(&["user"])),
    ("regulation.find_time", Int(120)),
    ("regulation.ban_time", Int(300)),
    ("ntp.address", Text("udp://time.cloudflare.com:123")),
    ("ntp.version", Int(4)),
    ("ntp.max_desync", Int(3)),
    ("identity_validation.reset_password.jwt_lifespan", Int(300)),
    ("identity_validation.reset_password.jwt_algorithm", Text("HS256")),
    ("identity_validation.elevated_session.code_lifespan", Int(300)),
    ("identity_validation.elevated_session.elevation_lifespan", Int(600)),
    ("identity_validation.elevated_session.characters", Int(8)),
    ("authentication_backend.file.password.algorithm", Text("argon2")),
    ("server.endpoints.authz", Unknown),
    ("server.endpoints.rate_limits", Unknown),
    ("identity_providers.oidc.lifespans.access_token", Int(3600)),
    ("identity_providers.oidc.lifespans.refresh_token", Int(5400)),
    ("identity_providers.oidc.lifespans.id_token", Int(3600)),
    ("identity_providers.oidc.lifespans.authorize_code", Int(60)),
    ("identity_providers.oidc.lifespans.device_code", Int(600)),
    ("identity_providers.oidc.minimum_parameter_entropy", Int(8)),
];

/// Fills in the defaults of a whole configuration.
pub(super) fn fill(view: &mut View) {
    for (path, default) in DEFAULTS {
        if let Some(absent @ View::Absent) = view.at_mut(path) {
            *absent = match default {
                Int(number) => View::Int(*number),
                Text(text) => View::text(text),
                Texts(texts) => View::texts(*texts),
                Ints(numbers) => View::List(Arc::new(numbers.iter().copied().map(View::Int).collect())),
                Unknown => View::Unknown,
            };
        }
    }
}

/// Makes of what is absent still the empty value where Authelia's is certainly empty, too; a text or a number may have a
/// default that depends on something else. A section that is absent stays so.
pub(super) fn settle(view: &mut View, kind: &'static Type) {
    match (&mut *view, kind) {
        (View::Absent, Type::Bool) => *view = View::Bool(false),
        (View::Absent, Type::List(_)) => *view = View::List(Arc::default()),
        (View::Absent, Type::Map(_)) => *view = View::Map(Arc::default()),
        (View::List(items), Type::List(kind)) => Arc::make_mut(items).iter_mut().for_each(|item| settle(item, kind)),
        (View::Map(entries), Type::Map(kind)) => {
            for (_, value) in Arc::make_mut(entries) {
                settle(value, kind);
            }
        }
        (View::Map(entries), Type::Section(_)) => {
            let fields = kind.fields();
            for (name, value) in Arc::make_mut(entries) {
                if let Some((_, kind)) = fields.iter().find(|(field, _)| **field == **name) {
                    settle(value, kind);
                }
            }
        }
        _ => {}
    }
}
