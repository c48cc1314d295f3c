//! Certificate chains (`X509CertificateChain` in `internal/configuration/schema/types.go`, 4.39.20).

use x509_cert::Certificate;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::spki::SubjectPublicKeyInfoRef;

use super::key::{Key, KeyError, public_key};
use super::pem;

/// A certificate chain, in the order given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chain {
    /// The public key of the first certificate.
    pub leaf: Option<Key>,
    /// Start and end of each certificate's validity, in seconds since 1970.
    pub validity: Vec<(u64, u64)>,
}

impl Chain {
    /// Parses all certificates in a text.
    ///
    /// # Errors
    /// Returns an error if Authelia rejects the text.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut chain = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let block = pem::first_block(rest).ok_or(KeyError::NoBlock)?;
            if block.label != "CERTIFICATE" {
                return Err(KeyError::Label);
            }
            let certificate = Certificate::from_der(&block.bytes).map_err(|_| KeyError::Malformed)?;
            let certificate = certificate.tbs_certificate;
            if chain.validity.is_empty() {
                let info = certificate.subject_public_key_info.to_der().map_err(|_| KeyError::Malformed)?;
                chain.leaf = SubjectPublicKeyInfoRef::from_der(&info).ok().and_then(|info| public_key(&info).ok());
            }
            let seconds = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
            chain.validity.push((seconds(certificate.validity.not_before), seconds(certificate.validity.not_after)));
            rest = block.rest;
        }
        Ok(chain)
    }

    /// Whether the chain has no certificates.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.validity.is_empty()
    }
}
