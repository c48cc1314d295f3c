//! Keys and certificates, as Authelia parses them (`ParseX509FromPEM` in `internal/utils/crypto.go`, 4.39.20). Private
//! keys are never part of any output.

mod asn1;
mod certificate;
mod curve;
mod key;
mod pem;
mod rsa;

pub use certificate::Chain;
pub use curve::Curve;
pub use key::{Key, KeyError, parse};
