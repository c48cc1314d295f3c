//! `invalid-issuer-key`; see the rule's page for what, why and examples.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::config::choices::{KEY_ENCRYPTION_ALGORITHMS, SIGNING_ALGORITHMS};
use crate::config::issuer::{is_key_id, made_id};
use crate::config::oidc::Jwk;
use crate::crypto::keys::Key;
use crate::rules::prelude::*;
use crate::rules::wording::{choice, one_of, refused};

pub(super) static RULE: Rule = rule!("invalid-issuer-key", Check::Config(check));

/// What a key may be used for that encrypts.
static ENCRYPTION: LazyLock<Vec<&str>> =
    LazyLock::new(|| KEY_ENCRYPTION_ALGORITHMS.into_iter().chain(["dir"]).collect());

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    let mut ids = Ids::new();
    for jwk in &provider.jwks.items {
        let Some(key) = jwk.key.known() else { continue };
        let Some(key) = &key.0 else {
            refused(reporter, jwk.place, "each of the `jwks` needs a `key`", "set `key` to the private key")
                .label("no `key`");
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

/// Reports a key of the wrong kind. Returns whether Authelia continues with its other checks of this key.
fn check_key(jwk: &Jwk, key: &Key, reporter: &mut Reporter<'_>) -> bool {
    let place = jwk.key.place;
    match key {
        Key::Symmetric(_) if jwk.usage.is("enc") => true,
        Key::Symmetric(_) | Key::X25519 | Key::Certificate => {
            refused(reporter, place, format!("an issuer key cannot be {}", key.kind()), "write an RSA private key")
                .label("wrong kind of key");
            false
        }
        Key::Rsa { private: true, .. } if key.bits() < 2041 => {
            let what = format!("an RSA key must have at least 2048 bits, but this one has {}", key.bits());
            refused(reporter, place, &what, "generate a new key with `authelia crypto pair rsa generate`")
                .label("too short");
            true
        }
        Key::Rsa { private: true, .. } | Key::Ec { private: true, .. } => true,
        Key::Rsa { .. } | Key::Ec { .. } | Key::Ed25519 { .. } => {
            let what = format!("an issuer key must be an RSA or ECDSA private key, but this is {}", key.kind());
            refused(reporter, place, &what, "write the private key").label("wrong kind of key");
            true
        }
    }
}

/// The key ids seen so far, kept apart for signatures and encryption, each with the place of its key.
type Ids = HashMap<(bool, String), Place>;

fn key_id(jwk: &Jwk, key: &Key, ids: &mut Ids, reporter: &mut Reporter<'_>) {
    let (Some(given), Some(usage)) = (jwk.key_id.text(), jwk.usage.text()) else { return };
    let is_given = !given.is_empty();
    let place = if is_given { jwk.key_id.place } else { jwk.key.place };
    if is_given && !is_key_id(given) {
        let what = "a `key_id` may contain only letters, digits, `.`, `_`, `~` and `-`, and must start and end with a letter or digit";
        refused(reporter, place, what, "remove the other characters").label("not a valid `key_id`");
    } else if given.len() > 100 {
        refused(reporter, place, "a `key_id` must have at most 100 characters", "write a shorter `key_id`")
            .label("too long");
    }
    let id = if is_given { Some(given.to_owned()) } else { made_id(jwk, key) };
    let Some(id) = id.map(|id| (usage == "enc", id)) else { return };
    match ids.get(&id) {
        Some(first) if is_given => {
            let what = format!("two keys have the `key_id` `{given}`");
            refused(reporter, place, &what, "give each key a different `key_id`")
                .label("duplicate `key_id`")
                .also(first.span, "first key with this `key_id`");
        }
        Some(first) => {
            let what = "this key is the same as another one, so both get the same generated `key_id`";
            let help = "remove one of the two, or give it another `algorithm` or its own `key_id`";
            refused(reporter, place, what, help).label("duplicate key").also(first.span, "same key");
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
        let what = "the first certificate does not match the key";
        refused(reporter, jwk.certificate_chain.place, what, "put the certificate of this key first")
            .label("certificate of another key");
    }
}

/// RS256 is mandatory (OpenID Connect Core 1.0, section 15.1).
fn required_algorithm(provider: &OpenIdConnect, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let algorithms = context.issuer.algorithms();
    if !context.issuer.certain || algorithms.is_empty() || algorithms.contains(&"RS256") {
        return;
    }
    reporter
        .report_key(provider.jwks.place, "at least one of the `jwks` must use RS256")
        .label(format!("only {}", one_of(&algorithms)))
        .help("add an RSA key with `algorithm: 'RS256'`");
}

fn presence(provider: &OpenIdConnect, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let deprecated = [provider.issuer_private_key.place, provider.issuer_certificate_chain.place];
    let sets_deprecated =
        provider.issuer_private_key.written().is_some() || provider.issuer_certificate_chain.written().is_some();
    if !provider.jwks.items.is_empty() && sets_deprecated {
        let place = deprecated.into_iter().find(|place| place.given).unwrap_or(provider.place);
        refused(reporter, place, "`jwks` cannot be combined with this deprecated option", "move the key into `jwks`")
            .label("deprecated option");
    }
    let absent = provider.jwks.is_certainly_empty() && provider.issuer_private_key.is_zero();
    if absent && context.config.absent_is_absent() && !context.config.is_reported(provider.place) {
        let place = if provider.jwks.place.given { provider.jwks.place } else { provider.place };
        reporter
            .report_key(place, "the provider has no signing key")
            .label("no `jwks`")
            .help("add an RSA private key to `jwks`; generate one with `authelia crypto pair rsa generate`");
    }
}
