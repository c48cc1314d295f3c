//! `invalid-provider-option`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::rules::wording::{choice, invalid_choice};

pub(super) static RULE: Rule = rule!("invalid-provider-option", Check::Config(check));

const ENFORCE_PKCE: [&str; 3] = ["always", "never", "public_clients_only"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    choice(reporter, &provider.enforce_pkce, "enforce_pkce", &ENFORCE_PKCE);
    if context.config.whole && provider.clients.is_certainly_empty() && !context.config.is_reported(provider.place) {
        let place = if provider.clients.place.given { provider.clients.place } else { provider.place };
        reporter
            .report_key(place, "the provider needs at least one client")
            .label("no `clients`")
            .help("register a client, or remove `identity_providers.oidc`");
    }
    discovery(provider, context, reporter);
}

fn discovery(provider: &OpenIdConnect, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let (algorithm, key_id) = (&provider.discovery_signed_response_alg, &provider.discovery_signed_response_key_id);
    let (Some(wanted), Some(id)) = (algorithm.text(), key_id.text()) else { return };
    if !context.issuer.certain || !context.config.whole || context.issuer.keys.is_empty() {
        return;
    }
    if !id.is_empty() {
        let ids = context.issuer.ids();
        if !ids.contains(&id) {
            invalid_choice(reporter, key_id.place, "discovery_signed_response_key_id", id, &ids);
        }
        return;
    }
    let mut offered = context.issuer.algorithms();
    offered.push("none");
    if !["", "RS256"].contains(&wanted) && !offered.contains(&wanted) {
        invalid_choice(reporter, algorithm.place, "discovery_signed_response_alg", wanted, &offered);
    }
}
