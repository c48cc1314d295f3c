//! `undefined-claims-policy`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("undefined-claims-policy", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    let defined = &provider.claims_policies;
    let Some(name) = client.claims_policy.text().filter(|name| !name.is_empty()) else { return };
    if !context.config.may_say_undefined(defined) || defined.get(name).is_some() {
        return;
    }
    let near = nearest(name, defined.names());
    let place = client.claims_policy.place;
    reporter
        .report(client.claims_policy.place, format!("the claims policy `{name}` is not defined"))
        .label("unknown claims policy")
        .also(defined.place.span, "defined claims policies")
        .help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("define `{name}` under `identity_providers.oidc.claims_policies`, or remove the option"),
        })
        .fix(match near {
            Some(near) => Fix::safe(Change::set(place, near)),
            None => Fix::unsafe_(Change::remove(place)),
        });
}
