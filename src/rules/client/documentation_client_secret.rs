//! `documentation-client-secret`; see the rule's page for what, why and examples.

use crate::crypto::digest::DOCUMENTED_SECRET;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("documentation-client-secret", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    // A public client must not have any secret, which other rules report.
    if client.public.is_true() || !is_documented(client, context) {
        return;
    }
    reporter
        .report(client.client_secret.place, "this client secret is public: it is the example from Authelia's documentation")
        .label("example secret")
        .help(
            "generate a new secret with `authelia crypto hash generate pbkdf2 --variant sha512 --random`, and write its \
             digest here",
        );
}

/// Whether the client secret is the example from Authelia's documentation.
pub(super) fn is_documented(client: &Client, context: &Context<'_>) -> bool {
    let Some(digest) = client.client_secret.written().and_then(ClientSecret::digest) else { return false };
    let deep = context.deep && !matches!(digest.strength(), Strength::Slow { .. });
    digest.is_documented() || deep && context.guesses.fit(digest, &[DOCUMENTED_SECRET])
}
