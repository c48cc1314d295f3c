//! What policies can see of each kind of option.

use crate::config::access_control::QueryValue;
use crate::config::formats::{
    AddressLdap, AddressSmtp, AddressTcp, AddressUdp, AnyKey, ClientSecret, MailAddress, PrivateKey, RefreshInterval,
    RsaPrivateKey, TlsVersion, Uuid,
};
use crate::config::scalars::{Cidr, Network, Regexp};
use crate::crypto::digest::{Algorithm, Argon2, Hash};
use crate::crypto::keys::Chain;
use crate::golang::address::Address;
use crate::golang::duration::Duration;
use crate::golang::url::Url;
use crate::text::Secret;

use super::{PolicyVisible, Type, View};

/// Nanoseconds in a second.
const SECOND: i64 = 1_000_000_000;

/// Declares how each kind is shown.
macro_rules! shown {
    ($($kind:ty: $as:ident, $value:ident => $view:expr;)*) => {
        $(impl PolicyVisible for $kind {
            const TYPE: Type = Type::$as;

            fn shown(&self) -> View {
                let $value = self;
                $view
            }
        })*
    };
}

shown! {
    String: Text, text => View::text(text);
    bool: Bool, value => View::Bool(*value);
    i64: Int, number => View::Int(*number);
    Duration: Duration, duration => whole_seconds(*duration).map_or(View::Unknown, View::Int);
    Url: Text, url => View::text(url_text(url));
    AddressTcp: Text, address => View::text(address_text(&address.0));
    AddressUdp: Text, address => View::text(address_text(&address.0));
    AddressLdap: Text, address => View::text(address_text(&address.0));
    AddressSmtp: Text, address => View::text(address_text(&address.0));
    MailAddress: Text, address => View::text(&address.0);
    Uuid: Text, uuid => View::text(&uuid.0);
    Cidr: Text, network => View::text(&network.0);
    Network: Text, network => View::text(&network.0);
    Regexp: Text, regexp => View::text(regexp.text());
    TlsVersion: Text, version => View::text(tls_version(*version));
    RefreshInterval: Text, interval => refresh_interval(*interval);
    QueryValue: Text, value => query_value(value);
    ClientSecret: Text, secret => View::text(secret.digest().map_or("", |digest| kind(digest.algorithm())));
    Secret: Text, secret => View::text(if secret.expose().is_empty() { "" } else { "plaintext" });
    AnyKey: Text, _key => View::text("key");
    PrivateKey: Text, _key => View::text("key");
    RsaPrivateKey: Text, _key => View::text("key");
    Chain: Text, _chain => View::text("certificate");
}

/// A duration in seconds. Returns `None` if it has a fraction: rounded, half a second would be none.
const fn whole_seconds(duration: Duration) -> Option<i64> {
    if duration.0 % SECOND == 0 { Some(duration.0 / SECOND) } else { None }
}

/// The name of a kind of digest.
const fn kind(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Plaintext => "plaintext",
        Algorithm::Pbkdf2 { hash: Hash::Sha1, .. } => "pbkdf2-sha1",
        Algorithm::Pbkdf2 { hash: Hash::Sha224, .. } => "pbkdf2-sha224",
        Algorithm::Pbkdf2 { hash: Hash::Sha256, .. } => "pbkdf2-sha256",
        Algorithm::Pbkdf2 { hash: Hash::Sha384, .. } => "pbkdf2-sha384",
        Algorithm::Pbkdf2 { hash: Hash::Sha512, .. } => "pbkdf2-sha512",
        Algorithm::Argon2 { variant: Argon2::I, .. } => "argon2i",
        Algorithm::Argon2 { variant: Argon2::D, .. } => "argon2d",
        Algorithm::Argon2 { variant: Argon2::Id, .. } => "argon2id",
        Algorithm::Scrypt { .. } => "scrypt",
        Algorithm::Yescrypt => "yescrypt",
        Algorithm::Bcrypt { .. } => "bcrypt",
        Algorithm::BcryptSha256 { .. } => "bcrypt-sha256",
        Algorithm::ShaCrypt { hash: Hash::Sha256, .. } => "sha256-crypt",
        Algorithm::ShaCrypt { .. } => "sha512-crypt",
    }
}

/// A URL without its user, who may have a password.
fn url_text(url: &Url) -> String {
    let Url { scheme, opaque, host, path, raw_query, fragment, .. } = url;
    let mut text = if scheme.is_empty() { String::new() } else { format!("{scheme}:") };
    if opaque.is_empty() {
        if !host.is_empty() || path.starts_with("//") {
            text = text + "//" + host;
        }
        text += path;
    } else {
        text += opaque;
    }
    for (mark, part) in [("?", raw_query), ("#", fragment)] {
        if !part.is_empty() {
            text = text + mark + part;
        }
    }
    text
}

fn address_text(address: &Address) -> String {
    let Address { scheme, host, port, path, .. } = address;
    let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
    let port = if *port == 0 { String::new() } else { format!(":{port}") };
    format!("{scheme}://{host}{port}{path}")
}

const fn tls_version(version: TlsVersion) -> &'static str {
    match version {
        TlsVersion::Unset => "",
        TlsVersion::Ssl30 => "SSL3.0",
        TlsVersion::Tls10 => "TLS1.0",
        TlsVersion::Tls11 => "TLS1.1",
        TlsVersion::Tls12 => "TLS1.2",
        TlsVersion::Tls13 => "TLS1.3",
    }
}

fn refresh_interval(interval: RefreshInterval) -> View {
    match interval {
        RefreshInterval::Unset => View::Unknown,
        RefreshInterval::Always => View::text("always"),
        RefreshInterval::Never => View::text("disable"),
        RefreshInterval::After(duration) => {
            whole_seconds(duration).map_or(View::Unknown, |seconds| View::text(format!("{seconds}s")))
        }
    }
}

fn query_value(value: &QueryValue) -> View {
    match value {
        QueryValue::Text(text) => View::text(text),
        QueryValue::Absent => View::text(""),
        QueryValue::Other => View::Unknown,
    }
}
