//! `plaintext-client-secret`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("plaintext-client-secret", Check::Client(check));

fn check(client: &Client, _: &Context<'_>, findings: &mut Findings<'_>) {
    let secret = &client.client_secret;
    let Some(digest) = secret.written().and_then(ClientSecret::digest) else {
        return;
    };
    if !digest.is_plaintext() || needs_the_secret_itself(client) {
        return;
    }
    findings
        .report(secret.place, "the client secret stands here in plain text: whoever reads this file can use it")
        .label("not a digest")
        .help(
            "write a digest instead, made by `authelia crypto hash generate pbkdf2 --variant sha512`; \
             the application keeps the secret itself",
        );
}

/// A secret that signs or encrypts must be known to Authelia itself (`client_secret_jwt`, and the HS algorithms of
/// JSON Web Tokens).
fn needs_the_secret_itself(client: &Client) -> bool {
    let methods = [
        &client.token_endpoint_auth_method,
        &client.revocation_endpoint_auth_method,
        &client.introspection_endpoint_auth_method,
        &client.pushed_authorization_request_endpoint_auth_method,
    ];
    let algorithms = [
        &client.id_token_signed_response_alg,
        &client.userinfo_signed_response_alg,
        &client.access_token_signed_response_alg,
        &client.authorization_signed_response_alg,
        &client.introspection_signed_response_alg,
        &client.request_object_signing_alg,
    ];
    methods.iter().any(|method| method.known().is_none_or(|method| method == "client_secret_jwt"))
        || algorithms.iter().any(|alg| alg.known().is_none_or(|alg| alg.starts_with("HS")))
}
