//! The environment variables that set Authelia's options (`helpers.go`, `sources.go` and `koanf_callbacks.go` in
//! `internal/configuration`, v4.39.20).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::{Kind, NodeId, Tree, VariableName};
use crate::text::Span;
use crate::text::suggestion::nearest;

use super::Configuration;
use super::former_keys::mapped_keys;
use super::section::{Field, Section as _, Shape};

/// What the name of each variable begins with.
pub(crate) const VARIABLE_PREFIX: &str = "AUTHELIA_";

/// The options by the names of their variables without the prefix; former ones, too.
static OPTIONS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut options: HashMap<_, _> = mapped_keys().map(|old| (bare_name(old), old.to_owned())).collect();
    add("", Configuration::FIELDS, &mut options);
    options
});

/// The name of the variable of an option without the prefix.
fn bare_name(option: &str) -> String {
    option.replace('.', "_").to_uppercase()
}

/// The option that a variable sets, such as `server.address` by `AUTHELIA_SERVER_ADDRESS`.
pub(crate) fn option_of_variable(name: &str) -> Option<&'static str> {
    OPTIONS.get(name.strip_prefix(VARIABLE_PREFIX)?).map(String::as_str)
}

/// Whether a variable sets an option of today that is not secret.
pub(crate) fn is_plain_variable(name: &str) -> bool {
    static ROOT: Shape = Shape::Section(Configuration::FIELDS);
    let option = option_of_variable(name);
    let shape = option.and_then(|option| option.split('.').try_fold(&ROOT, Shape::at_key));
    shape.is_some_and(|shape| !matches!(shape, Shape::Secret))
}

/// Whether a variable is one that Authelia reads, and hardly anything else does: many variables of former options are short,
/// such as `AUTHELIA_HOST`.
pub(crate) fn is_telling_variable(name: &str) -> bool {
    // In bytes, without the prefix.
    const MIN_LENGTH: usize = 16;
    let is_long = |option: &str| option.contains('.') && option.len() >= MIN_LENGTH;
    let is_current = |option: &str| is_long(option) || !mapped_keys().any(|old| old == option);
    option_of_variable(name).is_some_and(is_current) || option_of_secret_file(name).is_some()
}

/// Whether a variable is one that Authelia of today reads, or was certainly meant to be: all but one or two letters of a
/// long name are right.
pub(crate) fn is_meant_for_authelia(name: &str) -> bool {
    is_telling_variable(name) || is_nearly_current(name)
}

fn is_nearly_current(name: &str) -> bool {
    // Shorter ones may well be something else.
    const MIN_LENGTH: usize = 12;
    let Some(bare) = name.strip_prefix(VARIABLE_PREFIX) else { return false };
    let bare = bare.strip_suffix("_FILE").unwrap_or(bare);
    let most = if bare.len() < 16 { 1 } else { 2 };
    let is_near = |(variable, option): (&String, &String)| {
        option.contains('.')
            && variable.len().abs_diff(bare.len()) <= most
            && strsim::osa_distance(variable, bare) <= most
            && is_telling_variable(&variable_of_option(option))
    };
    bare.len() >= MIN_LENGTH && OPTIONS.iter().any(is_near)
}

/// The option whose secret is in the file that a variable names, such as `session.secret` for
/// `AUTHELIA_SESSION_SECRET_FILE`.
pub(crate) fn option_of_secret_file(name: &str) -> Option<&'static str> {
    const EXCEPTIONS: [&str; 3] = ["server.tls.key", "authentication_backend.disable_reset_password", "tls_key"];
    const ENDS: [&str; 5] = ["key", "secret", "password", "token", "certificate_chain"];
    let option = option_of_variable(name.strip_suffix("_FILE")?)?;
    let is_secret = ENDS.iter().any(|end| option.ends_with(end))
        && !EXCEPTIONS.contains(&option)
        && !option.starts_with("identity_providers.oidc.lifespans.");
    is_secret.then_some(option)
}

/// The variable that sets an option.
fn variable_of_option(option: &str) -> String {
    format!("{VARIABLE_PREFIX}{}", bare_name(option))
}

/// The variable that names a file for the secret of an option. Returns `None` if there is none.
pub(crate) fn variable_of_secret_file(option: &str) -> Option<String> {
    let variable = format!("{}_FILE", variable_of_option(option));
    option_of_secret_file(&variable).is_some_and(|other| other == option).then_some(variable)
}

/// The variable that sets another option in the way in which one sets its own: by a file if that one names a file.
pub(crate) fn variable_like(name: &str, option: &str) -> String {
    let names_file = option_of_secret_file(name).is_some();
    variable_of_secret_file(option).filter(|_| names_file).unwrap_or_else(|| variable_of_option(option))
}

/// The variable of Authelia that a misspelt name most likely stands for.
pub(crate) fn nearest_variable(name: &str) -> Option<String> {
    let bare = name.strip_prefix(VARIABLE_PREFIX)?;
    let option = |bare: &str| nearest(bare, OPTIONS.keys().map(String::as_str));
    match bare.strip_suffix("_FILE").and_then(option) {
        Some(option) if option_of_secret_file(&format!("{VARIABLE_PREFIX}{option}_FILE")).is_some() => {
            Some(format!("{VARIABLE_PREFIX}{option}_FILE"))
        }
        _ => option(bare).map(|option| format!("{VARIABLE_PREFIX}{option}")),
    }
}

