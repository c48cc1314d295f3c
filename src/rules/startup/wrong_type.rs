//! `wrong-type`; see the rule's page for what, why and examples.

use crate::config::{BOOLEAN, Expected, NETWORK};
use crate::rules::prelude::*;
use crate::text::Span;

pub(super) static RULE: Rule = rule!("wrong-type", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::WrongType { place, found, expects, reason, advice, meant } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        let because = reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        reporter
            .report(*place, format!("`{path}` is not {}{because}", expects.what))
            .label(label(found, *expects))
            .help(advice.clone().unwrap_or_else(|| help(found, *expects)))
            .also_at(named_networks(*expects, context), "defined networks")
            .fix(match meant {
                Some(meant) => Some(Fix::safe(Change::set(*place, *meant))),
                // It is unknown which of the two was meant, and every boolean option has a default.
                None if *expects == BOOLEAN => Some(Fix::unsafe_(Change::remove(*place))),
                None => context.fresh_digest(*place).map(Fix::unsafe_),
            });
    }
}

/// The definitions of named networks, for an option that accepts their names.
fn named_networks(expects: Expected, context: &Context<'_>) -> Option<Span> {
    let networks = context.config.root.definitions.network.place;
    (expects == NETWORK && networks.given).then_some(networks.key_or_value())
}

fn label(found: &str, expects: Expected) -> String {
    if found == "a string" { format!("not {}", expects.what) } else { format!("{found}, not {}", expects.what) }
}

fn help(found: &str, expects: Expected) -> String {
    match (found, expects.what) {
        ("a date", "a string") => "put it in quotes".to_owned(),
        _ => format!("write {}", expects.write),
    }
}
