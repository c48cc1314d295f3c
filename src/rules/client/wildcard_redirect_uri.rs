//! `wildcard-redirect-uri`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("wildcard-redirect-uri", Check::Client(check));

/// Why a redirect URI never matches.
struct NeverMatches {
    what: &'static str,
    help: &'static str,
    /// No request can contain it at all.
    certain: bool,
}

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let uris = &client.redirect_uris;
    let reason = |item: &Value<String>| item.partly_known().and_then(reason);
    let hopeless = !uris.unknown && uris.items.iter().all(|item| reason(item).is_some_and(|reason| reason.certain));
    for item in &uris.items {
        let Some(NeverMatches { what, help, .. }) = reason(item) else {
            continue;
        };
        let finding = reporter
            .report(item.place, format!("this redirect URI never matches: {what}"))
            .label("never matches")
            .help(help);
        if hopeless {
            finding.effect(Effect::Login).severity(Severity::Error);
        }
    }
}

fn reason(uri: &str) -> Option<NeverMatches> {
    let address = uri.split_once("://").map(|(_, rest)| rest);
    if !redirect_uri::can_match(uri) {
        let what = "Authelia rejects redirect URIs with a fragment";
        Some(NeverMatches { what, help: "remove `#` and everything after it", certain: true })
    } else if address.is_some_and(|rest| redirect_uri::host(rest).contains('*')) {
        let what = "Authelia does not support wildcards, and a real host name contains no `*`";
        Some(NeverMatches { what, help: "list each redirect URI in full", certain: true })
    } else if uri.contains('*') {
        let what = "Authelia does not support wildcards, so `*` is a literal asterisk";
        Some(NeverMatches { what, help: "list each redirect URI in full", certain: false })
    } else {
        None
    }
}
