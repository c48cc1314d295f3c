//! Whether a YAML file that was found in a folder is Authelia's at all, or holds such a text, told without parsing it.

use crate::config::{former_top_level_keys, top_level_keys};
use crate::text::suggestion;

/// How many keys of Authelia's top level, and no others but those of earlier versions, make a file Authelia's.
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

/// Whether some top-level keys are those of a kind of file.
type IsKind = fn(&[&str]) -> bool;

/// Kinds of files that are not Authelia's although people keep them beside its configuration: what each is, and whether
/// a list of top-level keys is that of one.
const OTHER_KINDS: [(&str, IsKind); 5] = [
    ("a Docker Compose file", |keys| {
        keys.contains(&"services") && keys.iter().all(|key| COMPOSE_KEYS.contains(key) || key.starts_with("x-"))
    }),
    ("a Kubernetes manifest", |keys| keys.contains(&"apiVersion") && keys.contains(&"kind")),
    ("a Helm chart's metadata", |keys| keys.contains(&"apiVersion") && keys.contains(&"version")),
    ("a Traefik configuration", |keys| {
        ["http", "tcp", "entryPoints"].iter().any(|key| keys.contains(key)) && !keys.contains(&"access_control")
    }),
    ("a workflow", |keys| keys.contains(&"on") && keys.contains(&"jobs")),
];

/// Those of them that hold no configuration of Authelia, whatever words stand in them.
const HOLD_NOTHING: [&str; 1] = ["a Traefik configuration"];

/// The top-level keys of a Compose file (the Compose specification, "Compose file").
const COMPOSE_KEYS: [&str; 9] =
    ["configs", "include", "models", "name", "networks", "secrets", "services", "version", "volumes"];

/// Directives of which one begins a line of an nginx configuration.
const NGINX_DIRECTIVES: [&str; 7] =
    ["auth_request", "location", "proxy_pass", "proxy_set_header", "server {", "upstream", "http {"];

/// Directives of which one begins a line of a Caddyfile that has to do with Authelia.
const CADDY_DIRECTIVES: [&str; 2] = ["forward_auth ", "reverse_proxy "];

/// Words of which one is in every text that holds Authelia's configuration or its users further in: options, the variables
/// that Authelia reads, or the usual name of the file, whose content may be encoded.
const WORDS: [&str; 10] = [
    "identity_providers",
    "authentication_backend",
    "access_control",
    "redirect_uris",
    "AUTHELIA_",
    "configuration.yml",
    "configuration.yaml",
    // Of a users database.
    "displayname:",
    "users_database.yml",
    "users_database.yaml",
];

/// Whether a text may have to do with Authelia's configuration. Cheap: it is searched a few times, never parsed.
#[must_use]
pub fn looks_like_authelia(text: &str) -> bool {
    if is_users_database(text) {
        return is_certainly_users_database(text);
    }
    (is_authelia(text) || may_hold_authelia(text) || text.contains("# authelia-lint:")) && !holds_nothing(text)
}

/// Whether a text has the only top-level key of a users database, which files of other programs may have, too.
#[must_use]
pub fn is_users_database(text: &str) -> bool {
    let mut keys = keys_of(text).filter(|key| !key.starts_with("x-")).peekable();
    keys.peek().is_some() && keys.all(|key| key == "users")
}

/// Whether a text that may be a users database is one of Authelia's: a mapping of users with display names.
pub(super) fn is_certainly_users_database(text: &str) -> bool {
    let is_list =
        content(text).skip_while(|line| !line.starts_with("users")).nth(1).is_some_and(|line| line.starts_with('-'));
    !is_list && content(text).any(|line| line.starts_with("displayname:") || line.contains(" displayname:"))
}

/// Whether a text that is not Authelia's own may hold Authelia's configuration.
#[must_use]
pub fn may_hold_authelia(text: &str) -> bool {
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a Nix text may give Authelia a configuration: the NixOS module calls it `services.authelia.instances.<name>`.
#[must_use]
pub fn may_hold_authelia_in_nix(text: &str) -> bool {
    may_hold_authelia(text) || text.contains("authelia") && text.contains("settings")
}

/// Whether a name is a key at the top level of Authelia's configuration.
#[must_use]
pub fn is_top_level_key(name: &str) -> bool {
    top_level_keys().chain(former_top_level_keys()).any(|key| key == name)
}

/// Whether a text reads like Authelia's configuration, from its first document.
#[must_use]
pub fn is_authelia(text: &str) -> bool {
    let mut known = 0;
    let mut foreign = false;
    let mut told = [false; TELLING.len()];
    for key in keys_of(text) {
        known += usize::from(top_level_keys().any(|known| known == key));
        foreign |= !is_top_level_key(key);
        for (told, (section, _)) in told.iter_mut().zip(TELLING) {
            *told |= section == key;
        }
    }
    (known >= ENOUGH && !foreign) || told.iter().zip(TELLING).any(|(told, (_, word))| *told && text.contains(word))
}

/// What kind of file of somebody else's a text is. Returns `None` if that cannot be told, or if the text may hold
/// Authelia's configuration further in.
#[must_use]
pub fn other_kind(text: &str) -> Option<&'static str> {
    if looks_like_authelia(text) {
        return None;
    }
    if let Some(kind) = kind_by_form(text) {
        return Some(kind);
    }
    if text.trim_start().starts_with(['{', '[']) && text.contains("\"authsource\"") {
        return Some("Mailcow's own settings, which `--mailcow` reads");
    }
    if is_environment(text) {
        return Some("an environment file without Authelia's variables");
    }
    kind_by_keys(text)
}

