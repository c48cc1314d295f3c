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
                .report_key(*place, format!("`{list}` is a list, and its items have no names"))
                .label("read as an option of the first item")
                .help(format!("write `- ` in place of `{name}:`, and the same for each further item"));
            continue;
        }
        reporter
            .report_key(*place, format!("`{path}` is no option of Authelia"))
            .label("no such option here")
            .help(advice(&path, name, known))
            .fix(renaming(*place, &path, name, known).or_else(|| removal(*place, &path, name, known)));
    }
}
