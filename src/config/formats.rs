//! Options with a special format, which Authelia's decode hooks parse from strings
//! (`internal/configuration/decode_hooks.go`, 4.39.20).

use std::fmt;

use crate::crypto::digest::{self, Digest};
use crate::crypto::keys::{self, Chain, Key};
use crate::document::Kind;
use crate::golang::address::{Address, Use};
use crate::golang::duration::Duration;
use crate::golang::mail;
use crate::golang::url::Url;
use crate::text::{Secret, UNKNOWN};

use super::decoder::Decoder;
use super::problem::Expected;
use super::scalars::{DecodedScalar, structure};
use super::section::Scalar;

impl Scalar for Duration {
    const EXPECTS: Expected =
        Expected::new("a valid duration", "a duration such as `1 hour` or `90s`, or a number of seconds");

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Null => Ok(None),
            Kind::Text(text) => Self::parse(text).map(Some).map_err(|error| Some(error.to_string())),
            Kind::Int(seconds) => Ok(Some(Self::seconds(*seconds))),
            Kind::Float(seconds) => Ok(Some(Self::from_float(*seconds))),
            // The hook ignores these, so they are nanoseconds.
            Kind::Bool(value) => Ok(Some(Self(i64::from(*value)))),
            Kind::Uint(value) => Ok(Some(Self(value.cast_signed()))),
            Kind::Time(_) | Kind::Sequence { .. } | Kind::Mapping { .. } | Kind::Alias(_) => Err(None),
        }
    }
}

/// How often user details are refreshed from the backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RefreshInterval {
    /// Not set.
    #[default]
    Unset,
    /// `always`
    Always,
    /// `disable`
    Never,
    /// After some time.
    After(Duration),
}

impl Scalar for RefreshInterval {
    const EXPECTS: Expected =
        Expected::new("a valid refresh interval", "`always`, `disable`, or a duration such as `5 minutes`");

    fn decode(kind: &Kind, decoder: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Text(text) if text == "always" => Ok(Some(Self::Always)),
            Kind::Text(text) if text == "disable" => Ok(Some(Self::Never)),
            Kind::Text(_) | Kind::Int(_) | Kind::Float(_) => Ok(Duration::decode(kind, decoder)?.map(Self::After)),
            _ => structure(kind),
        }
    }
}

impl Scalar for Url {
    const EXPECTS: Expected = Expected::new("a valid URL", "a URL such as `https://www.example.com`");

    fn partly_known(text: &str) -> Self {
        let known = Self::parse(text).ok().filter(|_| text.contains(UNKNOWN));
        known.unwrap_or_default()
    }

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Text(text) if text.is_empty() => Ok(None),
            Kind::Text(text) => Self::parse(text).map(Some).map_err(|error| Some(error.to_string())),
            _ => structure(kind),
        }
    }
}

/// Declares the kinds of addresses, which differ in the default scheme.
macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident, $purpose:expr;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Default)]
            pub struct $name(pub Address);

            impl Scalar for $name {
                const EXPECTS: Expected =
                    Expected::new("a valid address", "`[<scheme>://]<host>[:<port>]`, or the path of a socket");

                fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
                    match kind {
                        Kind::Text(text) => Address::parse(text, $purpose)
                            .map(|address| Some(Self(address)))
                            .map_err(|error| Some(error.to_string())),
                        _ => structure(kind),
                    }
                }
            }
        )*
    };
}

addresses! {
    /// The address of a listener or of a database.
    AddressTcp, Use::Tcp;
    /// The address of a time server.
    AddressUdp, Use::Udp;
    /// The address of an LDAP server.
    AddressLdap, Use::Ldap;
    /// The address of a mail server.
    AddressSmtp, Use::Smtp;
}

impl AddressUdp {
    /// A port of a host.
    pub(super) fn new(host: &str, port: u16) -> Self {
        Self(Address { scheme: "udp".to_owned(), host: host.to_owned(), port, ..Address::default() })
    }
}

/// An email address, with or without a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailAddress(pub String);

impl Scalar for MailAddress {
    const EXPECTS: Expected =
        Expected::new("a valid email address", "an email address such as `Authelia <authelia@example.com>`");

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Text(text) if text.is_empty() => Ok(None),
            Kind::Text(text) if mail::is_address(text) => Ok(Some(Self(text.clone()))),
            _ => structure(kind),
        }
    }
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum TlsVersion {
    /// Not set.
    #[default]
    Unset,
    /// SSL 3.0
    Ssl30,
    /// TLS 1.0
    Tls10,
    /// TLS 1.1
    Tls11,
    /// TLS 1.2
    Tls12,
    /// TLS 1.3
    Tls13,
}

