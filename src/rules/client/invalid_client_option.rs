//! `invalid-client-option`; see the rule's page for what, why and examples.

use crate::config::choices::{GRANT_TYPES, RESPONSE_MODES};
use crate::rules::prelude::*;
use crate::rules::wording::{choice, invalid_choice, without_client_credentials};
use crate::text::suggestion::nearest;

pub(super) static RULE: Rule = rule!("invalid-client-option", Check::Client(check));

const CONSENT_MODES: [&str; 4] = ["auto", "implicit", "explicit", "pre-configured"];
const AUDIENCE_MODES: [&str; 2] = ["explicit", "implicit"];
const CHALLENGE_METHODS: [&str; 2] = ["plain", "S256"];

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    choice(reporter, &client.consent_mode, "consent_mode", &CONSENT_MODES);
    choice(reporter, &client.requested_audience_mode, "requested_audience_mode", &AUDIENCE_MODES);
    choice(reporter, &client.pkce_challenge_method, "pkce_challenge_method", &CHALLENGE_METHODS);
    for (list, option, allowed) in [
        (&client.response_modes, "response_modes", &RESPONSE_MODES[..]),
        (&client.grant_types, "grant_types", &GRANT_TYPES[..]),
    ] {
        for item in &list.items {
            if let Some(found) = item.text().filter(|found| !allowed.contains(found)) {
                let finding = invalid_choice(reporter, item.place, option, found, allowed);
                if nearest(found, allowed.iter().copied()).is_none() {
                    finding.fix(Fix::unsafe_(Change::exclude(list, item.place)));
                }
            }
        }
    }
    if client.public.is_true() && client.grant_types.has("client_credentials") {
        reporter
            .report(client.grant_types.place, "a public client cannot use the grant type `client_credentials`")
            .label("includes `client_credentials`")
            .also(client.public.place.span, "public client")
            .help("remove `client_credentials`, or write `public: false` and give the client a secret")
            .fix(without_client_credentials(client));
    }
}
