//! `unmatchable-redirect-uri`; see the rule's page for what, why and examples.

use super::prelude::*;

pub(super) static RULE: Rule = rule!("unmatchable-redirect-uri", Check::Client(check));

fn check(client: &Client, _: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(uris) = client.redirect_uris.texts() else {
        return;
    };
    let hopeless = uris.iter().all(|uri| reason(uri).is_some());
    for item in &client.redirect_uris.items {
        let Some((what, help)) = item.text().and_then(reason) else {
            continue;
        };
        let finding = findings
            .report(item.place, format!("this redirect URI never matches: {what}"))
            .label("never matches")
            .help(help);
        if hopeless {
            finding.effect(Effect::Login).severity(Severity::Error);
        }
    }
}

fn reason(uri: &str) -> Option<(&'static str, &'static str)> {
    if !redirect_uri::can_match(uri) {
        Some(("Authelia refuses a redirect URI with a fragment", "remove `#` and what follows it"))
    } else if redirect_uri::host(uri.split_once("://")?.1).contains('*') {
        Some(("Authelia knows no wildcards, and no host is called `*`", "list each redirect URI in full"))
    } else {
        None
    }
}
