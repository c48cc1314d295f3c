//! What policies see of options that are not written and whose value does not follow from a default of their own.

use std::sync::Arc;

use super::{Type, View};

/// Options whose default is not known: Authelia sets it where it uses them, or it depends on other options.
const UNKNOWN_IF_ABSENT: [&str; 6] = [
    "webauthn.metadata.validate_trust_anchor",
    "webauthn.metadata.validate_entry",
    "webauthn.metadata.validate_status",
    "webauthn.metadata.validate_status_prohibited",
    "server.endpoints.authz",
    "server.endpoints.rate_limits",
];

/// Lists to which Authelia adds the value of another option (`internal/configuration/validator/totp.go`, 4.39.20).
const ALWAYS_ALLOWED: [(&str, &str); 3] = [
    ("totp.allowed_algorithms", "totp.algorithm"),
    ("totp.allowed_digits", "totp.digits"),
    ("totp.allowed_periods", "totp.period"),
];

/// Fills in what follows from other options in a whole configuration.
pub(super) fn derive(view: &mut View) {
    for path in UNKNOWN_IF_ABSENT {
        if let Some(absent @ View::Absent) = view.at_mut(path) {
            *absent = View::Unknown;
        }
    }
    for (list, option) in ALWAYS_ALLOWED {
        let Some(allowed) = view.at_mut(option).cloned() else { continue };
        match view.at_mut(list) {
            Some(list) if allowed == View::Unknown => *list = View::Unknown,
            Some(list @ View::Absent) => *list = View::List(Arc::new(vec![allowed])),
            Some(View::List(items)) if !items.contains(&allowed) => Arc::make_mut(items).push(allowed),
            _ => {}
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
