//! The values that an option allows, and the one that Authelia uses if it is not set.

use crate::config::choices::{
    ACCESS_POLICIES, AUTH_METHODS, AUTHORIZATION_POLICIES, CLIENT_POLICIES, GRANT_TYPES, RESPONSE_MODES, RESPONSE_TYPES,
};
use crate::config::view::{Look, Type, View};
use crate::config::{Config, LoadOptions};
use crate::document::{self, Tree};
use crate::golang::duration::Duration;
use crate::text::Sources;

use super::path::{Step, fits, type_at};

/// The options that allow a few values only. A test compares them with what the rules report.
const ALLOWED: [(&str, &[&str]); 29] = [
    ("theme", &["light", "dark", "grey", "oled", "auto"]),
    ("log.level", &["trace", "debug", "info", "warn", "error"]),
    ("log.format", &["text", "json"]),
    ("default_2fa_method", &["totp", "webauthn", "mobile_push"]),
    ("access_control.default_policy", &ACCESS_POLICIES),
    ("access_control.rules[].policy", &ACCESS_POLICIES),
    ("session.same_site", &["none", "lax", "strict"]),
    ("session.cookies[].same_site", &["none", "lax", "strict"]),
    ("totp.algorithm", &["SHA1", "SHA256", "SHA512"]),
    ("webauthn.attestation_conveyance_preference", &["none", "indirect", "direct"]),
    ("webauthn.selection_criteria.attachment", &["platform", "cross-platform"]),
    ("webauthn.selection_criteria.discoverability", &["discouraged", "preferred", "required"]),
    ("webauthn.selection_criteria.user_verification", &["discouraged", "preferred", "required"]),
    ("authentication_backend.ldap.group_search_mode", &["filter", "memberof"]),
    ("identity_validation.reset_password.jwt_algorithm", &["HS256", "HS384", "HS512"]),
    ("identity_providers.oidc.enforce_pkce", &["always", "never", "public_clients_only"]),
    ("identity_providers.oidc.authorization_policies.*.default_policy", &AUTHORIZATION_POLICIES),
    ("identity_providers.oidc.authorization_policies.*.rules[].policy", &AUTHORIZATION_POLICIES),
    ("identity_providers.oidc.clients[].authorization_policy", &CLIENT_POLICIES),
    ("identity_providers.oidc.clients[].consent_mode", &["auto", "explicit", "implicit", "pre-configured"]),
    ("identity_providers.oidc.clients[].pkce_challenge_method", &["plain", "S256"]),
    ("identity_providers.oidc.clients[].requested_audience_mode", &["explicit", "implicit"]),
    ("identity_providers.oidc.clients[].token_endpoint_auth_method", &AUTH_METHODS),
    ("identity_providers.oidc.clients[].revocation_endpoint_auth_method", &AUTH_METHODS),
    ("identity_providers.oidc.clients[].introspection_endpoint_auth_method", &AUTH_METHODS),
    ("identity_providers.oidc.clients[].grant_types[]", &GRANT_TYPES),
    ("identity_providers.oidc.clients[].response_types[]", &RESPONSE_TYPES),
    ("identity_providers.oidc.clients[].response_modes[]", &RESPONSE_MODES),
    ("identity_providers.oidc.clients[].scopes[]", &SCOPES),
];

/// The scopes that need no definition.
const SCOPES: [&str; 8] =
    ["openid", "offline_access", "profile", "email", "address", "phone", "groups", "authelia.bearer.authz"];

/// The values that the option at a path allows without any definition; empty if they are not a short list.
pub(super) fn allowed(path: &[Step]) -> &'static [&'static str] {
    ALLOWED.iter().find(|(pattern, _)| fits(path, pattern)).map_or(&[], |(_, values)| values)
}

