//! `guessable-client-secret`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("guessable-client-secret", Check::Client(check));

/// Common placeholders. `documentation-client-secret` covers the secret from the documentation.
const PLACEHOLDERS: [&str; 5] = ["secret", "client_secret", "password", "changeme", "authelia"];

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    // A public client must not have any secret, which other rules report.
    if client.public.is_true() || !is_guessable(client, context) {
        return;
    }
    reporter
        .report(client.client_secret.place, "this client secret is among the first that an attacker would try")
        .label("easy to guess")
        .help(
            "generate a random secret with `authelia crypto hash generate pbkdf2 --variant sha512 --random`, and write \
             its digest here",
        );
}

/// Whether the client secret is easy to guess.
pub(super) fn is_guessable(client: &Client, context: &Context<'_>) -> bool {
    let Some(digest) = client.client_secret.written().and_then(ClientSecret::digest) else { return false };
    // Verifying one guess costs as much as a login.
    let affordable = context.deep && !matches!(digest.strength(), Strength::Slow { .. });
    if !digest.is_plaintext() && !affordable {
        return false;
    }
    let own =
        [client.client_id.text(), client.client_name.text()].into_iter().flatten().filter(|name| !name.is_empty());
    context.guesses.fit(digest, &own.chain(PLACEHOLDERS).collect::<Vec<_>>())
}
