//! `ignored-key`; see the rule's page for what, why and examples.

use crate::rules::key_advice::{advice, decides_access, renaming};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("ignored-key", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::UnknownKey { place, name, section, known, overlooked: true, .. } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        let renaming = renaming(*place, &path, name, known);
        if renaming.is_some() && replaces_an_expression(*section, context) {
            continue;
        }
        reporter
            .report_key(*place, format!("`{path}` is not an Authelia option and is silently ignored"))
            .label("this key has no effect")
            .help(advice(&path, name, known).to_string())
            // The option takes effect only once it is renamed, and may then grant access.
            .fix(renaming.filter(|_| !decides_access(&path)).map(|fix| Fix { safety: Safety::Unsafe, ..fix }));
    }
}

/// Whether `invalid-definition` reports the key: a user attribute without an expression prevents Authelia from starting.
fn replaces_an_expression(section: PathId, context: &Context<'_>) -> bool {
    let attributes = &context.config.root.definitions.user_attributes.entries;
    attributes.iter().any(|(_, attribute)| attribute.place.path == section && attribute.lacks_expression())
}
