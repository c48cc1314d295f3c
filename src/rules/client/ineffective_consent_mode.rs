//! `ineffective-consent-mode`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("ineffective-consent-mode", Check::Client(check));

/// The scopes that make Authelia ask for consent (`FormRequiresExplicitConsent` in `internal/oidc/util.go`).
const REFRESHING: [&str; 2] = ["offline_access", "offline"];

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let mode = &client.consent_mode;
    let (Some(name), Some(types)) = (mode.text(), client.effective_response_types()) else { return };
    if !["implicit", "pre-configured"].contains(&name)
        || !types.iter().all(|kind| kind.split(' ').any(|part| part == "code"))
    {
        return;
    }
    // `bearer-authorization-conflict` reports it where the mode must be explicit.
    if client.scopes.has("authelia.bearer.authz") {
        return;
    }
    let Some(scope) = client.scopes.items.iter().find(|item| REFRESHING.iter().any(|scope| item.is(scope))) else {
        return;
    };
    let asked = scope.text().unwrap_or_default();
    reporter
        .report(
            Place { path: client.scopes.place.path, ..scope.place },
            format!("`consent_mode: '{name}'` has no effect on requests for `{asked}`: users must consent each time"),
        )
        .label("requires explicit consent")
        .also(mode.place.span, "replaced by `explicit`")
        .help(format!(
            "remove `{asked}` from `scopes` and from the application's settings, or write `consent_mode: 'explicit'`"
        ));
}
