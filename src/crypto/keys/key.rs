//! Parses keys: private or public, their kind and size.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use x509_cert::der::asn1::{AnyRef, BitStringRef, IntRef, OctetStringRef, UintRef};
use x509_cert::der::{Decode as _, SliceReader};
use x509_cert::spki::ObjectIdentifier;
use x509_cert::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use super::asn1::{numbered, sequence, whole_sequence};
use super::curve::Curve;
use super::pem;
use super::rsa::RsaNumbers;
use crate::golang;

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const X25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.110");

/// A parsed key. Public parts are kept for comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// An RSA key.
    Rsa {
        /// Whether it is a private key.
        private: bool,
        /// Modulus and exponent, without leading zeros.
        public: (Vec<u8>, Vec<u8>),
    },
    /// A key on an elliptic curve.
    Ec {
        /// Whether it is a private key.
        private: bool,
        /// The curve.
        curve: Curve,
        /// The public point, uncompressed; `None` if a private key does not include it.
        public: Option<Vec<u8>>,
    },
    /// An Ed25519 key.
    Ed25519 {
        /// Whether it is a private key.
        private: bool,
    },
    /// An X25519 key.
    X25519,
    /// A symmetric key, with its length in bytes.
    Symmetric(usize),
    /// A certificate, a certificate request, or a revocation list.
    Certificate,
}

/// Why a text is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// No PEM block.
    #[error("it does not contain a well-formed PEM block")]
    NoBlock,
    /// Text after the block.
    #[error("it has trailing characters after the PEM block; even an empty line is not allowed")]
    Trailing,
    /// A label that is not for keys.
    #[error("the label of the PEM block is not one for a key")]
    Label,
    /// The content does not match the label.
    #[error("the content of the PEM block does not match its label")]
    Malformed,
    /// An RSA private key with inconsistent numbers.
    #[error("the numbers of this RSA key are inconsistent: a part was lost or changed")]
    Inconsistent,
}

/// Parses a single PEM block, or a symmetric key in base64url.
///
/// # Errors
/// Returns an error if Authelia rejects the text.
pub fn parse(text: &str) -> Result<Key, KeyError> {
    let bare = !text.contains('\n') && !text.starts_with("-----");
    match parse_pem(text) {
        Err(error) if bare => golang::base64::url(text).map(|bytes| Key::Symmetric(bytes.len())).ok_or(error),
        parsed => parsed,
    }
}

fn parse_pem(text: &str) -> Result<Key, KeyError> {
    let block = pem::first_block(text).ok_or(KeyError::NoBlock)?;
    if !block.rest.is_empty() {
        return Err(KeyError::Trailing);
    }
    let bytes = block.bytes.as_slice();
    match block.label {
        "RSA PRIVATE KEY" => rsa_private(bytes),
        "EC PRIVATE KEY" => ec_private(bytes, None),
        "RSA PUBLIC KEY" => rsa_public(bytes),
        "CERTIFICATE" => x509_cert::Certificate::from_der(bytes).map(|_| Key::Certificate).map_err(malformed),
        "CERTIFICATE REQUEST" | "X509 CRL" => AnyRef::from_der(bytes).map(|_| Key::Certificate).map_err(malformed),
        label if label.contains("PRIVATE KEY") => pkcs8_private(bytes),
        label if label.contains("PUBLIC KEY") => spki(bytes),
        _ => Err(KeyError::Label),
    }
}

fn malformed<E>(_: E) -> KeyError {
    KeyError::Malformed
}

/// Decodes the value at the start of `bytes`; Go ignores trailing data for these types.
fn first<'a, T: x509_cert::der::Decode<'a>>(bytes: &'a [u8]) -> Result<T, KeyError> {
    SliceReader::new(bytes).and_then(|mut reader| T::decode(&mut reader)).map_err(malformed)
}

fn rsa_private(bytes: &[u8]) -> Result<Key, KeyError> {
    let key = RsaNumbers::parse(bytes)?;
    if key.is_consistent() { Ok(rsa(true, key.modulus, key.exponent)) } else { Err(KeyError::Inconsistent) }
}

/// Parses a public key (RFC 8017, appendix A.1.1).
fn rsa_public(bytes: &[u8]) -> Result<Key, KeyError> {
    let mut reader = whole_sequence(bytes)?;
    let [modulus, exponent] = [(); 2].map(|()| UintRef::decode(&mut reader).map_err(malformed));
    Ok(rsa(false, modulus?, exponent?))
}

fn rsa(private: bool, modulus: UintRef<'_>, exponent: UintRef<'_>) -> Key {
    Key::Rsa { private, public: (modulus.as_bytes().to_vec(), exponent.as_bytes().to_vec()) }
}

/// Parses an elliptic curve key (RFC 5915); the curve is named in the key or in the structure around it. Go makes the public
/// key anew: the one that is written does not matter.
fn ec_private(bytes: &[u8], around: Option<ObjectIdentifier>) -> Result<Key, KeyError> {
    let mut reader = sequence(bytes)?;
    let version = UintRef::decode(&mut reader).map_err(malformed)?;
    let scalar = OctetStringRef::decode(&mut reader).map_err(malformed)?;
    let named: Option<ObjectIdentifier> = numbered(&mut reader, 0)?;
    let public: Option<BitStringRef<'_>> = numbered(&mut reader, 1)?;
    let curve = around.or(named).and_then(Curve::of).ok_or(KeyError::Malformed)?;
    if version.as_bytes() != [1] || !curve.has_scalar(scalar.as_bytes()) {
        return Err(KeyError::Malformed);
    }
    let public = public.map(|public| public.raw_bytes()).filter(|point| curve.has_point(point));
    Ok(Key::Ec { private: true, curve, public: public.map(<[u8]>::to_vec) })
}

