//! `changed-by-upgrade`; see the rule's page for what, why and examples.

use crate::config::claims::LISTED_CLAIMS_ONLY;
use crate::config::{Config, Configuration, Version};
use crate::rules::prelude::*;
use crate::rules::wording::all_of;

pub(super) static RULE: Rule = rule!("changed-by-upgrade", Check::Config(check));

/// Something that works in another way since a version, although no message says so.
struct Changed {
    since: Version,
    what: &'static str,
    help: &'static str,
    /// The place that it concerns. Returns `None` if the configuration is not affected.
    place: fn(&Configuration) -> Option<Place>,
}

const CHANGED: &[Changed] = &[
    Changed {
        since: Version::literal("4.39.0"),
        what: "signed-in users can change their passwords",
        help: "write `password_change: { disable: true }` to keep it off",
        place: |root| {
            let backend = &root.authentication_backend;
            (!backend.password_change.disable.place.given).then_some(backend.place).filter(|place| place.given)
        },
    },
    Changed {
        since: Version::literal("4.39.0"),
        what: "password resets, second factors and session elevations are limited to a number of requests for each address",
        help: "make sure that the proxy passes on the address of the user, or set `server.endpoints.rate_limits`",
        place: |root| (!root.server.endpoints.rate_limits.place.given).then_some(root.server.place),
    },
    Changed {
        since: Version::literal("4.39.17"),
        what: "requests of applications to the token endpoint are limited to a number for each address",
        help: "set `server.endpoints.rate_limits.openid_connect_token` if many users share an application's address",
        place: |root| {
            let provider = root.identity_providers.oidc.as_ref()?;
            (!root.server.endpoints.rate_limits.openid_connect_token.place.given).then_some(provider.place)
        },
    },
];

/// The claims that each scope added to ID tokens before.
const CLAIMS: [(&str, &[&str]); 3] =
    [("email", &["email", "email_verified"]), ("profile", &["name", "preferred_username"]), ("groups", &["groups"])];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Config { root, version, former_version: Some(former), .. } = context.config else { return };
    let is_new = |since: Version| *former < since && since <= *version;
    for Changed { since, what, help, place } in CHANGED.iter().filter(|changed| is_new(changed.since)) {
        let Some(place) = place(root).filter(|place| place.given && !context.is_unknown(*place)) else { continue };
        reporter.report_key(place, format!("since Authelia {since}, {what}")).label("affected").help(*help);
    }
    for client in context.provider().into_iter().flat_map(|provider| &provider.clients.items) {
        if is_new(LISTED_CLAIMS_ONLY) {
            id_token_claims(client, context, reporter);
        }
    }
}

/// Reports the claims that the ID token of a client loses, unless its application is known to do without.
fn id_token_claims(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let (Some(""), Some(scopes), None) =
        (client.claims_policy.text(), client.effective_scopes(), context.registration(client))
    else {
        return;
    };
    let lost = CLAIMS.iter().filter(|(scope, _)| scopes.contains(scope)).flat_map(|(_, claims)| *claims);
    let lost: Vec<&str> = lost.copied().collect();
    if lost.is_empty() {
        return;
    }
    reporter
        .report(
            client.client_id.place,
            format!(
                "since Authelia {LISTED_CLAIMS_ONLY}, the ID token of this client does not contain {}",
                all_of(&lost)
            ),
        )
        .label("only userinfo contains them")
        .help(
            "if the application reads them from the ID token, give the client a `claims_policy` whose `id_token` lists \
             them; otherwise there is nothing to do",
        );
}
