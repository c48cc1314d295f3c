//! `unsupported-signing-algorithm`; see the rule's page for what, why and examples.

use crate::config::choices::SIGNING_ALGORITHMS;
use crate::config::{Answer, Version};

use crate::rules::prelude::*;
use crate::rules::wording::invalid_choice;

pub(super) static RULE: Rule = rule!("unsupported-signing-algorithm", Check::Client(check));

/// The first version that refuses `authorization_signed_response_alg: none`.
const UNSIGNED_RESPONSES_REFUSED: Version = Version::literal("4.39.6");

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    // If the keys are not known for certain, any algorithm may be available.
    let is_certain = context.issuer.certain && context.config.whole;
    for Answer { prefix, signed_alg: algorithm, signed_key_id: key_id, always_signed, .. } in client.answers() {
        let (Some(wanted), Some(id)) = (algorithm.text(), key_id.text()) else { continue };
        if !id.is_empty() {
            let ids = context.issuer.ids();
            if is_certain && !ids.contains(&id) {
                invalid_choice(reporter, key_id.place, &format!("{prefix}_signed_response_key_id"), id, &ids)
                    .also(provider.jwks.place.span, "the provider's keys");
            }
            continue;
        }
        let mut offered = if is_certain { context.issuer.algorithms() } else { SIGNING_ALGORITHMS.to_vec() };
        if !always_signed || (prefix == "authorization" && context.config.version < UNSIGNED_RESPONSES_REFUSED) {
            offered.push("none");
        }
        // The provider always has an RS256 key, and HMAC algorithms need no key.
        let own = ["", "RS256", "HS256", "HS384", "HS512"];
        if !own.contains(&wanted) && !offered.contains(&wanted) {
            invalid_choice(reporter, algorithm.place, &format!("{prefix}_signed_response_alg"), wanted, &offered)
                .also(provider.jwks.place.span, "the provider's keys");
        }
    }
}
