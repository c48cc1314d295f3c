//! The rules: one file per rule, in folders by subject.

mod access_control;
mod app;
mod client;
mod comments;
mod key_advice;
mod prelude;
mod provider;
mod proxy;
pub mod renamed;
mod slips;
mod startup;
mod users;
mod wording;

use std::sync::LazyLock;

use crate::lint::Rule;

pub use renamed::renamed;

/// All rules, sorted by id.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let folders = [
        access_control::RULES,
        app::RULES,
        client::RULES,
        comments::RULES,
        provider::RULES,
        proxy::RULES,
        startup::RULES,
        users::RULES,
    ];
    let mut rules = folders.concat();
    rules.sort_unstable_by_key(|rule| rule.id);
    rules
});

/// Returns the rule with this id, or `None` if there is none.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
