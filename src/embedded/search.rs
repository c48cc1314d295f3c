//! Where in a file of another kind Authelia's configuration stands: told by what it looks like, wherever it is.

use crate::document::{Entry, Kind, NodeId, Tree};
use crate::embedded::detect;

use super::environment;

/// Something in a document that Authelia's configuration is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConfigurationPart {
    /// A mapping of Authelia's options.
    Options(NodeId),
    /// The options of the Authelia chart, which makes the configuration of them.
    Chart(NodeId),
    /// A list of client registrations by itself.
    Clients(NodeId),
    /// A text that is a configuration.
    Text(NodeId),
    /// A text that is a users database.
    UsersDatabase(NodeId),
    /// A text in base64, which may be a configuration.
    Encoded(NodeId),
    /// Variables that Authelia reads.
    Environment(NodeId),
}

/// What is known of a node from what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    /// It is the value of `configMap`, which is what the Authelia chart calls its options.
    ConfigMap,
    /// It is the `data` of a Kubernetes Secret.
    Data,
    /// It is a value in there.
    Value,
    /// It is in a container or a service that runs Authelia.
    OfAuthelia,
}

/// Sections and an option of each that only Authelia has together.
const TELLING: [(&str, &[&str]); 5] = [
    ("identity_providers", &["oidc"]),
    ("access_control", &["default_policy", "rules"]),
    ("authentication_backend", &["file", "ldap", "password_reset", "password_change", "refresh_interval"]),
    ("identity_validation", &["reset_password", "elevated_session"]),
    ("session", &["cookies"]),
];

/// Options of a client of which at least one is beside its `client_id`.
const OF_A_CLIENT: [&str; 4] = ["redirect_uris", "authorization_policy", "token_endpoint_auth_method", "consent_mode"];

/// The places in a document, in order. What stands within a place is not searched.
pub(super) fn search(tree: &Tree, root: NodeId) -> Vec<ConfigurationPart> {
    let mut places = Vec::new();
    let mut waiting = vec![(root, Around::Nothing)];
    while let Some((node, around)) = waiting.pop() {
        match place(tree, node, around) {
            Some(place) => places.push(place),
            None => waiting.extend(below(tree, node, around).into_iter().rev()),
        }
    }
    places
}

/// What a node is by itself. An alias is nothing: what it stands for was found where it is written.
fn place(tree: &Tree, node: NodeId, around: Around) -> Option<ConfigurationPart> {
    match &tree[node].kind {
        Kind::Mapping { .. } | Kind::Sequence { .. } if is_environment(tree, node, around) => {
            Some(ConfigurationPart::Environment(node))
        }
        Kind::Mapping { .. } if is_options(tree, node) && around == Around::ConfigMap => {
            Some(ConfigurationPart::Chart(node))
        }
        Kind::Mapping { .. } if is_options(tree, node) => Some(ConfigurationPart::Options(node)),
        Kind::Sequence { items, .. } if items.iter().any(|item| is_client(tree, *item)) => {
            Some(ConfigurationPart::Clients(node))
        }
        Kind::Text(_) if is_encrypted(tree, node) => None,
        Kind::Text(_) if around == Around::Value && !tree[node].unknown => Some(ConfigurationPart::Encoded(node)),
        Kind::Text(text) if text.contains('\n') && detect::is_authelia(text) => Some(ConfigurationPart::Text(node)),
        Kind::Text(text) if text.contains('\n') && is_users_database(text) => {
            Some(ConfigurationPart::UsersDatabase(node))
        }
        _ => None,
    }
}

fn is_users_database(text: &str) -> bool {
    detect::is_users_database(text) && detect::is_certainly_users_database(text)
}

fn below(tree: &Tree, node: NodeId, around: Around) -> Vec<(NodeId, Around)> {
    match &tree[node].kind {
        Kind::Sequence { items, .. } => items.iter().map(|item| (*item, Around::Nothing)).collect(),
        Kind::Mapping { entries, .. } => {
            let is_secret = tree.get(node, "kind").is_some_and(|kind| is_text(tree, kind.value, "Secret"));
            let runs_authelia = runs_authelia(tree, node);
            let around = |entry: &Entry| match tree.key_text(entry.key) {
                _ if around == Around::Data => Around::Value,
                "data" if is_secret => Around::Data,
                "configMap" => Around::ConfigMap,
                _ if runs_authelia => Around::OfAuthelia,
                _ => Around::Nothing,
            };
            let own = entries.iter().filter(|entry| !entry.merged);
            own.map(|entry| (entry.value, around(entry))).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a node holds variables that Authelia reads: by their names, or because Authelia is what runs there.
fn is_environment(tree: &Tree, node: NodeId, around: Around) -> bool {
    environment::is_environment(tree, node)
        || around == Around::OfAuthelia && environment::has_variable(tree, node, environment::begins_like_authelias)
}

/// Whether a container or a service runs Authelia, by its image or its name.
fn runs_authelia(tree: &Tree, node: NodeId) -> bool {
    let text = |key: &str| match &tree[tree.resolve(tree.get(node, key)?.value)].kind {
        Kind::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let is_image =
        |image: &str| image.rsplit('/').next().is_some_and(|name| name.split(['@', ':']).next() == Some("authelia"));
    text("image").is_some_and(is_image) || text("container_name") == Some("authelia")
}

/// Whether a mapping holds Authelia's options.
pub(super) fn is_options(tree: &Tree, node: NodeId) -> bool {
    TELLING.iter().any(|(section, options)| {
        let section = tree.get(node, section).map(|entry| entry.value);
        section.is_some_and(|section| options.iter().any(|option| tree.get(section, option).is_some()))
    })
}

fn is_client(tree: &Tree, node: NodeId) -> bool {
    tree.get(node, "client_id").is_some() && OF_A_CLIENT.iter().any(|option| tree.get(node, option).is_some())
}

fn is_text(tree: &Tree, node: NodeId, expected: &str) -> bool {
    matches!(&tree[tree.resolve(node)].kind, Kind::Text(text) if text == expected)
}

/// Whether Ansible has encrypted a value.
pub(super) fn is_encrypted(tree: &Tree, node: NodeId) -> bool {
    tree[node].tag().is_some_and(|tag| tag.starts_with("!vault"))
}
