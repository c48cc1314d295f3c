//! `invalid-client-key`; see the rule's page for what, why and examples.

use crate::config::choices::SIGNING_ALGORITHMS;
use crate::config::issuer::right_signing_algorithm;
use crate::config::oidc::Jwk;
use crate::crypto::keys::Key;
use crate::rules::prelude::*;
use crate::rules::wording::{choice, invalid_choice, refused};

pub(super) static RULE: Rule = rule!("invalid-client-key", Check::Client(check));

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    if client.jwks.items.is_empty() {
        return;
    }
    if client.jwks_uri.known().is_some_and(|uri| client.jwks_uri.place.given && !uri.is_empty()) {
        refused(reporter, client.jwks.place, "`jwks` and `jwks_uri` cannot be used together", "remove one of them");
        return;
    }
    for jwk in &client.jwks.items {
        check_key(jwk, reporter);
    }
    request_object(client, reporter);
}

fn check_key(jwk: &Jwk, reporter: &mut Reporter<'_>) {
    if jwk.key_id.is_zero() {
        let place = if jwk.key_id.place.given { jwk.key_id.place } else { jwk.place };
        refused(reporter, place, "every client key must have a `key_id`", "write the key id that the application uses");
    }
    let Some(key) = jwk.key.known() else { return };
    let Some(key) = &key.0 else {
        refused(reporter, jwk.place, "every client key must have a `key`", "write the public key under `key`");
        return;
    };
    let place = jwk.key.place;
    match key {
        Key::Symmetric(_) if jwk.usage.is("enc") => {}
        Key::Symmetric(_) | Key::X25519 | Key::Certificate => {
            refused(reporter, place, format!("a client key cannot be {}", key.kind()), "write a public key");
            return;
        }
        Key::Rsa { private: false, .. } if key.bits() < 2041 => {
            let what = format!("an RSA key must have at least 2048 bits, but this one has {}", key.bits());
            refused(reporter, place, &what, "generate a longer key in the application");
        }
        Key::Rsa { private: false, .. } | Key::Ec { private: false, .. } => {}
        Key::Rsa { .. } | Key::Ec { .. } | Key::Ed25519 { .. } => {
            let what = format!("a client key must be an RSA or ECDSA public key, but this is {}", key.kind());
            refused(reporter, place, &what, "write the public key; the application keeps the private key");
        }
    }
    choice(reporter, &jwk.usage, "use", &["sig", "enc"]);
    choice(reporter, &jwk.algorithm, "algorithm", &SIGNING_ALGORITHMS);
    if let Some(leaf) = jwk.certificate_chain.known().and_then(|chain| chain.leaf.as_ref())
        && !key.is_private()
        && key.same_public(leaf) == Some(false)
    {
        let what = "the first certificate must belong to the key";
        refused(reporter, jwk.certificate_chain.place, what, "put the certificate that belongs to the key first");
    }
}

fn request_object(client: &Client, reporter: &mut Reporter<'_>) {
    let value = &client.request_object_signing_alg;
    let Some(wanted) = value.text().filter(|wanted| !wanted.is_empty()) else { return };
    let known: Option<Vec<&str>> = client.jwks.items.iter().map(right_signing_algorithm).collect();
    if let Some(known) = known.filter(|known| client.jwks_uri.is_zero() && !known.contains(&wanted)) {
        invalid_choice(reporter, value.place, "request_object_signing_alg", wanted, &known);
    }
}
