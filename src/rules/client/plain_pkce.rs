//! `plain-pkce`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("plain-pkce", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let method = &client.pkce_challenge_method;
    let Some(provider) = context.provider().filter(|_| method.is("plain")) else {
        return;
    };
    // If the application does not use PKCE, the login fails anyway: `pkce-mismatch` reports that.
    if context.facts(client).and_then(|facts| facts.pkce.as_ref()).is_some_and(|fact| fact.is.is_empty()) {
        return;
    }
    let enable = &provider.enable_pkce_plain_challenge;
    let disabled = enable.is_false() && (enable.place.given || context.config.absent_is_absent());
    let message = if disabled {
        "every login fails (invalid_request): the client accepts only `plain` challenges, but the provider rejects them"
    } else {
        "a `plain` challenge is the verifier itself, so PKCE does not protect against anyone who sees the request"
    };
    let finding = reporter
        .report(method.place, message)
        .label("the only accepted challenge method")
        .help("write `pkce_challenge_method: 'S256'`");
    if disabled {
        finding.effect(Effect::Login).severity(Severity::Error);
    }
}
