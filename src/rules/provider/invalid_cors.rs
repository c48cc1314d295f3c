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
                .report(item.place, "Authelia 4.39.20 crashes at startup because this origin is empty")
                .label("empty origin")
                .help("remove it, or write an origin such as `https://app.example.com`");
            continue;
        }
        let Some(origin) = item.known() else { continue };
        let is_wildcard = *origin == Url { path: "*".to_owned(), ..Url::default() };
        if is_wildcard && cors.allowed_origins.items.len() > 1 {
            refused(
                reporter,
                item.place,
                "`*` cannot be combined with other origins",
                "remove the other origins, or `*`",
            )
            .label("wildcard");
        }
        if is_wildcard && cors.allowed_origins_from_client_redirect_uris.is_true() {
            let what = "`*` cannot be combined with `allowed_origins_from_client_redirect_uris`";
            refused(reporter, item.place, what, "remove one of the two").label("wildcard");
        }
        if !is_wildcard && !origin.path.is_empty() {
            refused(reporter, item.place, "an origin must not have a path", "remove the path, including the slash")
                .label("has a path");
        }
        if !is_wildcard && !origin.raw_query.is_empty() {
            refused(reporter, item.place, "an origin must not have a query", "remove everything from the `?`")
                .label("has a query");
        }
    }
}