/// Parses the private keys of all kinds (RFC 5208); Go ignores the version, and what follows the key.
fn pkcs8_private(bytes: &[u8]) -> Result<Key, KeyError> {
    let mut reader = sequence(bytes)?;
    IntRef::decode(&mut reader).map_err(malformed)?;
    let algorithm = AlgorithmIdentifierRef::decode(&mut reader).map_err(malformed)?;
    let private = OctetStringRef::decode(&mut reader).map_err(malformed)?.as_bytes();
    match algorithm.oid {
        RSA => rsa_private(private),
        EC => ec_private(private, algorithm.parameters_oid().ok()),
        // Both keys have 32 bytes and no parameters.
        ED25519 | X25519 if algorithm.parameters.is_some() => Err(KeyError::Malformed),
        ED25519 | X25519 if first::<OctetStringRef<'_>>(private)?.as_bytes().len() != 32 => Err(KeyError::Malformed),
        ED25519 => Ok(Key::Ed25519 { private: true }),
        X25519 => Ok(Key::X25519),
        _ => Err(KeyError::Malformed),
    }
}

fn spki(bytes: &[u8]) -> Result<Key, KeyError> {
    let info = SubjectPublicKeyInfoRef::from_der(bytes).map_err(malformed)?;
    public_key(&info)
}

/// The key in the key information of a public key or a certificate.
pub(super) fn public_key(info: &SubjectPublicKeyInfoRef<'_>) -> Result<Key, KeyError> {
    let bits = info.subject_public_key.raw_bytes();
    match info.algorithm.oid {
        RSA if !info.algorithm.parameters.is_some_and(AnyRef::is_null) => Err(KeyError::Malformed),
        RSA => rsa_public(bits),
        EC => {
            let curve = info.algorithm.parameters_oid().ok().and_then(Curve::of).ok_or(KeyError::Malformed)?;
            if !curve.has_point(bits) {
                return Err(KeyError::Malformed);
            }
            Ok(Key::Ec { private: false, curve, public: Some(bits.to_vec()) })
        }
        ED25519 => Ok(Key::Ed25519 { private: false }),
        X25519 => Ok(Key::X25519),
        _ => Err(KeyError::Malformed),
    }
}

impl Key {
    /// The size of an RSA key's modulus in bits; 0 for other keys.
    #[must_use]
    pub fn bits(&self) -> usize {
        match self {
            Self::Rsa { public: (modulus, _), .. } => {
                modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize)
            }
            _ => 0,
        }
    }

    /// Whether it is a private key.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        match self {
            Self::Rsa { private, .. } | Self::Ec { private, .. } | Self::Ed25519 { private } => *private,
            Self::X25519 => true,
            Self::Symmetric(_) | Self::Certificate => false,
        }
    }

    /// A description of the key, such as "an RSA private key".
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Rsa { private: true, .. } => "an RSA private key",
            Self::Rsa { private: false, .. } => "an RSA public key",
            Self::Ec { private: true, .. } => "an elliptic curve private key",
            Self::Ec { private: false, .. } => "an elliptic curve public key",
            Self::Ed25519 { .. } => "an Ed25519 key",
            Self::X25519 => "an X25519 key",
            Self::Symmetric(_) => "a symmetric key",
            Self::Certificate => "a certificate",
        }
    }

    /// Whether both keys have the same public part. Returns `None` if that is unknown.
    #[must_use]
    pub fn same_public(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Rsa { public: one, .. }, Self::Rsa { public: two, .. }) => Some(one == two),
            (Self::Ec { curve: a, public, .. }, Self::Ec { curve: b, public: other, .. }) => {
                if a == b {
                    Some(public.as_ref()? == other.as_ref()?)
                } else {
                    Some(false)
                }
            }
            _ => Some(false),
        }
    }

    /// The first six hexadecimal digits of the JWK thumbprint (RFC 7638), from which Authelia derives the default key
    /// id.
    #[must_use]
    pub fn thumbprint(&self) -> Option<String> {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let json = match self {
            Self::Rsa { public: (modulus, exponent), .. } => {
                format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, encode(exponent), encode(modulus))
            }
            Self::Ec { curve, public, .. } => {
                let point = public.as_deref()?.strip_prefix(&[4])?;
                let (x, y) = point.split_at(point.len() / 2);
                let name = match curve {
                    Curve::P256 => "P-256",
                    Curve::P384 => "P-384",
                    Curve::P521 => "P-521",
                    Curve::P224 => return None,
                };
                format!(r#"{{"crv":"{name}","kty":"EC","x":"{}","y":"{}"}}"#, encode(x), encode(y))
            }
            _ => return None,
        };
        let hash = Sha256::digest(json.as_bytes());
        let [a, b, c, ..]: [u8; 32] = hash.into();
        Some(format!("{a:02x}{b:02x}{c:02x}"))
    }
}