/// Adds the options of a section that a variable can set; sections are few and not nested deeply.
fn add(section: &str, fields: &[Field], options: &mut HashMap<String, String>) {
    for field in fields {
        let option = match (section, field.key) {
            (section, "") => section.to_owned(),
            ("", key) => key.to_owned(),
            (section, key) => format!("{section}.{key}"),
        };
        match field.shape {
            Shape::Section(fields) => add(&option, fields, options),
            // A list of sections and a mapping take no text, and Authelia tries to read it as one all the same.
            Shape::Scalar | Shape::Secret | Shape::List(_) | Shape::Map(_) => {
                options.insert(bare_name(&option), option);
            }
        }
    }
}

/// What there is to say about the variables of a file besides the options that they set.
#[derive(Debug, Default)]
pub struct Variables {
    /// Those that begin like Authelia's, by where they are named.
    named: HashMap<Span, String>,
    /// Variables that begin like Authelia's and stand for no option.
    pub unexpected: Vec<VariableName>,
    /// Options that a file sets although a variable names a file for their secret: the option, where it is set, the
    /// variable.
    pub twice: Vec<(&'static str, Span, Span)>,
}

impl Variables {
    /// Looks at some variables; `root` is what the files set.
    pub(super) fn look<'a>(names: impl Iterator<Item = &'a VariableName>, tree: &Tree, root: Option<NodeId>) -> Self {
        let mut variables = Self::default();
        for name in names {
            variables.named.insert(name.span, name.text.clone());
            if option_of_variable(&name.text).is_some() {
                continue;
            }
            match option_of_secret_file(&name.text) {
                None => variables.unexpected.push(name.clone()),
                Some(option) => {
                    let given = root.and_then(|root| given(tree, root, option));
                    variables.twice.extend(given.map(|given| (option, given, name.span)));
                }
            }
        }
        variables
    }

    /// The name of the variable that is at `key`.
    #[must_use]
    pub fn named_at(&self, key: Span) -> Option<&str> {
        self.named.get(&key).map(String::as_str)
    }
}

/// Where a text stands under an option, if one does for certain.
fn given(tree: &Tree, root: NodeId, option: &str) -> Option<Span> {
    let value = option.split('.').try_fold(root, |node, key| tree.get(node, key).map(|entry| entry.value))?;
    let node = &tree[tree.resolve(value)];
    (!node.unknown && matches!(&node.kind, Kind::Text(text) if !text.is_empty())).then_some(tree[value].span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_named_after_their_options() {
        assert_eq!(option_of_variable("AUTHELIA_SERVER_ADDRESS"), Some("server.address"));
        assert_eq!(option_of_variable("AUTHELIA_STORAGE_ENCRYPTION_KEY"), Some("storage.encryption_key"));
        assert_eq!(option_of_variable("AUTHELIA_SESSION_SECRET_FILE"), None);
        assert_eq!(option_of_variable("SERVER_ADDRESS"), None);
        assert_eq!(option_of_variable("AUTHELIA_HOST"), Some("host"));
        assert_eq!(option_of_variable("AUTHELIA_SESSION_COOKIES"), Some("session.cookies"));
        assert_eq!(option_of_variable("AUTHELIA_DEFINITIONS_NETWORK"), Some("definitions.network"));
    }

    #[test]
    fn a_misspelt_name_is_told_from_that_of_another_application() {
        for name in [
            "AUTHELIA_SESION_SECRET_FILE",
            "AUTHELIA_DOU_API_SECRET_KEY_FILE",
            "AUTHELIA_STORAGE_ENCRYPTON_KEY",
            "AUTHELIA__SESSION__SECRET",
            "AUTHELIA_NOTIFIER_SMTP_PASWORD",
        ] {
            assert!(is_meant_for_authelia(name), "{name}");
        }
        for name in [
            "AUTHELIA_HOST",
            "AUTHELIA_CLIENT_ID",
            "AUTHELIA_CLIENT_SECRET",
            "AUTHELIA_CLIENT_SECRET_FILE",
            "AUTHELIA_WELLKNOWN_URL",
            "AUTHELIA_SERVER_URL",
            "AUTHELIA_LOGOUT_URL",
            "AUTHELIA_CUSTOM_NAME",
            "AUTHELIA_SECRET_KEY",
            "AUTHELIA_JWT_SECRET",
        ] {
            assert!(!is_meant_for_authelia(name), "{name}");
        }
    }

    #[test]
    fn secrets_may_stand_in_files() {
        assert_eq!(option_of_secret_file("AUTHELIA_SESSION_SECRET_FILE"), Some("session.secret"));
        assert_eq!(option_of_secret_file("AUTHELIA_SERVER_TLS_KEY_FILE"), None);
        assert_eq!(option_of_secret_file("AUTHELIA_SESSION_NAME_FILE"), None);
    }
}
