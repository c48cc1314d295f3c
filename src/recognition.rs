//! Whether a YAML file that was found in a folder is Authelia's at all, told from its text without parsing it.

/// The keys at the top level of Authelia's configuration (`internal/configuration/schema/configuration.go`, v4.39.20)
/// and the older ones that it still knows.
const KEYS: [&str; 25] = [
    "access_control",
    "authentication_backend",
    "certificates_directory",
    "default_2fa_method",
    "default_redirection_url",
    "definitions",
    "duo_api",
    "host",
    "identity_providers",
    "identity_validation",
    "jwt_secret",
    "log",
    "notifier",
    "ntp",
    "password_policy",
    "port",
    "privacy_policy",
    "regulation",
    "server",
    "session",
    "storage",
    "telemetry",
    "theme",
    "totp",
    "webauthn",
];

/// How many of those keys, and no others, make a file Authelia's.
const ENOUGH: usize = 3;

/// A key at the top level and a word below it that together only Authelia has: a file may hold one section alone.
const TELLING: [(&str, &str); 8] = [
    ("access_control", "default_policy:"),
    ("access_control", "policy:"),
    ("authentication_backend", ""),
    ("identity_providers", "oidc:"),
    ("identity_validation", ""),
    ("notifier", "disable_startup_check:"),
    ("session", "authelia_url:"),
    ("storage", "encryption_key:"),
];

/// Whether a text reads like Authelia's configuration. Cheap: the text is searched a few times, never parsed.
#[must_use]
pub fn looks_like_authelia(text: &str) -> bool {
    let mut known = 0;
    let mut foreign = false;
    let mut told = [false; TELLING.len()];
    for key in top_level_keys(text) {
        let is_known = KEYS.contains(&key);
        known += usize::from(is_known);
        foreign |= !is_known;
        for (told, (section, _)) in told.iter_mut().zip(TELLING) {
            *told |= section == key;
        }
    }
    (known >= ENOUGH && !foreign)
        || told.iter().zip(TELLING).any(|(told, (_, word))| *told && text.contains(word))
        || text.contains("# authelia-lint:")
}

/// The keys that stand as far left as the first one.
fn top_level_keys(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim_start_matches('\u{feff}');
    let mut column = None;
    text.lines().filter_map(move |line| {
        let content = line.trim_start_matches([' ', '{']);
        if content.is_empty() || content.starts_with(['#', '%', '-']) {
            return None;
        }
        let here = line.len() - content.len();
        (*column.get_or_insert(here) == here).then(|| key(content)).flatten()
    })
}

/// The key that a line starts with.
fn key(content: &str) -> Option<&str> {
    let (key, _) = content.split_once(':')?;
    Some(key.trim_end().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_and_split_configurations_are_recognised() {
        for text in [
            "---\nidentity_providers:\n  oidc:\n    clients: []\n",
            "\u{feff}# comment\n\"authentication_backend\": {}\n",
            "theme: dark\nserver:\n  address: x\nlog: {}\n",
            "access_control:\n  default_policy: deny\n",
            "  session:\n    cookies:\n      - authelia_url: x\n",
            "{\"identity_providers\": {\"oidc\": {\"oidc: \": 1}}}",
            "# authelia-lint: app=mailcow\nclients: []",
        ] {
            assert!(looks_like_authelia(text), "{text}");
        }
    }

    #[test]
    fn other_yaml_is_not() {
        for text in [
            "",
            "services:\n  authelia:\n    image: authelia/authelia\n",
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  configuration.yml: |\n    identity_providers:\n      oidc: {}\n",
            "server: x\nlog: y\nstorage: z\nrules: []\n",
            "- access_control: x\n",
            "on: push\njobs: {}\n",
            "users:\n  john:\n    password: x\n",
        ] {
            assert!(!looks_like_authelia(text), "{text}");
        }
    }
}
