//! `invalid-user-password`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::text::Secret;

pub(super) static RULE: Rule = rule!("invalid-user-password", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for user in context.config.users_databases.iter().flat_map(|database| &database.users) {
        let Some(password) = user.password.written().map(Secret::expose).filter(|text| !text.is_empty()) else {
            continue;
        };
        let Err(problem) = digest::decode_password(password) else { continue };
        let is_digest_within =
            password.split_whitespace().any(|word| word.starts_with('$') && word.matches('$').count() > 2);
        let (what, help) = match problem {
            DigestError::Scheme if !password.starts_with('$') && is_digest_within => {
                ("text before the digest", "remove everything before the first `$`")
            }
            DigestError::Scheme if !password.starts_with(['$', '{']) => (
                "not a digest",
                "generate a digest with `authelia crypto hash generate argon2`, and copy it from its first `$` on",
            ),
            _ => ("not a valid digest", "generate it again with `authelia crypto hash generate argon2`"),
        };
        let reason = match what {
            "not a digest" => "it does not start with `$`".to_owned(),
            "text before the digest" => "text precedes the `$`".to_owned(),
            _ => problem.to_string(),
        };
        reporter
            .report(user.password.place, format!("the password of `{}` is not a digest: {reason}", user.name.text))
            .label(what)
            .help(help);
    }
}
