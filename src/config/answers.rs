//! What Authelia sends to an application, and how a client asks for it to be signed and encrypted
//! (`validateOIDDClientSigningAlg` in `internal/configuration/validator/identity_providers.go`, 4.39.20).

use super::oidc::Client;
use super::value::Value;

/// One kind of answer and the client's options for it, named `<prefix>_signed_response_alg` and so on.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// What the names of the options begin with.
    pub prefix: &'static str,
    /// The algorithm that signs.
    pub signed_alg: &'a Value<String>,
    /// The provider's key that signs.
    pub signed_key_id: &'a Value<String>,
    /// The algorithm that encrypts the key.
    pub encrypted_alg: &'a Value<String>,
    /// The algorithm that encrypts the content.
    pub encrypted_enc: &'a Value<String>,
    /// The application's key that it is encrypted for.
    pub encrypted_key_id: &'a Value<String>,
    /// Whether it is always signed: with RS256 where nothing is said, and never with `none`.
    pub always_signed: bool,
}

impl Answer<'_> {
    /// Whether the answer is signed. A key takes precedence over an algorithm.
    #[must_use]
    pub fn is_signed(&self) -> Option<bool> {
        match (self.signed_key_id.text()?, self.signed_alg.text()?) {
            ("", "") => Some(self.always_signed),
            ("", algorithm) => Some(algorithm != "none"),
            _ => Some(true),
        }
    }

    /// Whether the client's secret itself signs the answer, for certain.
    #[must_use]
    pub fn is_signed_by_the_secret(&self) -> bool {
        self.signed_key_id.is("") && self.signed_alg.text().is_some_and(|algorithm| algorithm.starts_with("HS"))
    }

    /// Whether the client's secret itself encrypts the answer, for certain (RFC 7518, section 4.1).
    #[must_use]
    pub fn is_encrypted_by_the_secret(&self) -> bool {
        let by_secret = ["A128", "A192", "A256", "PBES2"];
        self.encrypted_alg.text().is_some_and(|algorithm| by_secret.iter().any(|prefix| algorithm.starts_with(prefix)))
    }
}

impl Client {
    /// What Authelia sends to this client's application.
    #[must_use]
    pub fn answers(&self) -> [Answer<'_>; 5] {
        [
            Answer {
                prefix: "authorization",
                signed_alg: &self.authorization_signed_response_alg,
                signed_key_id: &self.authorization_signed_response_key_id,
                encrypted_alg: &self.authorization_encrypted_response_alg,
                encrypted_enc: &self.authorization_encrypted_response_enc,
                encrypted_key_id: &self.authorization_encrypted_response_key_id,
                always_signed: true,
            },
            Answer {
                prefix: "id_token",
                signed_alg: &self.id_token_signed_response_alg,
                signed_key_id: &self.id_token_signed_response_key_id,
                encrypted_alg: &self.id_token_encrypted_response_alg,
                encrypted_enc: &self.id_token_encrypted_response_enc,
                encrypted_key_id: &self.id_token_encrypted_response_key_id,
                always_signed: true,
            },
            Answer {
                prefix: "access_token",
                signed_alg: &self.access_token_signed_response_alg,
                signed_key_id: &self.access_token_signed_response_key_id,
                encrypted_alg: &self.access_token_encrypted_response_alg,
                encrypted_enc: &self.access_token_encrypted_response_enc,
                encrypted_key_id: &self.access_token_encrypted_response_key_id,
                always_signed: false,
            },
            Answer {
                prefix: "userinfo",
                signed_alg: &self.userinfo_signed_response_alg,
                signed_key_id: &self.userinfo_signed_response_key_id,
                encrypted_alg: &self.userinfo_encrypted_response_alg,
                encrypted_enc: &self.userinfo_encrypted_response_enc,
                encrypted_key_id: &self.userinfo_encrypted_response_key_id,
                always_signed: false,
            },
            Answer {
                prefix: "introspection",
                signed_alg: &self.introspection_signed_response_alg,
                signed_key_id: &self.introspection_signed_response_key_id,
                encrypted_alg: &self.introspection_encrypted_response_alg,
                encrypted_enc: &self.introspection_encrypted_response_enc,
                encrypted_key_id: &self.introspection_encrypted_response_key_id,
                always_signed: false,
            },
        ]
    }
}
