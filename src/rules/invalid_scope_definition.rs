//! `invalid-scope-definition`; see the rule's page for what, why and examples.

use super::prelude::*;
use crate::config::claims::{self, RESERVED_CLAIMS, STANDARD_CLAIMS};

pub(super) static RULE: Rule = rule!("invalid-scope-definition", Check::Config(check));

const STANDARD_SCOPES: [&str; 9] = [
    "openid", "email", "profile", "address", "phone", "groups", "offline_access", "offline", "authelia.bearer.authz",
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(provider) = context.provider() else { return };
    let own = claims::of_policies(provider);
    for (name, scope) in &provider.scopes.entries {
        let place = Place { span: name.span, ..scope.place };
        if STANDARD_SCOPES.contains(&name.text.as_str()) {
            refused(findings, place, &format!("`{}` is a standard scope", name.text), "choose another name");
        } else if name.text.starts_with("authelia.") && name.text != "authelia.pam" {
            refused(findings, place, "names that begin with `authelia.` are Authelia's own", "choose another name");
        }
        for item in &scope.claims.items {
            let Some(claim) = item.text() else { continue };
            if RESERVED_CLAIMS.contains(&claim) {
                refused(findings, item.place, &format!("the claim `{claim}` belongs to the protocol"), "remove it");
            } else if !STANDARD_CLAIMS.contains(&claim)
                && context.may_say_undefined(&provider.claims_policies)
                && own.as_ref().is_some_and(|own| !own.contains(&claim))
            {
                let help = format!("define `{claim}` below the `custom_claims` of a claims policy");
                refused(findings, item.place, &format!("no claims policy defines the claim `{claim}`"), &help);
            }
        }
    }
}

fn refused(findings: &mut Findings<'_>, place: Place, what: &str, help: &str) {
    findings.report(place, format!("{what}, so Authelia refuses to start")).label("here").help(help);
}