/// What kind of YAML file of somebody else's a text is, by its keys.
fn kind_by_keys(text: &str) -> Option<&'static str> {
    let keys: Vec<&str> = keys_of(text).collect();
    OTHER_KINDS.iter().find(|(_, is_kind)| is_kind(&keys)).map(|(kind, _)| *kind)
}

/// Whether a text is of a kind that holds no configuration of Authelia, whatever words stand in it.
fn holds_nothing(text: &str) -> bool {
    kind_by_form(text).is_some() || kind_by_keys(text).is_some_and(|kind| HOLD_NOTHING.contains(&kind))
}

/// A format whose files do not begin as a mapping in YAML does: with a directive, a block or a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignFormat {
    /// nginx.
    Nginx,
    /// Caddy.
    Caddyfile,
    /// TOML, which Traefik reads, too.
    Toml,
}

/// The format of a text of one of these kinds, by the name of its file, else by its first lines.
#[must_use]
pub fn form(name: &str, text: &str) -> Option<ForeignFormat> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match () {
        () if ends(&[".conf"]) => Some(ForeignFormat::Nginx),
        () if ends(&[".toml"]) => Some(ForeignFormat::Toml),
        () if ends(&[".caddy", ".caddyfile"]) || name.starts_with("Caddyfile") => Some(ForeignFormat::Caddyfile),
        () if ends(&[".yml", ".yaml", ".nix"]) => None,
        () => form_of_text(text),
    }
}

/// What kind of file a text is that begins as no mapping in YAML does.
fn kind_by_form(text: &str) -> Option<&'static str> {
    form_of_text(text).map(|form| match form {
        ForeignFormat::Nginx => "an nginx configuration",
        ForeignFormat::Caddyfile => "a Caddyfile",
        ForeignFormat::Toml => "a TOML file",
    })
}

fn form_of_text(text: &str) -> Option<ForeignFormat> {
    let first = content(text).next()?;
    let is_table = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if first.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(is_table) {
        return Some(ForeignFormat::Toml);
    }
    if first.starts_with('{') || first.ends_with(": {") || !first.ends_with([';', '{']) {
        return None;
    }
    let begins = |line: &str, words: &[&str]| words.iter().any(|word| line.starts_with(word));
    if content(text).any(|line| line.ends_with([';', '{', '}']) && begins(line, &NGINX_DIRECTIVES)) {
        return Some(ForeignFormat::Nginx);
    }
    content(text).any(|line| begins(line, &CADDY_DIRECTIVES)).then_some(ForeignFormat::Caddyfile)
}

/// Whether a text begins with `NAME=value`, which nothing in YAML does.
#[must_use]
pub fn is_environment(text: &str) -> bool {
    let first = content(text).next().unwrap_or_default();
    let name = first.strip_prefix("export ").unwrap_or(first).split_once('=').map(|(name, _)| name.trim_end());
    let is_name = |name: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        !name.is_empty() && name.bytes().all(is_part) && !name.starts_with(|first: char| first.is_ascii_digit())
    };
    name.is_some_and(is_name)
}

/// The lines of a text that are neither empty nor comments, without blanks around them.
fn content(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether a text consists of nothing but keys that Authelia has at its top level, or nearly has: a configuration that
/// is short, or broken. A single key counts only if its name is one that hardly anything else uses.
#[must_use]
pub fn may_be_authelia(text: &str) -> bool {
    let keys: Vec<&str> = keys_of(text).collect();
    let is_telling = keys.len() > 1 || keys.iter().any(|key| key.contains('_'));
    is_telling && keys.iter().all(|key| known_or_meant(key).is_some())
}

/// A top-level key of Authelia's that a text has, or that one of its keys is probably a misspelling of.
#[must_use]
pub fn sign_of_authelia(text: &str) -> Option<&'static str> {
    keys_of(text).find_map(known_or_meant)
}

