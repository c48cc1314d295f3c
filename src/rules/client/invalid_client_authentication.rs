//! `invalid-client-authentication`; see the rule's page for what, why and examples.

use super::invalid_client_secret::{has_wrong_type, missing_secret, must_authenticate};
use crate::config::choices::{AUTH_METHODS, SIGNING_ALGORITHMS};
use crate::config::issuer::right_signing_algorithm;
use crate::rules::prelude::*;
use crate::rules::wording::invalid_choice;

pub(super) static RULE: Rule = rule!("invalid-client-authentication", Check::Client(check));

const SECRET_ALGORITHMS: [&str; 3] = ["HS256", "HS384", "HS512"];

/// How a client authenticates at one endpoint.
struct AuthenticatedEndpoint<'a> {
    option: &'static str,
    method: &'a Value<String>,
    algorithm_option: &'static str,
    algorithm: &'a Value<String>,
}

fn endpoints(client: &Client) -> [AuthenticatedEndpoint<'_>; 4] {
    [
        AuthenticatedEndpoint {
            option: "token_endpoint_auth_method",
            method: &client.token_endpoint_auth_method,
            algorithm_option: "token_endpoint_auth_signing_alg",
            algorithm: &client.token_endpoint_auth_signing_alg,
        },
        AuthenticatedEndpoint {
            option: "revocation_endpoint_auth_method",
            method: &client.revocation_endpoint_auth_method,
            algorithm_option: "revocation_endpoint_auth_signing_alg",
            algorithm: &client.revocation_endpoint_auth_signing_alg,
        },
        AuthenticatedEndpoint {
            option: "introspection_endpoint_auth_method",
            method: &client.introspection_endpoint_auth_method,
            algorithm_option: "introspection_endpoint_auth_signing_alg",
            algorithm: &client.introspection_endpoint_auth_signing_alg,
        },
        AuthenticatedEndpoint {
            option: "pushed_authorization_request_endpoint_auth_method",
            method: &client.pushed_authorization_request_endpoint_auth_method,
            algorithm_option: "pushed_authorization_request_endpoint_auth_signing_alg",
            algorithm: &client.pushed_authorization_request_endpoint_auth_signing_alg,
        },
    ]
}

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for endpoint in endpoints(client) {
        let Some(method) = endpoint.method.text() else { continue };
        if method.is_empty() {
            continue;
        }
        if AUTH_METHODS.contains(&method) {
            client_type(&endpoint, method, client, context, reporter);
            algorithm(&endpoint, method, client, reporter);
        } else {
            invalid_choice(reporter, endpoint.method.place, endpoint.option, method, &AUTH_METHODS);
        }
    }
}

fn client_type(
    endpoint: &AuthenticatedEndpoint<'_>,
    method: &str,
    client: &Client,
    context: &Context<'_>,
    reporter: &mut Reporter<'_>,
) {
    let place = endpoint.method.place;
    if client.public.is_true() && method != "none" {
        let (help, fix) = if has_wrong_type(client) {
            (
                "write `public: false`, because the client has a secret".to_owned(),
                Some(Change::set(client.public.place, false)),
            )
        } else {
            (format!("write `{}: 'none'`, or `public: false` and a `client_secret`", endpoint.option), None)
        };
        reporter
            .report(place, format!("a public client must have `{}: 'none'`", endpoint.option))
            .label("requires a secret or a key")
            .also(client.public.place.span, "public client")
            .help(help)
            .fix(fix.map(Fix::unsafe_));
    }
    // A client without a secret is probably meant to be public; `invalid-client-secret` reports the missing secret.
    if method == "none" && must_authenticate(client) && missing_secret(client, context.config.version).is_none() {
        let or_public = if has_wrong_type(client) { "" } else { ", or `public: true`" };
        reporter
            .report(place, "a confidential client must authenticate")
            .label("no authentication")
            .also(client.public.span(), "confidential client")
            .help(format!(
                "write `client_secret_basic` or `client_secret_post`, whichever the application uses{or_public}"
            ));
    }
}

fn algorithm(endpoint: &AuthenticatedEndpoint<'_>, method: &str, client: &Client, reporter: &mut Reporter<'_>) {
    let (option, value) = (endpoint.algorithm_option, endpoint.algorithm);
    let Some(algorithm) = value.text() else { return };
    match method {
        "client_secret_jwt" if !algorithm.is_empty() && !SECRET_ALGORITHMS.contains(&algorithm) => {
            invalid_choice(reporter, value.place, option, algorithm, &SECRET_ALGORITHMS)
                .also(endpoint.method.span(), "for this method");
        }
        "private_key_jwt" => {
            if algorithm.is_empty() {
                reporter
                    .report(endpoint.method.place, format!("`private_key_jwt` requires `{option}`"))
                    .label("no signing algorithm")
                    .also(value.span(), "not set")
                    .help(format!("write `{option}: 'RS256'`, or the algorithm that the application signs with"));
            } else if !SIGNING_ALGORITHMS.contains(&algorithm) {
                invalid_choice(reporter, value.place, option, algorithm, &SIGNING_ALGORITHMS)
                    .also(endpoint.method.span(), "for this method");
            }
            if client.jwks_uri.is_zero() && client.jwks.is_certainly_empty() {
                reporter
                    .report(endpoint.method.place, "`private_key_jwt` requires the client's keys")
                    .label("no `jwks_uri` or `jwks`")
                    .also(client.jwks.place.span, "no keys")
                    .help("write `jwks_uri` with the URL of the application's keys, or write the keys under `jwks`");
            } else if let Some(algorithms) = registered(client)
                && !algorithms.is_empty()
                && !algorithms.contains(&algorithm)
                && SIGNING_ALGORITHMS.contains(&algorithm)
            {
                let finding = invalid_choice(reporter, value.place, option, algorithm, &algorithms);
                for jwk in &client.jwks.items {
                    finding.also(jwk.algorithm.span(), "algorithm of a key");
                }
            }
        }
        _ => {}
    }
}

/// The algorithms of the keys in `jwks`. Returns `None` if `jwks_uri` is set, or if an algorithm is unknown or invalid.
fn registered(client: &Client) -> Option<Vec<&str>> {
    if !client.jwks_uri.is_zero() {
        return None;
    }
    let algorithms: Vec<&str> = client.jwks.items.iter().map(right_signing_algorithm).collect::<Option<_>>()?;
    Some(algorithms.into_iter().filter(|algorithm| !algorithm.is_empty()).collect())
}
