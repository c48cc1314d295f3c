//! `overridden-option`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("overridden-option", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for Overridden { key, earlier, later } in &context.config.overridden {
        let place = Place { span: *earlier, key: None, path: PathId::ROOT, given: true };
        reporter
            .report(place, format!("this `{key}` has no effect: a later source sets it to another value"))
            .label("read first")
            .also(*later, "read later, takes effect")
            .help("remove one of the two");
    }
}
