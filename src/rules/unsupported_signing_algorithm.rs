//! `unsupported-signing-algorithm`; see the rule's page for what, why and examples.

use super::prelude::*;
use super::wording::invalid_choice;

pub(super) static RULE: Rule = rule!("unsupported-signing-algorithm", Check::Client(check));

/// What a client's answers are signed with: the prefix of the options, and whether `none` is refused.
fn answers(client: &Client) -> [(&'static str, &Value<String>, &Value<String>, bool); 5] {
    [
        (
            "authorization",
            &client.authorization_signed_response_alg,
            &client.authorization_signed_response_key_id,
            true,
        ),
        ("id_token", &client.id_token_signed_response_alg, &client.id_token_signed_response_key_id, true),
        ("access_token", &client.access_token_signed_response_alg, &client.access_token_signed_response_key_id, false),
        ("userinfo", &client.userinfo_signed_response_alg, &client.userinfo_signed_response_key_id, false),
        (
            "introspection",
            &client.introspection_signed_response_alg,
            &client.introspection_signed_response_key_id,
            false,
        ),
    ]
}

fn check(client: &Client, context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(provider) = context.provider() else { return };
    if !context.issuer.certain || !context.config.whole {
        return;
    }
    for (prefix, algorithm, key_id, must_sign) in answers(client) {
        let (Some(wanted), Some(id)) = (algorithm.text(), key_id.text()) else { continue };
        if !id.is_empty() {
            let ids = context.issuer.ids();
            if !ids.contains(&id) {
                invalid_choice(findings, key_id.place, &format!("{prefix}_signed_response_key_id"), id, &ids).also(provider.jwks.place.span, "the provider\'s keys");
            }
            continue;
        }
        let mut offered = context.issuer.algorithms();
        if !must_sign {
            offered.push("none");
        }
        // RS256 is what the provider must always have; the secret's algorithms need no key.
        let own = ["", "RS256", "HS256", "HS384", "HS512"];
        if !own.contains(&wanted) && !offered.contains(&wanted) {
            invalid_choice(findings, algorithm.place, &format!("{prefix}_signed_response_alg"), wanted, &offered).also(provider.jwks.place.span, "the provider\'s keys");
        }
    }
}
