//! `network-without-mask`; see the rule's page for what, why and examples.

use std::net::{IpAddr, Ipv6Addr};

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("network-without-mask", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let root = &context.config.root;
    let policies = context.provider().map(|provider| &provider.authorization_policies.entries);
    let policies = policies.into_iter().flatten().flat_map(|(_, policy)| &policy.rules.items);
    let in_rules = root.access_control.rules.items.iter().map(|rule| &rule.networks);
    for network in in_rules.chain(policies.map(|rule| &rule.networks)).flat_map(|networks| &networks.items) {
        address(network.known().map(|network| network.0.as_str()), network.place, reporter);
    }
    let defined = root.definitions.network.entries.iter().map(|(_, networks)| networks);
    let older = root.access_control.networks.items.iter().map(|named| &named.networks);
    for network in defined.chain(older).flat_map(|networks| &networks.items) {
        address(network.known().map(|network| network.0.as_str()), network.place, reporter);
    }
}

fn address(text: Option<&str>, place: Place, reporter: &mut Reporter<'_>) {
    let Some(text) = text else { return };
    let Ok(address) = text.parse::<IpAddr>() else { return };
    match address {
        IpAddr::V6(mapped) if mapped.to_ipv4_mapped().is_some() => mapped_address(text, mapped, place, reporter),
        IpAddr::V4(address) if address.octets()[3] == 0 && !address.is_unspecified() => {
            let zeros = address.octets().iter().rev().take_while(|octet| **octet == 0).count();
            whole_network(text, 32 - 8 * zeros, place, reporter);
        }
        IpAddr::V6(address) if !address.is_unspecified() && address.segments()[4..] == [0; 4] => {
            whole_network(text, 64, place, reporter);
        }
        IpAddr::V4(_) | IpAddr::V6(_) => {}
    }
}

fn whole_network(text: &str, length: usize, place: Place, reporter: &mut Reporter<'_>) {
    reporter
        .report(place, format!("`{text}` has no mask, so it matches only this one address and not the network"))
        .label("one address")
        .help(format!("write `{text}/{length}`"))
        .fix(Fix::unsafe_(Change::set(place, format!("{text}/{length}").as_str())));
}

fn mapped_address(text: &str, address: Ipv6Addr, place: Place, reporter: &mut Reporter<'_>) {
    let Some(short) = address.to_ipv4_mapped() else { return };
    reporter
        .report(place, format!("Authelia reads `{text}` as the network `::/32`, which does not contain this address"))
        .label("not this address")
        .help(format!("write `{short}`"))
        .fix(Fix::unsafe_(Change::set(place, short.to_string().as_str())));
}
