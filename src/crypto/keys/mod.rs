//! Keys and certificates, as Authelia parses them (`ParseX509FromPEM` in `internal/utils/crypto.go`, 4.39.20). Nothing
//! here shows a private key.

mod certificate;
mod key;
mod pem;
mod rsa;

pub use certificate::Chain;
pub use key::{Curve, Key, KeyError, parse};
