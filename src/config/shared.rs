//! Parts that several sections have (`internal/configuration/schema/shared.go`, 4.39.20).

use crate::crypto::keys::Chain;
use crate::golang::duration::Duration;

use super::formats::{PrivateKey, TlsVersion};
use super::section::section;
use super::value::Value;

section! {
    /// How a connection is secured.
    pub struct Tls {
        minimum_version: Value<TlsVersion>,
        maximum_version: Value<TlsVersion>,
        skip_verify: Value<bool>,
        server_name: Value<String>,
        private_key: Value<PrivateKey>,
        certificate_chain: Value<Chain>,
    }
}

section! {
    /// Timeouts of a listener.
    pub struct Timeouts {
        read: Value<Duration>,
        write: Value<Duration>,
        idle: Value<Duration>,
    }
}

section! {
    /// Buffer sizes of a listener, in bytes.
    pub struct Buffers {
        read: Value<i64>,
        write: Value<i64>,
    }
}
