//! `unknown-user-key`; see the rule's page for what, why and examples.

use super::{REQUIRED, misspelt};
use crate::config::users::USER_KEYS;
use crate::rules::prelude::*;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("unknown-user-key", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for user in context.config.users_databases.iter().flat_map(|database| &database.users) {
        // The finding about the required key points at it.
        let is_reported = |key: &Name| REQUIRED.iter().any(|required| misspelt(user, required) == Some(key));
        for key in user.ignored.iter().filter(|key| !is_reported(key)) {
            let near = nearest(&key.text, USER_KEYS);
            reporter
                .report(
                    Place { span: key.span, ..user.place },
                    format!("Authelia ignores `{}` in a users database", key.text),
                )
                .label("unknown key")
                .help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "remove it, or define it as an extra attribute and write it below `extra`".to_owned(),
                });
        }
    }
}
