//! `invalid-rate-limit`; see the rule's page for what, why and examples.

use crate::golang::duration::Duration;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-rate-limit", Check::Config(check));

/// The shortest period that Authelia accepts.
const MIN_PERIOD: Duration = Duration::seconds(10);

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let limits = &context.config.root.server.endpoints.rate_limits;
    // The limits of userinfo, introspection and revocation are not validated.
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
        if let Some(period) = bucket.period.known().filter(|period| **period < MIN_PERIOD) {
            let what = if *period == Duration::default() {
                "each bucket of a rate limit needs a `period`"
            } else {
                "the `period` of a rate limit must be at least 10 seconds"
            };
            reporter
                .report(bucket.period.place, what)
                .label(if bucket.period.place.given { "too short" } else { "no `period`" })
                .help("write `period: '1 minute'`");
        }
        if bucket.requests.known().is_some_and(|requests| *requests <= 0) {
            reporter
                .report(bucket.requests.place, "each bucket of a rate limit must allow at least one request")
                .label(if bucket.requests.place.given { "allows no requests" } else { "no `requests`" })
                .help("write `requests: 10`");
        }
    }
}
