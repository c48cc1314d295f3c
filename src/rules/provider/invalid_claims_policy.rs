//! `invalid-claims-policy`; see the rule's page for what, why and examples.

use crate::config::claims::{self, RESERVED_CLAIMS, RESERVED_IN_ID_TOKENS, STANDARD_CLAIMS};
use crate::config::oidc::ClaimsPolicy;
use crate::config::user_attributes::is_attribute;
use crate::rules::prelude::*;
use crate::rules::wording::{choice, refused};
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("invalid-claims-policy", Check::Config(check));

const AUDIENCE_MODES: [&str; 2] = ["specification", "experimental-merged"];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    for (_, policy) in &provider.claims_policies.entries {
        custom_claims(policy, context, reporter);
        choice(reporter, &policy.id_token_audience_mode, "id_token_audience_mode", &AUDIENCE_MODES);
        let custom: Option<Vec<&str>> = policy.custom_claims.entries.iter().map(claims::name).collect();
        let Some(custom) = custom.filter(|_| !policy.custom_claims.unknown) else { continue };
        tokens(&policy.id_token, &RESERVED_IN_ID_TOKENS, &custom, reporter);
        tokens(&policy.access_token, &RESERVED_CLAIMS, &custom, reporter);
    }
}

fn custom_claims(policy: &ClaimsPolicy, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for entry in &policy.custom_claims.entries {
        let Some(name) = claims::name(entry) else { continue };
        let (key, claim) = entry;
        if RESERVED_CLAIMS.contains(&name) {
            refused(
                reporter,
                claim.place,
                format!("the claim `{name}` is reserved by the protocol"),
                "choose another name for the claim",
            )
            .label("reserved claim");
        }
        if seen.contains(&name) {
            refused(reporter, claim.place, format!("the claim `{name}` is defined twice"), "remove one of the two")
                .label("second definition");
        }
        seen.push(name);
        let Some(attribute) = claim.attribute.text() else { continue };
        let attribute = if attribute.is_empty() { &key.text } else { attribute };
        if is_attribute(attribute, context.config) == Some(false) {
            let place = if claim.attribute.is_zero() { claim.place } else { claim.attribute.place };
            let help = "define it in `definitions.user_attributes`, or use an attribute that the backend provides";
            let defined = context.config.root.definitions.user_attributes.place;
            refused(reporter, place, format!("the user attribute `{attribute}` does not exist"), help)
                .label("unknown attribute")
                .also_at(defined.given.then_some(defined.key_or_value()), "not defined here");
        }
    }
}

fn tokens(list: &List<Value<String>>, reserved: &[&str], custom: &[&str], reporter: &mut Reporter<'_>) {
    for item in &list.items {
        let Some(claim) = item.text() else { continue };
        if reserved.contains(&claim) {
            refused(reporter, item.place, format!("the claim `{claim}` is always included"), "remove it")
                .label("always included");
        } else if !custom.contains(&claim) && !STANDARD_CLAIMS.contains(&claim) {
            let known = STANDARD_CLAIMS.iter().copied().chain(custom.iter().copied());
            let help = match nearest(claim, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("define `{claim}` in the `custom_claims` of this policy, or remove it"),
            };
            refused(reporter, item.place, format!("the claim `{claim}` is not defined"), &help).label("unknown claim");
        }
    }
}
