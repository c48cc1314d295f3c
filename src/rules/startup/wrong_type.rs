//! `wrong-type`; see the rule's page for what, why and examples.

use crate::config::{BOOLEAN, NETWORK};
use crate::rules::prelude::*;
use crate::text::Span;

pub(super) static RULE: Rule = rule!("wrong-type", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::WrongType { place, found, expects, reason, advice, meant } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        let because = reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        reporter
            .report(*place, format!("`{path}` must be {expects}{because}"))
            .label(format!("{found} that cannot be read as {expects}"))
            .help(advice.clone().unwrap_or_else(|| help(found, expects)))
            .also_at(named_networks(expects, context), "the networks that have a name")
            .fix(match meant {
                Some(meant) => Some(Fix::safe(Change::set(*place, *meant))),
                // What was meant cannot be told, and every switch has a default.
                None if *expects == BOOLEAN => Some(Fix::unsafe_(Change::remove(*place))),
                None => context.fresh_digest(*place).map(Fix::unsafe_),
            });
    }
}

/// Where networks get their names, where a name may stand.
fn named_networks(expects: &str, context: &Context<'_>) -> Option<Span> {
    let networks = context.config.root.definitions.network.place;
    (expects == NETWORK && networks.given).then_some(networks.key_or_value())
}

fn help(found: &str, expects: &str) -> String {
    match (found, expects) {
        ("a date", "a text") => "put it in quotes".to_owned(),
        _ => format!("write {expects}"),
    }
}
