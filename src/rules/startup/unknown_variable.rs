//! `unknown-variable`; see the rule's page for what, why and examples.

use crate::config::nearest_variable;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("unknown-variable", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for name in &context.config.variables.unexpected {
        let place = Place { span: name.span, key: None, path: PathId::ROOT, given: true };
        let help = match nearest_variable(&name.text) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "name it after the option, as `AUTHELIA_SESSION_NAME` for `session.name`; list items cannot be set this way"
                    .to_owned()
            }
        };
        reporter
            .report(place, "this variable does not match any Authelia option and is ignored")
            .label("unknown variable")
            .help(help);
    }
}
