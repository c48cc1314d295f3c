//! `path-as-secret`; see the rule's page for what, why and examples.

use crate::config::variable_of_secret_file;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("path-as-secret", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for problem in &context.config.problems {
        let Problem::PathAsSecret { place } = problem else { continue };
        let path = context.config.paths.spell(place.path);
        let help = match variable_of_secret_file(&path) {
            Some(variable) => {
                format!(
                    "remove the option and set the environment variable `{variable}` to this path, or write `{{{{ secret \"<path>\" }}}}`"
                )
            }
            None => "write `{{ secret \"<path>\" }}`".to_owned(),
        };
        reporter
            .report(*place, format!("this path is used literally as `{path}`: Authelia does not read the file"))
            .label("looks like a path")
            .help(format!("{help} and start Authelia with `--config.experimental.filters template`"));
    }
}
