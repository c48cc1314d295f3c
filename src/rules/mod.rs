//! The rules: one file for each, and the list of them.

mod key_advice;
mod prelude;

use crate::rule::Rule;

/// Declares the modules of the rules and the list of them, from one word for each.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $( mod $module; )*

        /// All rules, in the order of their ids.
        pub static RULES: &[&Rule] = &[$( &$module::RULE ),*];
    };
}

rules! {
    auth_method_mismatch,
    deprecated_key,
    empty_section,
    invalid_name,
    overlooked_key,
    surprising_scalar,
    unknown_key,
    wrong_type,
}

/// The rule of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
