//! `secret-given-twice`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("secret-given-twice", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for (key, written, variable) in &context.config.variables.twice {
        let place = Place { span: *written, key: None, path: PathId::ROOT, given: true };
        reporter
            .report(place, format!("`{key}` is set both here and by a secret file"))
            .label("set here")
            .also(*variable, "sets it from a file")
            .help("remove the option here; the file is the safer place for a secret");
    }
}