/// What Authelia uses if the option at a path is not set: what policies see in a configuration without it.
pub(super) fn default(path: &[Step]) -> Option<String> {
    let (_, around) = path.split_last()?;
    let mut text = String::from("{}");
    for step in around.iter().rev() {
        text = match step {
            Step::Key(key) => format!("{{'{}': {text}}}", key.replace('\'', "''")),
            Step::Index(_) => format!("[{text}]"),
        };
    }
    let mut sources = Sources::default();
    sources.add("default".to_owned(), text);
    let mut tree = Tree::default();
    let readings = sources.iter().map(|(id, source)| document::read(&mut tree, id, &source.text, &[])).collect();
    let config = Config::new(tree, readings, &sources, &LoadOptions::complete());
    let look = Look { sources: &sources, whole: true, absent_is_absent: true };
    // The only item of a list is the first one.
    let path: Vec<Step> = path.iter().map(first_item).collect();
    written(super::unset::at(&config.effective(look), &path)?, type_at(&path)?)
}

fn first_item(step: &Step) -> Step {
    match step {
        Step::Key(key) => Step::Key(key.clone()),
        Step::Index(_) => Step::Index(0),
    }
}

/// A value as it would be written. Returns `None` if it is not a single value, or empty.
pub(super) fn written(view: &View, kind: &Type) -> Option<String> {
    match (view, kind) {
        (View::Bool(value), _) => Some(value.to_string()),
        // Authelia reads no unit after a zero.
        (View::Int(seconds), Type::Duration) if *seconds != 0 => Some(format!("'{}'", Duration::seconds(*seconds))),
        (View::Int(number), _) => Some(number.to_string()),
        (View::Text(text), _) if !text.is_empty() => Some(format!("'{text}'")),
        (View::List(items), Type::List(kind)) if !items.is_empty() => {
            let items = items.iter().map(|item| written(item, kind)).collect::<Option<Vec<_>>>()?;
            Some(format!("[{}]", items.join(", ")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::api::{LintOptions, Text, lint};

    /// A configuration that sets an option to a value.
    fn setting(pattern: &str, value: &str) -> String {
        let mut text = format!("'{value}'");
        for part in pattern.rsplit('.') {
            let (key, lists) =
                part.split_once('[').map_or((part, 0), |(key, rest)| (key, 1 + rest.matches('[').count()));
            let key = if key == "*" { "name" } else { key };
            text = format!("{{{key}: {}{text}{}}}", "[".repeat(lists), "]".repeat(lists));
        }
        text
    }

    #[test]
    fn rules_allow_the_same_values() {
        let found = |pattern: &str, value: &str| {
            let text = Text { name: "configuration.yml".to_owned(), text: setting(pattern, value) };
            let mut findings = lint(&[text], &LintOptions::default()).unwrap().findings;
            findings.retain(|finding| fits_spelled(&finding.path, pattern));
            findings
        };
        for (pattern, values) in ALLOWED {
            // Elsewhere a definition may be in another file.
            let takes_names = pattern.ends_with(".authorization_policy") || pattern.ends_with(".scopes[]");
            assert!(takes_names || !found(pattern, "nonsense").is_empty(), "{pattern} allows anything");
            for value in values {
                let refused = format!("`{value}` is not a valid value");
                assert!(
                    found(pattern, value).iter().all(|finding| !finding.message.starts_with(&refused)),
                    "{pattern}: {value}"
                );
            }
        }
    }

    /// Whether a path as findings spell it fits a pattern.
    fn fits_spelled(path: &str, pattern: &str) -> bool {
        let bare = |text: &str| text.replace(|letter: char| letter.is_ascii_digit(), "").replace(".name.", ".*.");
        bare(path) == bare(pattern)
    }

    #[test]
    fn defaults() {
        let path = |keys: &[&str]| keys.iter().map(|key| Step::Key((*key).to_owned())).collect::<Vec<_>>();
        assert_eq!(default(&path(&["theme"])).as_deref(), Some("'light'"));
        assert_eq!(default(&path(&["access_control", "default_policy"])).as_deref(), Some("'deny'"));
        let mut client = path(&["identity_providers", "oidc", "clients"]);
        client.extend([Step::Index(4), Step::Key("authorization_policy".to_owned())]);
        assert_eq!(default(&client).as_deref(), Some("'two_factor'"));
    }
}
