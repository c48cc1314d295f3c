//! `short-signing-secret`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("short-signing-secret", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    // If the application is known to use another method, `auth-method-mismatch` reports that.
    let sent = context.facts(client).and_then(|facts| facts.token_endpoint_auth_method.as_ref());
    if sent.is_some_and(|fact| !fact.is.iter().any(|method| method == "client_secret_jwt")) {
        return;
    }
    let (method, algorithm) = (&client.token_endpoint_auth_method, &client.token_endpoint_auth_signing_alg);
    let Some(block) = algorithm.text().and_then(block).filter(|_| method.is("client_secret_jwt")) else {
        return;
    };
    let secret = &client.client_secret;
    let Some(text) = secret.written().filter(|secret| secret.digest().is_some_and(Digest::is_plaintext)) else {
        return;
    };
    let length = text.expose().strip_prefix("$plaintext$").unwrap_or(text.expose()).len();
    if length == 0 || length > block {
        return;
    }
    reporter
        .report(
            secret.place,
            "every login fails at the token endpoint (invalid_client): the secret is too short for Authelia to verify signatures",
        )
        .label(format!("{length} bytes"))
        .also(method.span(), "the application signs with this secret")
        .help(format!("set a random secret of more than {block} bytes, here and in the application"));
}

/// The block size of the hash in bytes; the smallest if the application chooses the algorithm. HMAC hashes longer keys
/// (RFC 2104, section 2), and Authelia hashes every key.
fn block(algorithm: &str) -> Option<usize> {
    match algorithm {
        "" | "HS256" => Some(64),
        "HS384" | "HS512" => Some(128),
        _ => None,
    }
}
