//! `contradictory-pkce`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("contradictory-pkce", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let (require, method) = (&client.require_pkce, &client.pkce_challenge_method);
    let (Some(false), Some(name)) = (require.written(), method.written().filter(|name| !name.is_empty())) else {
        return;
    };
    // If the application does not use PKCE, the login fails: `pkce-mismatch` reports that.
    let never_sent = context.facts(client).and_then(|facts| facts.pkce.as_ref()).is_some_and(|fact| fact.is.is_empty());
    if never_sent {
        return;
    }
    reporter
        .report(require.place, "`require_pkce: false` has no effect, because `pkce_challenge_method` enforces PKCE")
        .label("ignored")
        .also(method.span(), "enforces PKCE")
        .help(format!(
            "write `require_pkce: true` if the application uses PKCE; otherwise remove `pkce_challenge_method: '{name}'`"
        ));
}
