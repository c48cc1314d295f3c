//! Whether a YAML file that was found in a folder is Authelia's at all, or holds such a text, told without parsing it.

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

/// Words of which one stands in every text that holds Authelia's configuration further in: options, the variables that
/// Authelia reads, or the usual name of the file, whose content may be encoded.
const WORDS: [&str; 7] = [
    "identity_providers",
    "authentication_backend",
    "access_control",
    "redirect_uris",
    "AUTHELIA_",
    "configuration.yml",
    "configuration.yaml",
];

/// Whether a text may have to do with Authelia's configuration. Cheap: it is searched a few times, never parsed.
#[must_use]
pub fn looks_like_authelia(text: &str) -> bool {
    is_authelia(text) || may_hold_authelia(text) || text.contains("# authelia-lint:")
}

/// Whether a text that is not Authelia's own may hold Authelia's configuration.
#[must_use]
pub fn may_hold_authelia(text: &str) -> bool {
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a name is a key at the top level of Authelia's configuration.
#[must_use]
pub fn is_top_level_key(name: &str) -> bool {
    KEYS.contains(&name)
}

/// Whether a text reads like Authelia's configuration, from its first document.
#[must_use]
pub fn is_authelia(text: &str) -> bool {
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
    (known >= ENOUGH && !foreign) || told.iter().zip(TELLING).any(|(told, (_, word))| *told && text.contains(word))
}

/// The keys of the first document that stand as far left as its first one.
fn top_level_keys(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim_start_matches('\u{feff}');
    let mut column = None;
    let mut begun = false;
    let first_document = text.lines().take_while(move |line| {
        let ends = begun && line.starts_with("---");
        begun |= !line.is_empty() && !line.starts_with(['#', '%', '-', ' ']);
        !ends
    });
    first_document.filter_map(move |line| {
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
            assert!(!is_authelia(text), "{text}");
        }
    }

    #[test]
    fn text_that_holds_a_configuration_is_told_from_one_that_is_one() {
        let manifest = "kind: ConfigMap\ndata:\n  configuration.yml: |\n    theme: dark\n";
        assert!(looks_like_authelia(manifest) && !is_authelia(manifest));
        let second = "kind: Namespace\n---\naccess_control:\n  default_policy: deny\n";
        assert!(looks_like_authelia(second) && !is_authelia(second));
        assert!(!looks_like_authelia("services:\n  authelia:\n    image: authelia/authelia\n"));
    }
}
