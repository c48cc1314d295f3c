//! `invalid-definition`; see the rule's page for what, why and examples.

use std::collections::HashMap;

use super::prelude::*;
use crate::span::Span;

pub(super) static RULE: Rule = rule!("invalid-definition", Check::Config(check));

/// Attributes that Authelia knows of itself (`internal/expression/util.go`).
const RESERVED: [&str; 31] = [
    "username", "groups", "display_name", "email", "emails", "emails_extra", "email_verified", "given_name",
    "middle_name", "family_name", "nickname", "profile", "picture", "website", "gender", "birthdate", "zoneinfo",
    "locale", "phone_number", "phone_number_rfc3966", "phone_extension", "phone_number_verified", "address",
    "street_address", "locality", "region", "postal_code", "country", "updated_at", "openid_authreq_claim_value",
    "openid_authreq_claim_values",
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    networks(context, findings);
    user_attributes(context, findings);
}

/// `access_control.networks` is the old place of `definitions.network`; a name may stand in one of them, once.
fn networks(context: &Context<'_>, findings: &mut Findings<'_>) {
    let root = &context.config.root;
    let definitions = root.definitions.network.entries.iter().map(|(name, _)| (name.text.as_str(), name.span));
    let mut taken: HashMap<&str, Span> = definitions.collect();
    for network in &root.access_control.networks.items {
        let Some(name) = network.name.text() else { continue };
        if let Some(first) = taken.insert(name, network.name.place.span) {
            findings
                .report(network.name.place, format!("the network `{name}` is defined twice, and Authelia refuses to start"))
                .label("here again")
                .also(first, "here first")
                .help("remove one of them, or choose another name");
        }
    }
}

fn user_attributes(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (name, attribute) in &context.config.root.definitions.user_attributes.entries {
        if RESERVED.contains(&name.text.as_str()) {
            findings
                .report_key(attribute.place, format!("the user attribute `{}` is one of Authelia's own, and it refuses to start", name.text))
                .label("a reserved name")
                .help("choose another name");
        }
    }
}
