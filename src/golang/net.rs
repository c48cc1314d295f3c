//! Networks as Authelia reads them (`ParseHostCIDR` in `internal/utils/ip.go`, 4.39.20; Go's `net.ParseCIDR`).

use std::net::IpAddr;

/// Whether a text is an address, or an address and the length of its prefix in bits.
#[must_use]
pub fn is_network(text: &str) -> bool {
    match text.split_once('/') {
        None => text.parse::<IpAddr>().is_ok(),
        Some((address, length)) => match address.parse::<IpAddr>() {
            Ok(IpAddr::V4(_)) => is_length(length, 32),
            Ok(IpAddr::V6(_)) => is_length(length, 128),
            Err(_) => false,
        },
    }
}

fn is_length(text: &str, longest: u32) -> bool {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.parse().is_ok_and(|length: u32| length <= longest)
}

#[cfg(test)]
mod tests {
    use super::is_network;

    #[test]
    fn addresses_and_networks() {
        for text in ["10.0.0.0/8", "192.168.1.7", "::1", "fd00::/8", "10.1.2.3/08", "::ffff:1.2.3.4"] {
            assert!(is_network(text), "{text}");
        }
        for text in ["10.0.0.0/33", "10.0.0", "internal", "10.0.0.0/8/8", "", "10.0.0.0/", "010.0.0.1", "10.0.0.0/+8"] {
            assert!(!is_network(text), "{text}");
        }
    }
}
