//! `newer-option`; see the rule's page for what, why and examples.

use crate::config::{Config, Version};
use crate::lint::Finding;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("newer-option", Check::Config(check));

/// Values that a version brought.
struct Newer {
    option: &'static str,
    values: &'static [&'static str],
    since: Version,
}

const THEME: Newer = Newer { option: "theme", values: &["oled"], since: Version::literal("4.39.0") };

const GRANT_TYPES: Newer = Newer {
    option: "grant_types",
    values: &["urn:ietf:params:oauth:grant-type:device_code"],
    since: Version::literal("4.39.0"),
};

const CORS_ENDPOINTS: Newer =
    Newer { option: "endpoints", values: &["device-authorization"], since: Version::literal("4.39.0") };

const KEY_USE: Newer = Newer { option: "use", values: &["enc"], since: Version::literal("4.39.0") };

const RESPONSE_ALGORITHM: Newer =
    Newer { option: "signed_response_alg", values: &["HS256", "HS384", "HS512"], since: Version::literal("4.39.0") };

/// Authelia only warns about a scope that it does not know.
const SCOPES: Newer = Newer { option: "scopes", values: &["address", "phone"], since: Version::literal("4.39.0") };

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Config { root, problems, paths, version, .. } = context.config;
    for problem in problems {
        let Problem::NewerKey { place, since } = problem else { continue };
        reporter
            .report_key(*place, format!("`{}` is not an option of Authelia {version}", paths.spell(place.path)))
            .label(format!("added in {since}"))
            .help(format!("remove it, or upgrade to Authelia {since} or later"));
    }
    let mut values = NewValues { version: *version, reporter };
    values.check(&root.theme, &THEME);
    let Some(provider) = context.provider() else { return };
    values.check_all(&provider.cors.endpoints, &CORS_ENDPOINTS);
    let keys = provider.clients.items.iter().flat_map(|client| &client.jwks.items).chain(&provider.jwks.items);
    for key in keys {
        values.check(&key.usage, &KEY_USE);
    }
    for client in &provider.clients.items {
        values.check_all(&client.grant_types, &GRANT_TYPES);
        for answer in client.answers() {
            values.check(answer.signed_alg, &RESPONSE_ALGORITHM);
        }
        for scope in client.scopes.items.iter().filter(|_| provider.scopes.entries.is_empty()) {
            if let Some(finding) = values.check(scope, &SCOPES) {
                finding.severity(Severity::Warning).effect(Effect::Hygiene);
            }
        }
    }
}

struct NewValues<'r, 'c> {
    version: Version,
    reporter: &'r mut Reporter<'c>,
}

impl NewValues<'_, '_> {
    fn check_all(&mut self, list: &List<Value<String>>, newer: &Newer) {
        for item in &list.items {
            self.check(item, newer);
        }
    }

    /// Reports a value that the version does not know.
    fn check(&mut self, value: &Value<String>, Newer { option, values, since }: &Newer) -> Option<&mut Finding> {
        let found = value.text().filter(|found| self.version < *since && values.contains(found))?;
        let message = format!("`{found}` is not a valid value for `{option}` in Authelia {}", self.version);
        let finding = self.reporter.report(value.place, message);
        Some(
            finding
                .label(format!("added in {since}"))
                .help(format!("write another value, or upgrade to Authelia {since} or later")),
        )
    }
}
