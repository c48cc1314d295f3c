//! The keys with which the provider signs, as Authelia completes them
//! (`validateOIDCIssuerJSONWebKeys` in `internal/configuration/validator/identity_providers.go`, 4.39.20).

use crate::crypto::keys::{Curve, Key};

use super::choices::SIGNING_ALGORITHMS;
use super::oidc::{Jwk, OpenIdConnect};

/// What the provider can sign with.
#[derive(Debug, Clone, Default)]
pub struct Issuer {
    /// The algorithm and the id of each key that is there to sign, in order.
    pub keys: Vec<(String, String)>,
    /// Whether this is certain: every key and its options are known, and none is refused.
    pub certain: bool,
}

impl Issuer {
    /// The signing keys of a provider.
    #[must_use]
    pub fn of(provider: &OpenIdConnect) -> Self {
        let mut issuer = Self { keys: Vec::new(), certain: !provider.jwks.unknown };
        if let Some(key) = provider.issuer_private_key.known() {
            if let Some(key) = &key.0 {
                issuer.add("RS256", "", key);
            }
        } else {
            issuer.certain = false;
        }
        for jwk in &provider.jwks.items {
            issuer.add_jwk(jwk);
        }
        issuer
    }

    fn add_jwk(&mut self, jwk: &Jwk) {
        let (Some(usage), Some(key), Some(id), Some(algorithm)) =
            (jwk.usage.text(), jwk.key.known(), jwk.key_id.text(), signing_algorithm(jwk))
        else {
            self.certain = false;
            return;
        };
        let is_right = usage == "enc" || right_signing_algorithm(jwk).is_some();
        self.certain &= is_right && (id.is_empty() || is_key_id(id));
        match &key.0 {
            Some(Key::Symmetric(_) | Key::X25519 | Key::Certificate) | None => self.certain = false,
            Some(key) if usage != "enc" => self.add(algorithm, id, key),
            Some(_) => {}
        }
    }

    /// Adds a key; without an id it gets one of its thumbprint and its algorithm.
    fn add(&mut self, algorithm: &str, id: &str, key: &Key) {
        let id = if id.is_empty() { id_of(key, algorithm) } else { Some(id.to_owned()) };
        match id {
            Some(id) => self.keys.push((algorithm.to_owned(), id)),
            None => self.certain = false,
        }
    }

    /// The algorithms, each once, in order.
    #[must_use]
    pub fn algorithms(&self) -> Vec<&str> {
        let mut algorithms: Vec<&str> = Vec::new();
        for (algorithm, _) in &self.keys {
            if !algorithm.is_empty() && !algorithms.contains(&algorithm.as_str()) {
                algorithms.push(algorithm);
            }
        }
        algorithms
    }

    /// The ids, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        self.keys.iter().map(|(_, id)| id.as_str()).collect()
    }
}

/// The id that Authelia makes for a key without one. Returns `None` if it makes none, or if the id cannot be known.
#[must_use]
pub fn made_id(jwk: &Jwk, key: &Key) -> Option<String> {
    match (jwk.usage.text()?, jwk.algorithm.text()?) {
        ("enc", "") => match key {
            Key::Rsa { .. } => id_of(key, "RSA-OAEP-256"),
            _ => id_of(key, "ECDH-ES+A256KW"),
        },
        ("enc", algorithm) => id_of(key, algorithm),
        _ => id_of(key, signing_algorithm(jwk)?),
    }
}

/// An id of a key's thumbprint and its algorithm (`jwkCalculateKID` in `validator/util.go`).
fn id_of(key: &Key, algorithm: &str) -> Option<String> {
    let thumbprint = key.thumbprint()?;
    Some(format!("{thumbprint}-{}", algorithm.to_lowercase().replace('+', ".")))
}

/// The algorithm that a key is for, where it is one that keys sign with, or none.
#[must_use]
pub fn right_signing_algorithm(jwk: &Jwk) -> Option<&str> {
    signing_algorithm(jwk).filter(|algorithm| algorithm.is_empty() || SIGNING_ALGORITHMS.contains(algorithm))
}

/// Whether a key may be called so: unreserved characters (RFC 3986, section 2.3), a letter or a digit at both ends.
#[must_use]
pub fn is_key_id(id: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
    let framed = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    id.bytes().all(unreserved) && framed(id.as_bytes().first()) && framed(id.as_bytes().last())
}

/// The algorithm that a key is for: the one that is given, else that of its kind. `None` if it cannot be known.
#[must_use]
pub fn signing_algorithm(jwk: &Jwk) -> Option<&str> {
    let given = jwk.algorithm.text()?;
    if !given.is_empty() {
        return Some(given);
    }
    Some(match jwk.key.known()?.0.as_ref()? {
        Key::Rsa { .. } => "RS256",
        Key::Ec { curve: Curve::P256, .. } => "ES256",
        Key::Ec { curve: Curve::P384, .. } => "ES384",
        Key::Ec { curve: Curve::P521, .. } => "ES512",
        _ => "",
    })
}
