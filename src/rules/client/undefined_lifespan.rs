//! `undefined-lifespan`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("undefined-lifespan", Check::Client(check));

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    let defined = &provider.lifespans.custom;
    let Some(name) = client.lifespan.text().filter(|name| !name.is_empty()) else { return };
    if !context.config.may_say_undefined(defined) || defined.get(name).is_some() {
        return;
    }
    let near = nearest(name, defined.names());
    reporter
        .report(client.lifespan.place, format!("the lifespan `{name}` is not defined"))
        .label("unknown lifespan")
        .also(defined.place.span, "defined lifespans")
        .help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("define `{name}` under `identity_providers.oidc.lifespans.custom`, or remove the option"),
        })
        .fix(match near {
            Some(near) => Fix::safe(Change::set(client.lifespan.place, near)),
            None => Fix::unsafe_(Change::remove(client.lifespan.place)),
        });
}
