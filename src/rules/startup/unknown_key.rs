//! `unknown-key`; see the rule's page for what, why and examples.

use crate::rules::key_advice::{advice, removal, renaming};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unknown-key", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::UnknownKey { place, name, known, overlooked: false, names_item, .. } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        if *names_item {
            let list = path.rsplit_once('[').map_or(path.as_str(), |(list, _)| list);
            reporter
                .report_key(*place, format!("`{list}` is a list, so its items cannot have names"))
                .label("read as an option of the first item")
                .help(format!("write `- ` instead of `{name}:`, and do the same for every other item"));
            continue;
        }
        reporter
            .report_key(*place, format!("`{path}` is not an Authelia option"))
            .label("unknown option")
            .help(advice(&path, name, known).to_string())
            .fix(renaming(*place, &path, name, known).or_else(|| removal(*place, &path, name, known)));
    }
}
