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
                "name it after the option: `session.name` is `AUTHELIA_SESSION_NAME`; lists cannot be set in this way"
                    .to_owned()
            }
        };
        reporter
            .report(place, "this variable stands for no option of Authelia, and has no effect")
            .label("no option")
            .help(help);
    }
}
