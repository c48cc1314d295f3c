//! `client-secret-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("client-secret-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, .. } = registration;
    let Some(deployment) = registration.deployment else {
        return;
    };
    let (Some(sent), Some(registered)) = (&deployment.client_secret, client.client_secret.written()) else {
        return;
    };
    // One that cannot be decoded, or not be checked here, is not known to differ.
    let fits = registered.digest().and_then(|digest| digest.verify(sent.value.expose().as_bytes()).ok());
    if fits != Some(false) {
        return;
    }
    let name = &app.name;
    reporter
        .report(
            client.client_secret.place,
            format!("{name}'s login fails at the token endpoint (invalid_client): its secret is another one"),
        )
        .label("does not fit the secret in the application's settings")
        .recognised(registration)
        .help(format!("write the digest of {name}'s secret, made by `authelia crypto hash generate pbkdf2`"))
        .also_at(deployment.span(sent), "this secret is sent")
        .fix(Fix::unsafe_(Change::Digest { place: client.client_secret.place, secret: sent.value.clone() }))
        .proof(format!("the secret in {} was compared with the digest", deployment.file(sent)));
}
