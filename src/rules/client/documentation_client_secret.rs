//! `documentation-client-secret`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("documentation-client-secret", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    // The secret of a public client has to go, whatever it is.
    if client.public.is_true() || !is_documented(client, context) {
        return;
    }
    reporter
        .report(client.client_secret.place, "everybody knows this client secret: it is in Authelia's documentation")
        .label("the documentation's own")
        .help(
            "make a secret of your own with `authelia crypto hash generate pbkdf2 --variant sha512 --random`, and write \
             its digest here",
        );
}

/// Whether the secret of a client is the documentation's own.
pub(super) fn is_documented(client: &Client, context: &Context<'_>) -> bool {
    let Some(digest) = client.client_secret.written().and_then(ClientSecret::digest) else { return false };
    let deep = context.deep && !matches!(digest.strength(), Strength::Slow { .. });
    digest.is_documented() || deep && digest.fits_documentation()
}
