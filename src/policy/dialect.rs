//! The language of policies: the Common Expression Language over the configuration, with fewer types and functions.

use std::sync::{Arc, LazyLock};

use crate::cel::{Dialect, Functions, TEXT_FUNCTIONS, Type, Variables};
use crate::config::view;
use crate::config::{Client, Config};

use super::Scope;

/// The ways of calling each function and operator, besides [`TEXT_FUNCTIONS`].
#[rustfmt::skip]
const FUNCTIONS: &[(&str, &[&str])] = &[
    // Operators.
    ("_?_:_", &["(bool, A, A) -> A"]),
    ("!_", &["(bool) -> bool"]),
    ("-_", &["(int) -> int"]),
    ("_+_", &["(int, int) -> int", "(string, string) -> string", "(list(A), list(A)) -> list(A)"]),
    ("_-_", &["(int, int) -> int"]),
    ("_*_", &["(int, int) -> int"]),
    ("_/_", &["(int, int) -> int"]),
    ("_%_", &["(int, int) -> int"]),
    ("_==_", &["(bool, bool) -> bool", "(int, int) -> bool", "(string, string) -> bool", "(list(A), list(A)) -> bool"]),
    ("_!=_", &["(bool, bool) -> bool", "(int, int) -> bool", "(string, string) -> bool", "(list(A), list(A)) -> bool"]),
    ("_<_", &["(int, int) -> bool", "(string, string) -> bool"]),
    ("_<=_", &["(int, int) -> bool", "(string, string) -> bool"]),
    ("_>_", &["(int, int) -> bool", "(string, string) -> bool"]),
    ("_>=_", &["(int, int) -> bool", "(string, string) -> bool"]),
    ("@in", &["(A, list(A)) -> bool", "(A, map(A, B)) -> bool"]),
    ("_[_]", &["(list(A), int) -> A", "(map(A, B), A) -> B"]),
    // Functions.
    ("host", &["string.() -> string"]),
    ("join", &["list(string).(string) -> string"]),
    ("scheme", &["string.() -> string"]),
    ("size", &["string.() -> int", "list(A).() -> int", "map(A, B).() -> int", "(string) -> int", "(list(A)) -> int", "(map(A, B)) -> int"]),
];

/// The language of policies.
pub(super) static POLICIES: LazyLock<Dialect> = LazyLock::new(|| Dialect {
    functions: Functions::read(FUNCTIONS).and(TEXT_FUNCTIONS),
    macros: &["has", "all", "exists", "exists_one", "filter", "map"],
    name: "name",
    optional_values: false,
    mixed_lists: false,
});

static OF_A_CLIENT: LazyLock<Variables> = LazyLock::new(|| {
    let mut variables = Variables::default();
    variables.add("client", of(Client::TYPE));
    variables.add("config", of(Config::TYPE));
    variables
});

static OF_THE_CONFIGURATION: LazyLock<Variables> = LazyLock::new(|| {
    let mut variables = Variables::default();
    variables.add("config", of(Config::TYPE));
    variables.out_of_reach("client", "write `scope = \"client\"`, or look at `config`");
    variables
});

/// The names that a policy may use.
pub(super) fn variables(scope: Scope) -> &'static Variables {
    match scope {
        Scope::Client => &OF_A_CLIENT,
        Scope::Configuration => &OF_THE_CONFIGURATION,
    }
}

/// The type that an option has in an expression.
fn of(option: &'static view::Type) -> Type {
    match option {
        view::Type::Bool => Type::BOOL,
        view::Type::Int | view::Type::Duration => Type::INT,
        view::Type::Text => Type::STRING,
        view::Type::List(items) => Type::list(of(items)),
        view::Type::Map(values) => Type::map(Type::STRING, of(values)),
        view::Type::Section(_) => {
            Type::Section(Arc::new(option.fields().into_iter().map(|(name, field)| (name, of(field))).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signature_can_be_read() {
        for (name, ways) in FUNCTIONS.iter().chain(TEXT_FUNCTIONS) {
            assert_eq!(POLICIES.functions.signatures(name).map(<[_]>::len), Some(ways.len()), "{name}");
        }
    }
}
