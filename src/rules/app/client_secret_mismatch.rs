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
    // A digest that cannot be decoded or verified is not known to differ.
    let fits = registered.digest().and_then(|digest| digest.verify(sent.value.expose().as_bytes()).ok());
    if fits != Some(false) {
        return;
    }
    let name = &app.name;
    if is_digest(sent.value.expose()) {
        reporter
            .report(
                client.client_secret.place,
                format!("{name}'s login fails at the token endpoint (invalid_client): {name} sends a digest instead of the secret"),
            )
            .label("the digest belongs here")
            .recognised(registration)
            .help(format!("in {name}'s settings, write the secret that the digest was generated from"))
            .also_at(deployment.span(sent), "the secret belongs here")
            .in_setting(&sent.name, deployment.span(sent))
            .proof(format!("the secret in {} has the format of a digest", deployment.file(sent)));
        return;
    }
    reporter
        .report(
            client.client_secret.place,
            format!("{name}'s login fails at the token endpoint (invalid_client): {name} sends a different secret"),
        )
        .label(format!("does not match the secret in {name}'s settings"))
        .recognised(registration)
        .help(format!("write the digest of {name}'s secret, generated with `authelia crypto hash generate pbkdf2`"))
        .also_at(deployment.span(sent), "the secret that is sent")
        .fix(Fix::unsafe_(Change::Digest { place: client.client_secret.place, secret: sent.value.clone() }))
        .proof(format!("the secret in {} was compared with the digest", deployment.file(sent)));
}

/// Whether a secret has the format of a digest. Nobody chooses such a secret.
fn is_digest(secret: &str) -> bool {
    secret.starts_with('$') && crate::crypto::digest::decode(secret).is_ok()
}
