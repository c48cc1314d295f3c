//! `invalid-encryption`; see the rule's page for what, why and examples.

use std::sync::LazyLock;

use crate::config::Answer;
use crate::config::choices::KEY_ENCRYPTION_ALGORITHMS;
use crate::crypto::digest::Digest;
use crate::rules::prelude::*;
use crate::rules::wording::{choice, invalid_choice};

pub(super) static RULE: Rule = rule!("invalid-encryption", Check::Client(check));

/// No encryption, or one of the algorithms.
static ALGORITHMS: LazyLock<Vec<&str>> =
    LazyLock::new(|| std::iter::once("none").chain(KEY_ENCRYPTION_ALGORITHMS).collect());
const ENCODINGS: [&str; 6] = ["A128GCM", "A192GCM", "A256GCM", "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"];

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    for answer in client.answers() {
        let Some(algorithm) = algorithm(&answer) else { continue };
        let option = format!("{}_encrypted_response_alg", answer.prefix);
        if ALGORITHMS.contains(&algorithm) {
            fits(&answer, algorithm, &option, client, reporter);
        } else {
            invalid_choice(reporter, place(&answer), &option, algorithm, &ALGORITHMS);
        }
        choice(reporter, answer.encrypted_enc, &format!("{}_encrypted_response_enc", answer.prefix), &ENCODINGS);
    }
    without_keys(client, reporter);
}

/// Reports encryption for keys that the client does not have, once for all responses.
fn without_keys(client: &Client, reporter: &mut Reporter<'_>) {
    if !client.jwks_uri.is_zero() || !client.jwks.is_certainly_empty() {
        return;
    }
    let answers = client.answers();
    let mut places =
        answers.iter().filter(|answer| asks_for_a_key(answer)).map(|answer| (place(answer), answer.prefix));
    let Some((first, prefix)) = places.next() else { return };
    let finding = reporter
        .report(first, format!("`{prefix}_encrypted_response_alg` requires the client's keys"))
        .label("no `jwks_uri` or `jwks`")
        .help("write `jwks_uri` with the URL of the application's keys, or remove the option");
    for (place, _) in places {
        finding.also(place.span, "also requires keys");
    }
}

fn asks_for_a_key(answer: &Answer<'_>) -> bool {
    algorithm(answer).is_some_and(|algorithm| ALGORITHMS.contains(&algorithm)) && !answer.is_encrypted_by_the_secret()
}

/// The encryption algorithm of a response. Returns `None` if the response is not encrypted, or if this is unknown.
fn algorithm<'a>(answer: &Answer<'a>) -> Option<&'a str> {
    let algorithm = answer.encrypted_alg.text()?;
    let is_encrypted = !matches!(algorithm, "" | "none") || !answer.encrypted_key_id.text()?.is_empty();
    is_encrypted.then_some(algorithm)
}

/// The option that turns on the encryption of a response.
const fn place(answer: &Answer<'_>) -> Place {
    if answer.encrypted_alg.place.given { answer.encrypted_alg.place } else { answer.encrypted_key_id.place }
}

fn fits(answer: &Answer<'_>, algorithm: &str, option: &str, client: &Client, reporter: &mut Reporter<'_>) {
    let place = place(answer);
    let with_secret = answer.is_encrypted_by_the_secret();
    if with_secret
        && client.client_secret.known().is_some_and(|secret| !secret.digest().is_some_and(Digest::is_plaintext))
    {
        reporter
            .report(place, format!("`{option}: '{algorithm}'` requires the client secret in plain text"))
            .label("encrypts with the secret")
            .help("write the client secret as `$plaintext$…`, or choose an algorithm that uses a key");
    }
    if answer.is_signed() == Some(false) {
        reporter
            .report(place, "an encrypted response must also be signed")
            .label("encrypted")
            .also(answer.signed_alg.span(), "not signed")
            .help(format!("write `{}_signed_response_alg: 'RS256'`, or remove `{option}`", answer.prefix));
    }
}
