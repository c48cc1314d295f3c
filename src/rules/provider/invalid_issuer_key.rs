//! `invalid-issuer-key`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use crate::config::choices::SIGNING_ALGORITHMS;
use crate::config::issuer::{is_key_id, made_id};
use crate::config::oidc::Jwk;
use crate::crypto::keys::Key;
use crate::rules::prelude::*;
use crate::rules::wording::{choice, one_of, refused};

pub(super) static RULE: Rule = rule!("invalid-issuer-key", Check::Config(check));

const ENCRYPTION: [&str; 17] = [
    "RSA1_5",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "A128KW",
    "A192KW",
    "A256KW",
    "dir",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "ECDH-ES+A192KW",
    "ECDH-ES+A256KW",
    "A128GCMKW",
    "A192GCMKW",
    "A256GCMKW",
    "PBES2-HS256+A128KW",
    "PBES2-HS384+A192KW",
    "PBES2-HS512+A256KW",
];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    let mut ids = Ids::new();
    for jwk in &provider.jwks.items {
        let Some(key) = jwk.key.known() else { continue };
        let Some(key) = &key.0 else {
            refused(reporter, jwk.place, "each of the `jwks` needs a `key`", "write the private key below `key`");
            continue;
        };
        if !check_key(jwk, key, reporter) {
            continue;
        }
        key_id(jwk, key, &mut ids, reporter);
        usage(jwk, reporter);
        chain(jwk, key, reporter);
    }
    required_algorithm(provider, context, reporter);
    presence(provider, context, reporter);
}

/// Whether the key is of a kind that Authelia goes on with.
fn check_key(jwk: &Jwk, key: &Key, reporter: &mut Reporter<'_>) -> bool {
    let place = jwk.key.place;
    match key {
        Key::Symmetric(_) if jwk.usage.is("enc") => true,
        Key::Symmetric(_) | Key::X25519 | Key::Certificate => {
            refused(
                reporter,
                place,
                format!("a key of the provider cannot be {}", key.kind()),
                "write an RSA private key",
            );
            false
        }
        Key::Rsa { private: true, .. } if key.bits() < 2041 => {
            let what = format!("an RSA key needs 2048 bits at least, and this one has {}", key.bits());
            refused(reporter, place, &what, "make a longer one: `authelia crypto pair rsa generate`");
            true
        }
        Key::Rsa { private: true, .. } | Key::Ec { private: true, .. } => true,
        Key::Rsa { .. } | Key::Ec { .. } | Key::Ed25519 { .. } => {
            let what = format!("a key of the provider must be an RSA or ECDSA private key, and this is {}", key.kind());
            refused(reporter, place, &what, "write the private key");
            true
        }
    }
}

/// The ids that were given so far, for signatures and for encryption apart, each with the place of its key.
type Ids = HashMap<(bool, String), Place>;

fn key_id(jwk: &Jwk, key: &Key, ids: &mut Ids, reporter: &mut Reporter<'_>) {
    let (Some(given), Some(usage)) = (jwk.key_id.text(), jwk.usage.text()) else { return };
    let is_given = !given.is_empty();
    let place = if is_given { jwk.key_id.place } else { jwk.key.place };
    if is_given && !is_key_id(given) {
        let what = "a `key_id` holds only letters, digits, `.`, `_`, `~` and `-`, and begins and ends with one of the first two";
        refused(reporter, place, what, "leave out other characters");
    } else if given.len() > 100 {
        refused(reporter, place, "a `key_id` has 100 characters at the most", "write a shorter one");
    }
    let id = if is_given { Some(given.to_owned()) } else { made_id(jwk, key) };
    let Some(id) = id.map(|id| (usage == "enc", id)) else { return };
    match ids.get(&id) {
        Some(first) if is_given => {
            let what = format!("two keys are called `{given}`");
            refused(reporter, place, &what, "give each key an id of its own").also(first.span, "called so, too");
        }
        Some(first) => {
            let what = "this key is the same as another one, and both get the same id";
            let help = "remove one of the two, or write another `algorithm` or a `key_id` of its own";
            refused(reporter, place, what, help).also(first.span, "the same key");
        }
        None => drop(ids.insert(id, place)),
    }
}

fn usage(jwk: &Jwk, reporter: &mut Reporter<'_>) {
    choice(reporter, &jwk.usage, "use", &["sig", "enc"]);
    match jwk.usage.text() {
        Some("enc") => choice(reporter, &jwk.algorithm, "algorithm", &ENCRYPTION),
        Some("" | "sig") => choice(reporter, &jwk.algorithm, "algorithm", &SIGNING_ALGORITHMS),
        _ => {}
    }
}

fn chain(jwk: &Jwk, key: &Key, reporter: &mut Reporter<'_>) {
    let Some(leaf) = jwk.certificate_chain.known().and_then(|chain| chain.leaf.as_ref()) else { return };
    if key.same_public(leaf) == Some(false) && key.is_private() {
        let what = "the first certificate must be that of the key";
        refused(reporter, jwk.certificate_chain.place, what, "write the certificate that belongs to the key first");
    }
}

/// OpenID Connect Core 1.0, section 15.1: RS256 must be there.
fn required_algorithm(provider: &OpenIdConnect, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let algorithms = context.issuer.algorithms();
    if !context.issuer.certain || algorithms.is_empty() || algorithms.contains(&"RS256") {
        return;
    }
    reporter
        .report_key(provider.jwks.place, "one of the `jwks` must sign with RS256")
        .label(format!("only {}", one_of(&algorithms)))
        .help("add an RSA key with `algorithm: 'RS256'`");
}

fn presence(provider: &OpenIdConnect, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let older = [provider.issuer_private_key.place, provider.issuer_certificate_chain.place];
    let with_older =
        provider.issuer_private_key.written().is_some() || provider.issuer_certificate_chain.written().is_some();
    if !provider.jwks.items.is_empty() && with_older {
        let place = older.into_iter().find(|place| place.given).unwrap_or(provider.place);
        refused(
            reporter,
            place,
            "`jwks` and the older options for keys exclude each other",
            "move the key below `jwks`",
        );
    }
    let absent = provider.jwks.is_certainly_empty() && provider.issuer_private_key.is_zero();
    if absent && context.config.absent_is_absent() && !context.config.is_reported(provider.place) {
        let place = if provider.jwks.place.given { provider.jwks.place } else { provider.place };
        reporter
            .report_key(place, "the provider needs a key to sign with")
            .label("no `jwks`")
            .help("write `jwks` with an RSA private key: `authelia crypto pair rsa generate`");
    }
}
