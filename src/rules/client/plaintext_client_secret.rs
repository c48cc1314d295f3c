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
    // Of a path in its place another rule tells.
    if !digest.is_plaintext() || needs_the_secret_itself(client) || is_path(text) {
        return;
    }
    // A secret that has to be another one, or that has to go, is reported as that.
    if client.public.is_true() || is_documented(client, context) || is_guessable(client, context) {
        return;
    }
    reporter
        .report(secret.place, "the client secret is here in plain text: anyone who reads this file can use it")
        .label("not a digest")
        .help(
            "write a digest instead, made by `authelia crypto hash generate pbkdf2 --variant sha512`; \
             the application keeps the secret itself",
        )
        .fix(Fix::unsafe_(Change::Digest {
            place: secret.place,
            secret: Secret::new(text.strip_prefix("$plaintext$").unwrap_or(text).to_owned()),
        }));
}

/// A secret that signs or encrypts must be known to Authelia itself (`client_secret_jwt`, and the HS algorithms of
/// JSON Web Tokens).
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
