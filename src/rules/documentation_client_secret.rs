//! `documentation-client-secret`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("documentation-client-secret", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, findings: &mut Findings<'_>) {
    let secret = &client.client_secret;
    let Some(digest) = secret.written().and_then(ClientSecret::digest) else {
        return;
    };
    let deep = context.settings.deep && !matches!(digest.strength(), Strength::Slow { .. });
    if !(digest.is_documented() || deep && digest.fits_documentation()) {
        return;
    }
    findings
        .report(secret.place, "everybody knows this client secret: it stands in Authelia's documentation")
        .label("the documentation's own")
        .help("make a secret of your own: `authelia crypto hash generate pbkdf2 --variant sha512 --random`");
}
