//! `plaintext-client-secret`; see the rule's page for what, why and examples.

use super::documentation_client_secret::is_documented;
use super::guessable_client_secret::is_guessable;
use crate::config::is_path;
use crate::rules::prelude::*;
use crate::text::Secret;

pub(super) static RULE: Rule = rule!("plaintext-client-secret", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let secret = &client.client_secret;
    let Some((text, digest)) = secret.written().and_then(|text| Some((text.expose(), text.digest()?))) else {
        return;
    };
    // `path-as-secret` reports a path.
    if !digest.is_plaintext() || needs_the_secret_itself(client) || is_path(text) {
        return;
    }
    // Other rules report a secret that must be replaced or removed.
    if client.public.is_true() || is_documented(client, context) || is_guessable(client, context) {
        return;
    }
    reporter
        .report(secret.place, "client secret is stored in plain text: anyone who can read this file can use it")
        .label("not a digest")
        .help(
            "write a digest generated with `authelia crypto hash generate pbkdf2 --variant sha512`; \
             the application keeps the secret itself",
        )
        .fix(Fix::unsafe_(Change::Digest {
            place: secret.place,
            secret: Secret::new(text.strip_prefix("$plaintext$").unwrap_or(text).to_owned()),
        }));
}

/// Whether Authelia must know the secret itself because it signs or encrypts (`client_secret_jwt`, and the HMAC
/// algorithms of JSON Web Tokens).
fn needs_the_secret_itself(client: &Client) -> bool {
    let may_need = |value: &Value<String>, needs: fn(&str) -> bool| value.known().is_none_or(|text| needs(text));
    client.auth_methods().iter().any(|(_, method)| may_need(method, |method| method == "client_secret_jwt"))
        || may_need(&client.request_object_signing_alg, |algorithm| algorithm.starts_with("HS"))
        || client.answers().iter().any(|answer| {
            answer.signed_alg.known().is_none()
                || answer.is_signed_by_the_secret()
                || answer.encrypted_alg.known().is_none()
                || answer.is_encrypted_by_the_secret()
        })
}
