//! `invalid-cors`; see the rule's page for what, why and examples.

use crate::golang::url::Url;
use crate::rules::prelude::*;
use crate::rules::wording::{invalid_choice, refused};

pub(super) static RULE: Rule = rule!("invalid-cors", Check::Config(check));

const ENDPOINTS: [&str; 7] = [
    "authorization",
    "device-authorization",
    "pushed-authorization-request",
    "token",
    "introspection",
    "revocation",
    "userinfo",
];

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(provider) = context.provider() else { return };
    let cors = &provider.cors;
    for item in &cors.endpoints.items {
        if let Some(found) = item.text().filter(|found| !ENDPOINTS.contains(found)) {
            invalid_choice(reporter, item.place, "endpoints", found, &ENDPOINTS);
        }
    }
    for item in &cors.allowed_origins.items {
        if item.written().is_none() && item.is_zero() {
            reporter
                .report(item.place, "an origin is empty, and Authelia 4.39.20 crashes at its start")
                .label("nothing stands here")
                .help("remove it, or write an origin such as `https://app.example.com`");
            continue;
        }
        let Some(origin) = item.known() else { continue };
        let everything = *origin == Url { path: "*".to_owned(), ..Url::default() };
        if everything && cors.allowed_origins.items.len() > 1 {
            refused(reporter, item.place, "`*` must stand alone", "remove the other origins, or `*`");
        }
        if everything && cors.allowed_origins_from_client_redirect_uris.is_true() {
            let what = "`*` and `allowed_origins_from_client_redirect_uris` exclude each other";
            refused(reporter, item.place, what, "remove one of the two");
        }
        if !everything && !origin.path.is_empty() {
            refused(reporter, item.place, "an origin has no path", "remove what follows the host, with its slash");
        }
        if !everything && !origin.raw_query.is_empty() {
            refused(reporter, item.place, "an origin has no query", "remove what follows the host");
        }
    }
}
