//! `invalid-redis`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;
use crate::rules::wording::required;

pub(super) static RULE: Rule = rule!("invalid-redis", Check::Config(check));

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let session = &context.config.root.session;
    let Some(redis) = &session.redis else { return };
    if context.config.is_reported(redis.place) || context.is_unknown(redis.place) {
        return;
    }
    if session.secret.is_zero() {
        required(
            reporter,
            context,
            session.place,
            ("secret", session.secret.place),
            "write a random string: Authelia encrypts the sessions in Redis with it",
        );
    }
    let socket = redis.host.text().is_some_and(|host| host.starts_with('/')) && redis.high_availability.is_none();
    if let Some(port) = redis.port.known().filter(|port| !socket && **port != 0 && !(1..=65535).contains(*port)) {
        reporter
            .report(redis.port.place, "`port` must be between 1 and 65535")
            .label(format!("`{port}`"))
            .help("write `port: 6379`");
    }
    match &redis.high_availability {
        None if redis.host.is_zero() => {
            required(
                reporter,
                context,
                redis.place,
                ("host", redis.host.place),
                "write the host name of the Redis server, or the path of its socket",
            );
        }
        None => {}
        Some(sentinel) => {
            if sentinel.sentinel_name.is_zero() {
                let help = "write the name of the master that the sentinels monitor";
                required(reporter, context, sentinel.place, ("sentinel_name", sentinel.sentinel_name.place), help);
            }
            if redis.host.is_zero() && sentinel.nodes.is_certainly_empty() {
                required(
                    reporter,
                    context,
                    redis.place,
                    ("host", redis.host.place),
                    "set `host`, or list `nodes` in `high_availability`",
                );
            }
            for node in sentinel.nodes.items.iter().filter(|node| node.host.is_zero()) {
                reporter
                    .report(node.place, "each of the `nodes` needs a `host`")
                    .label("no `host`")
                    .help("write the host name of the sentinel");
            }
        }
    }
}
