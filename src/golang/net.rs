//! Networks as Authelia parses them (`ParseHostCIDR` in `internal/utils/ip.go`, 4.39.20; Go's `net.ParseCIDR`).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range of addresses of one family, inclusive.
///
/// Go treats an IPv4-mapped IPv6 address as the IPv4 address, so no request comes from `::ffff:0:0/96`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    last: IpAddr,
}

/// The IPv4-mapped IPv6 addresses.
const MAPPED: Network = Network {
    first: IpAddr::V6(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0)),
    last: IpAddr::V6(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0xffff, 0xffff)),
};

impl Network {
    /// Parses an address, or an address with a prefix length in bits. Returns `None` if the text is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = if let Some((address, length)) = text.split_once('/') {
            (address.parse().ok()?, prefix_length(length)?)
        } else {
            let address: IpAddr = text.parse().ok()?;
            // Authelia appends `/32` to a mapped address, too, which results in the network `::/32`.
            (address, if address.to_canonical().is_ipv4() { 32 } else { 128 })
        };
        match address {
            IpAddr::V4(address) => Self::v4(address.to_bits(), length),
            IpAddr::V6(address) => Self::v6(address.to_bits(), length),
        }
    }

    fn v4(address: u32, length: u32) -> Option<Self> {
        let host = u32::MAX.checked_shr(length).unwrap_or(0);
        let of = |bits: u32| IpAddr::V4(Ipv4Addr::from_bits(bits));
        (length <= 32).then(|| Self { first: of(address & !host), last: of(address | host) })
    }

    fn v6(address: u128, length: u32) -> Option<Self> {
        let host = u128::MAX.checked_shr(length).unwrap_or(0);
        let of = |bits: u128| IpAddr::V6(Ipv6Addr::from_bits(bits));
        let network = Self { first: of(address & !host), last: of(address | host) };
        // If the first address is mapped, all are.
        let is_mapped = network.first.to_canonical().is_ipv4();
        let canonical = Self { first: network.first.to_canonical(), last: network.last.to_canonical() };
        (length <= 128).then_some(if is_mapped { canonical } else { network })
    }

    /// Whether a request from an address comes from the network.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.first <= address && address <= self.last
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (length, longest) = match (self.first, self.last) {
            (IpAddr::V4(first), IpAddr::V4(last)) => ((first.to_bits() ^ last.to_bits()).leading_zeros(), 32),
            (IpAddr::V6(first), IpAddr::V6(last)) => ((first.to_bits() ^ last.to_bits()).leading_zeros(), 128),
            _ => return write!(f, "{} to {}", self.first, self.last),
        };
        if length == longest { self.first.fmt(f) } else { write!(f, "{}/{length}", self.first) }
    }
}

/// One address for each combination of networks that contain it: what is true of requests from these addresses is true
/// of all requests.
#[must_use]
pub fn representatives(networks: &[Network]) -> Vec<IpAddr> {
    // A set of addresses in the same networks starts where a network starts, or directly after one.
    let starts = networks.iter().map(|network| network.first);
    let ends = networks.iter().chain([&MAPPED]).filter_map(|network| next(network.last));
    let least = [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)];
    let mut addresses: Vec<IpAddr> = starts.chain(ends).chain(least).filter(|at| !MAPPED.contains(*at)).collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

fn next(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => address.to_bits().checked_add(1).map(|bits| Ipv4Addr::from_bits(bits).into()),
        IpAddr::V6(address) => address.to_bits().checked_add(1).map(|bits| Ipv6Addr::from_bits(bits).into()),
    }
}

fn prefix_length(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_networks() {
        for text in ["10.0.0.0/8", "192.168.1.7", "::1", "fd00::/8", "10.1.2.3/08", "::ffff:1.2.3.4", "0.0.0.0/0"] {
            assert!(Network::parse(text).is_some(), "{text}");
        }
        for text in ["10.0.0.0/33", "10.0.0", "internal", "10.0.0.0/8/8", "", "10.0.0.0/", "010.0.0.1", "10.0.0.0/+8"] {
            assert!(Network::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_network_contains_the_addresses_of_its_family() {
        for (network, inside, outside) in [
            ("10.1.2.3/8", "10.255.255.255", "11.0.0.0"),
            ("192.168.1.7", "192.168.1.7", "192.168.1.8"),
            ("0.0.0.0/0", "8.8.8.8", "::8"),
            ("::/0", "::8", "8.8.8.8"),
            ("::/80", "::8", "::1:0:0:0"),
            ("fd00::/8", "fdff::1", "fe00::"),
            ("::ffff:10.0.0.0/104", "10.1.2.3", "11.0.0.0"),
            ("::ffff:1.2.3.4", "::1", "1.2.3.4"),
        ] {
            let parsed = Network::parse(network).unwrap();
            assert!(parsed.contains(inside.parse().unwrap()), "{network} {inside}");
            assert!(!parsed.contains(outside.parse().unwrap()), "{network} {outside}");
        }
    }

    #[test]
    fn every_combination_of_networks_is_represented() {
        let networks = ["10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/5", "fd00::/8"].map(|text| Network::parse(text).unwrap());
        let kind = |address: IpAddr| networks.map(|network| network.contains(address));
        let represented: Vec<_> = representatives(&networks).into_iter().map(kind).collect();
        for address in ["10.1.2.3", "10.2.3.4", "8.8.8.8", "1.1.1.1", "fd00::1", "::1", "255.255.255.255"] {
            assert!(represented.contains(&kind(address.parse().unwrap())), "{address}");
        }
    }
}
