//! The environment variables that set Authelia's options (`ToEnvironmentKey` in `internal/configuration`, v4.39.20).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Configuration;
use super::section::{Field, Section as _, Shape};

/// What the name of each variable begins with.
pub(crate) const VARIABLE_PREFIX: &str = "AUTHELIA_";

/// The option that a variable sets, such as `server.address` by `AUTHELIA_SERVER_ADDRESS`.
pub(crate) fn option_of_variable(name: &str) -> Option<&'static str> {
    static OPTIONS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let mut options = HashMap::new();
        add("", Configuration::FIELDS, &mut options);
        options
    });
    OPTIONS.get(name.strip_prefix(VARIABLE_PREFIX)?).map(String::as_str)
}

/// Adds the options of a section that one variable can set; sections are few and not nested deeply.
fn add(section: &str, fields: &[Field], options: &mut HashMap<String, String>) {
    for field in fields {
        let option = match (section, field.key) {
            (section, "") => section.to_owned(),
            ("", key) => key.to_owned(),
            (section, key) => format!("{section}.{key}"),
        };
        match field.shape {
            Shape::Scalar | Shape::List(Shape::Scalar) => {
                options.insert(option.replace('.', "_").to_uppercase(), option);
            }
            Shape::Section(fields) => add(&option, fields, options),
            Shape::List(_) | Shape::Map(_) => {}
        }
    }
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
    }
}
