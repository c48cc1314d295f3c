//! `bearer-authorization-conflict`; see the rule's page for what, why and examples.

use crate::config::choices::{self, AUTH_METHODS, RESPONSE_TYPES};
use crate::rules::prelude::*;
use crate::rules::wording::{all_of, one_of};

pub(super) static RULE: Rule = rule!("bearer-authorization-conflict", Check::Client(check));

/// Allows a client to request tokens that grant access to resources protected by Authelia.
const SCOPE: &str = "authelia.bearer.authz";

const SCOPES: [&str; 3] = ["offline_access", "offline", SCOPE];
const GRANT_TYPES: [&str; 3] = ["authorization_code", "refresh_token", "client_credentials"];
const RESPONSE_MODES: [&str; 2] = ["form_post", "form_post.jwt"];
const METHODS: [&str; 3] = ["client_secret_basic", "client_secret_jwt", "private_key_jwt"];

fn check(client: &Client, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(scope) = client.scopes.items.iter().find(|item| item.is(SCOPE)) else { return };
    let mut conflicts = Conflicts { scope: scope.place, reporter };
    conflicts.only(&client.scopes, "scopes", &SCOPES, |_| true);
    conflicts.required(&client.grant_types, "grant_types", &GRANT_TYPES);
    conflicts.only(&client.grant_types, "grant_types", &GRANT_TYPES, |grant| choices::GRANT_TYPES.contains(&grant));
    if client.audience.is_certainly_empty() {
        conflicts.report(client.audience.place, "`audience` must be set", "write the audience of the tokens");
    }
    // An unknown grant type may be a misspelled `client_credentials`.
    let for_users = |grants: Vec<&str>| {
        grants.iter().all(|grant| choices::GRANT_TYPES.contains(grant)) && !grants.contains(&"client_credentials")
    };
    if client.grant_types.texts().is_some_and(for_users) {
        conflicts.for_users(client);
    }
    conflicts.method(client);
}

/// Whether this is a known method or empty. `invalid-client-authentication` reports unknown methods.
fn is_method(method: &str) -> bool {
    method.is_empty() || AUTH_METHODS.contains(&method)
}

/// Reports the options that conflict with the scope.
struct Conflicts<'a, 'b> {
    scope: Place,
    reporter: &'a mut Reporter<'b>,
}

impl Conflicts<'_, '_> {
    fn report(&mut self, place: Place, what: &str, help: &str) {
        self.reporter
            .report(place, format!("with the scope `{SCOPE}`, {what}"))
            .label(if place.given { "conflicts with the scope" } else { "not set" })
            .also(self.scope.span, "the scope")
            .help(help);
    }

    fn required(&mut self, list: &List<Value<String>>, option: &str, allowed: &[&str]) {
        if list.is_certainly_empty() {
            let what = format!("`{option}` must be set");
            self.report(list.place, &what, &format!("write {}", one_of(allowed)));
        }
    }

    /// Skips values that the option never allows: another rule reports them.
    fn only(&mut self, list: &List<Value<String>>, option: &str, allowed: &[&str], is_known: fn(&str) -> bool) {
        for item in &list.items {
            if item.text().is_some_and(|found| !allowed.contains(&found) && is_known(found)) {
                let what = format!("`{option}` can contain only {}", all_of(allowed));
                self.report(item.place, &what, "remove this value, or remove the scope");
            }
        }
    }

    /// Requirements of clients that request such tokens for users.
    fn for_users(&mut self, client: &Client) {
        if client.require_pushed_authorization_requests.is_false() {
            let what = "`require_pushed_authorization_requests` must be `true`";
            let place = client.require_pushed_authorization_requests.place;
            self.report(place, what, "write `require_pushed_authorization_requests: true`");
        }
        if client.require_pkce.is_false() {
            self.report(client.require_pkce.place, "`require_pkce` must be `true`", "write `require_pkce: true`");
        } else if client.require_pkce.is_true()
            && client.pkce_challenge_method.text().is_some_and(|method| method != "S256")
        {
            let place = client.pkce_challenge_method.place;
            self.report(place, "`pkce_challenge_method` must be `S256`", "write `pkce_challenge_method: 'S256'`");
        }
        if client.consent_mode.text().is_some_and(|mode| mode != "explicit") {
            let place = client.consent_mode.place;
            self.report(place, "`consent_mode` must be `explicit`", "write `consent_mode: 'explicit'`");
        }
        self.required(&client.response_types, "response_types", &["code"]);
        self.only(&client.response_types, "response_types", &["code"], |kind| RESPONSE_TYPES.contains(&kind));
        self.required(&client.response_modes, "response_modes", &RESPONSE_MODES);
        self.only(&client.response_modes, "response_modes", &RESPONSE_MODES, |mode| {
            choices::RESPONSE_MODES.contains(&mode)
        });
    }

    fn method(&mut self, client: &Client) {
        let (Some(method), Some(public)) = (client.token_endpoint_auth_method.text(), client.public.known()) else {
            return;
        };
        let place = client.token_endpoint_auth_method.place;
        if *public && method != "none" {
            let help = "write `token_endpoint_auth_method: 'none'`";
            self.report(place, "a public client must have `token_endpoint_auth_method: 'none'`", help);
        } else if !public && is_method(method) && !METHODS.contains(&method) {
            let what = format!("`token_endpoint_auth_method` must be {}", one_of(&METHODS));
            self.report(place, &what, &format!("write {}", one_of(&METHODS)));
        }
    }
}
