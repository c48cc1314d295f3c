//! `invalid-scope-definition`; see the rule's page for what, why and examples.

use crate::config::claims::{RESERVED_CLAIMS, STANDARD_CLAIMS, STANDARD_SCOPES};
use crate::rules::prelude::*;
use crate::rules::wording::refused;
use crate::text::Span;

pub(super) static RULE: Rule = rule!("invalid-scope-definition", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    for (name, scope) in &provider.scopes.entries {
        let place = Place { span: name.span, ..scope.place };
        if STANDARD_SCOPES.contains(&name.text.as_str()) {
            refused(
                reporter,
                place,
                format!("`{}` is a standard scope and cannot be redefined", name.text),
                "choose another name for the scope",
            )
            .label("reserved name");
        } else if name.text.starts_with("authelia.") && name.text != "authelia.pam" {
            let what = "scope names that start with `authelia.` are reserved";
            refused(reporter, place, what, "choose another name for the scope").label("reserved name");
        }
        for item in &scope.claims.items {
            let Some(claim) = item.text() else { continue };
            if RESERVED_CLAIMS.contains(&claim) {
                refused(reporter, item.place, format!("the claim `{claim}` is reserved by the protocol"), "remove it")
                    .label("reserved claim");
            } else if !STANDARD_CLAIMS.contains(&claim)
                && context.config.may_say_undefined(&provider.claims_policies)
                && context.own_claims.is_some_and(|own| !own.contains(claim))
            {
                let help = format!("define `{claim}` in the `custom_claims` of a claims policy");
                let finding =
                    refused(reporter, item.place, format!("no claims policy defines the claim `{claim}`"), &help);
                finding.label("undefined claim");
                for (span, text) in near(provider, claim) {
                    finding.also(span, text);
                }
            }
        }
    }
}

/// More policies are not shown in a finding.
const MAX_SHOWN: usize = 3;

/// Where the claim could have been defined: the policies, and claims under this key that have another `name`.
fn near<'a>(provider: &'a OpenIdConnect, claim: &'a str) -> impl Iterator<Item = (Span, &'static str)> + 'a {
    let policies = &provider.claims_policies;
    let none = policies.entries.is_empty().then_some((policies.place.span, "no claims policies"));
    let claims = policies.entries.iter().take(MAX_SHOWN).filter_map(move |(name, policy)| {
        let custom = &policy.custom_claims;
        let renamed = custom.get(claim).map(|claim| (claim.name.span(), "has another `name`"));
        let place = if custom.place.given { custom.place.span } else { name.span };
        renamed.or(Some((place, "not defined in this policy")))
    });
    none.into_iter().chain(claims)
}