/// The top-level key that this is, or that was probably meant.
fn known_or_meant(key: &str) -> Option<&'static str> {
    // Distances are slow to compute, and a folder may hold thousands of files.
    let is_near = |known: &&str| known.len().abs_diff(key.len()) <= 2 && known.chars().next() == key.chars().next();
    let mut known = top_level_keys().chain(former_top_level_keys());
    known.find(|known| *known == key).or_else(|| suggestion::nearest(key, top_level_keys().filter(is_near)))
}

/// The keys of the first document that stand as far left as its first one.
fn keys_of(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim_start_matches('\u{feff}');
    let mut column = None;
    let mut begun = false;
    let first_document = text.lines().take_while(move |line| {
        let ends = begun && line.starts_with("---");
        begun |= !line.is_empty() && !line.starts_with(['#', '%', '-', ' ']);
        !ends
    });
    first_document.filter_map(move |line| {
        let here = line.bytes().take_while(|byte| matches!(byte, b' ' | b'{')).count();
        // Most lines are further in, so that is looked at first.
        if column.is_some_and(|column| column != here) {
            return None;
        }
        let content = &line[here..];
        // A line that a template writes has no key.
        if content.is_empty() || content.starts_with(['#', '%', '-']) || line.trim_start().starts_with("{{") {
            return None;
        }
        column = Some(here);
        key(content)
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
    fn files_of_others_are_told_by_their_keys() {
        for (text, kind) in [
            ("services:\n  web: {}\nvolumes: {}\n", Some("a Docker Compose file")),
            ("apiVersion: traefik.io/v1alpha1\nkind: Middleware\n", Some("a Kubernetes manifest")),
            ("http:\n  routers: {}\n", Some("a Traefik configuration")),
            ("location /authz {\n    internal;\n}\n", Some("an nginx configuration")),
            (
                "{\"authsource\": \"generic-oidc\", \"client_id\": \"a\"}",
                Some("Mailcow's own settings, which `--mailcow` reads"),
            ),
            ("# for all\nTZ=Europe/Berlin\n", Some("an environment file without Authelia's variables")),
            ("TZ=Europe/Berlin\nAUTHELIA_THEME=dark\n", None),
            ("services:\n  authelia:\n    environment:\n      AUTHELIA_THEME: dark\n", None),
            ("theme: dark\nacces_control: {}\n", None),
            (
                "# AUTHELIA_ in configuration.yml\nserver {\n    location / { proxy_pass http://a; }\n}\n",
                Some("an nginx configuration"),
            ),
            ("auth.example.com {\n    reverse_proxy authelia:9091\n}\n", Some("a Caddyfile")),
            ("[http.middlewares.authelia.forwardAuth]\naddress = \"a\"\n", Some("a TOML file")),
            ("{\"log\": {}}\n", None),
            ("TZ=Europe/Berlin\n", Some("an environment file without Authelia's variables")),
            (
                "kind: ConfigMap\napiVersion: v1\ndata:\n  nginx.conf: |\n    server {\n      listen 80;\n    }\n  configuration.yml: |\n    log: {}\n",
                None,
            ),
            ("http: {}\naccess_control: {}\n", None),
            ("users:\n  ada:\n    password: x\n", None),
        ] {
            assert_eq!(other_kind(text), kind, "{text}");
        }
    }

    #[test]
    fn short_and_broken_configurations_may_be_authelias() {
        for text in ["theme: dark\nacces_control:\n  x: 1\n", "acces_control: {}\n", "theme: [\nlog: {\n"] {
            assert!(may_be_authelia(text), "{text}");
        }
        for text in ["", "server:\n  port: 1\n", "server: {}\nspring: {}\n", "repos: []\n"] {
            assert!(!may_be_authelia(text), "{text}");
        }
        assert_eq!(sign_of_authelia("server: {}\nspring: {}\n"), Some("server"));
        assert_eq!(sign_of_authelia("repos: []\n"), None);
    }

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
            "{{ ansible_managed | comment }}\ntheme: dark\nserver:\n  address: x\nlog: {}\n",
        ] {
            assert!(looks_like_authelia(text), "{text}");
        }
    }

    #[test]
    fn a_users_database_has_users_with_display_names() {
        for text in ["users:\n  ada:\n    displayname: Ada\n", "x-a: 1\nusers: {ada: {password: x, displayname: A}}\n"]
        {
            assert!(is_users_database(text) && looks_like_authelia(text), "{text}");
        }
        for text in ["users:\n  ada: {}\n", "# AUTHELIA_\nusers:\n  - displayname: Ada\n", "users:\n"] {
            assert!(is_users_database(text) && !looks_like_authelia(text), "{text}");
        }
        assert!(!is_users_database("users: {}\ngroups: {}\n") && !is_users_database(""));
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
