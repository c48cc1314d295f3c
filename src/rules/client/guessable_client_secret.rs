//! `guessable-client-secret`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("guessable-client-secret", Check::Client(check));

/// What people write for the time being. The documentation's own secret has a rule of its own.
const FIRST_TRIED: [&str; 5] = ["secret", "client_secret", "password", "changeme", "authelia"];

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    // The secret of a public client has to go, whatever it is.
    if client.public.is_true() || !is_guessable(client, context) {
        return;
    }
    reporter
        .report(client.client_secret.place, "the client secret is among the first that anybody tries")
        .label("easy to guess")
        .help(
            "make a random secret with `authelia crypto hash generate pbkdf2 --variant sha512 --random`, and write its \
             digest here",
        );
}

/// Whether the secret of a client is easy to guess.
pub(super) fn is_guessable(client: &Client, context: &Context<'_>) -> bool {
    let Some(digest) = client.client_secret.written().and_then(ClientSecret::digest) else { return false };
    // Each guess costs as much as a login.
    let affordable = context.deep && !matches!(digest.strength(), Strength::Slow { .. });
    if !digest.is_plaintext() && !affordable {
        return false;
    }
    let own =
        [client.client_id.text(), client.client_name.text()].into_iter().flatten().filter(|name| !name.is_empty());
    own.chain(FIRST_TRIED).any(|guess| digest.verify(guess.as_bytes()) == Ok(true))
}
