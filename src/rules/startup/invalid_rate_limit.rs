//! `invalid-rate-limit`; see the rule's page for what, why and examples.

use crate::golang::duration::Duration;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-rate-limit", Check::Config(check));

/// The shortest period that Authelia takes.
const SHORTEST: Duration = Duration::seconds(10);

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let limits = &context.config.root.server.endpoints.rate_limits;
    // The limits of userinfo, introspection and revocation are not looked at.
    let checked = [
        &limits.reset_password_start,
        &limits.reset_password_finish,
        &limits.second_factor_totp,
        &limits.second_factor_duo,
        &limits.session_elevation_start,
        &limits.session_elevation_finish,
        &limits.openid_connect_token,
        &limits.openid_connect_pushed_authorization_request,
    ];
    for bucket in checked.into_iter().flat_map(|limit| &limit.buckets.items) {
        if let Some(period) = bucket.period.known().filter(|period| **period < SHORTEST) {
            let what = if *period == Duration::default() {
                "needs a `period`"
            } else {
                "has a `period` of 10 seconds at least"
            };
            reporter
                .report(bucket.period.place, format!("each of the `buckets` {what}"))
                .label(if bucket.period.place.given { "too short" } else { "has none" })
                .help("write `period: '1 minute'`");
        }
        if bucket.requests.known().is_some_and(|requests| *requests <= 0) {
            reporter
                .report(bucket.requests.place, "each of the `buckets` allows one request at least")
                .label(if bucket.requests.place.given { "none" } else { "has no `requests`" })
                .help("write `requests: 10`");
        }
    }
}