impl Scalar for TlsVersion {
    const EXPECTS: Expected = Expected::new("a valid TLS version", "`TLS1.2` or `TLS1.3`");

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        let Kind::Text(text) = kind else {
            return structure(kind);
        };
        match text.to_uppercase().replace(' ', "").as_str() {
            "TLS1.3" | "1.3" => Ok(Some(Self::Tls13)),
            "TLS1.2" | "1.2" => Ok(Some(Self::Tls12)),
            "TLS1.1" | "1.1" => Ok(Some(Self::Tls11)),
            "TLS1.0" | "1.0" => Ok(Some(Self::Tls10)),
            "SSL3.0" | "SSLV3" => Ok(Some(Self::Ssl30)),
            _ => Err(None),
        }
    }
}

/// A UUID that identifies a model of authenticators.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Uuid(pub String);

impl Scalar for Uuid {
    const EXPECTS: Expected = Expected::new("a valid UUID", "a UUID such as `6d44ba9b-f6ec-2e49-b930-0c8fe920cb73`");

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            // To Authelia's decoder a UUID is a list of bytes, and a number is a list of one.
            Kind::Null | Kind::Sequence { .. } => Ok(None),
            Kind::Bool(_) | Kind::Int(_) | Kind::Uint(_) | Kind::Float(_) => Ok(Some(Self::default())),
            Kind::Text(text) if is_uuid(text) => Ok(Some(Self(text.clone()))),
            _ => Err(None),
        }
    }
}

/// Whether `google/uuid` 1.6 accepts the text.
fn is_uuid(text: &str) -> bool {
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bare = match text.len() {
        32 => return hex(text),
        36 => Some(text),
        38 => text.get(1..37),
        45 => text.get(..9).filter(|prefix| prefix.eq_ignore_ascii_case("urn:uuid:")).and(text.get(9..)),
        _ => None,
    };
    bare.is_some_and(|bare| {
        let parts: Vec<&str> = bare.split('-').collect();
        parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(|part| hex(part))
    })
}

/// A key of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnyKey(pub Option<Key>);

impl Scalar for AnyKey {
    const EXPECTS: Expected = Expected::new("a valid PEM key", "a key in PEM format");
    const SECRET: bool = true;

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Null => Ok(None),
            Kind::Text(text) => {
                keys::parse(text).map(|key| Some(Self(Some(key)))).map_err(|error| Some(error.to_string()))
            }
            _ => Err(None),
        }
    }
}

/// A private key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrivateKey(pub Option<Key>);

impl Scalar for PrivateKey {
    const EXPECTS: Expected = Expected::new("a valid PEM private key", "a private key in PEM format");
    const SECRET: bool = true;

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Null => Ok(None),
            Kind::Text(text) => match keys::parse(text) {
                Ok(key) if key.is_private() => Ok(Some(Self(Some(key)))),
                Ok(key) => Err(Some(format!("it is {}", key.kind()))),
                Err(error) => Err(Some(error.to_string())),
            },
            _ => structure(kind),
        }
    }
}

/// An RSA private key; an empty string means no key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RsaPrivateKey(pub Option<Key>);

impl Scalar for RsaPrivateKey {
    const EXPECTS: Expected = Expected::new("a valid PEM RSA private key", "an RSA private key in PEM format");
    const SECRET: bool = true;

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Text(text) if text.is_empty() => Ok(None),
            Kind::Text(text) => match keys::parse(text) {
                Ok(key @ Key::Rsa { private: true, .. }) => Ok(Some(Self(Some(key)))),
                Ok(key) => Err(Some(format!("it is {}", key.kind()))),
                Err(error) => Err(Some(error.to_string())),
            },
            _ => structure(kind),
        }
    }
}

impl Scalar for Chain {
    const EXPECTS: Expected = Expected::new("a valid PEM certificate chain", "certificates in PEM format");
    const SECRET: bool = true;

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Text(text) => Self::parse(text).map(Some).map_err(|error| Some(error.to_string())),
            _ => structure(kind),
        }
    }
}

/// A client secret: its digest, or the secret in plain text.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ClientSecret {
    text: Secret,
    digest: Option<Digest>,
}

impl ClientSecret {
    /// The text as written; use it only for checks, never in output.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// The digest; `None` if no secret is given.
    #[must_use]
    pub const fn digest(&self) -> Option<&Digest> {
        self.digest.as_ref()
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(•••)")
    }
}

impl Scalar for ClientSecret {
    const EXPECTS: Expected =
        Expected::new("a valid digest", "a digest generated with `authelia crypto hash generate`");
    const SECRET: bool = true;

    fn decode(kind: &Kind, _: &Decoder<'_>) -> DecodedScalar<Self> {
        match kind {
            Kind::Text(text) if text.is_empty() => Ok(None),
            Kind::Text(text) => match digest::decode(text) {
                Ok(digest) => Ok(Some(Self { text: Secret::new(text.clone()), digest: Some(digest) })),
                Err(error) => Err(Some(error.to_string())),
            },
            _ => structure(kind),
        }
    }
}
