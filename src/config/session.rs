//! `session` (`internal/configuration/schema/session.go`, 4.39.20).

use crate::golang::duration::Duration;
use crate::golang::url::Url;
use crate::text::Secret;

use super::section::{List, section};
use super::shared::Tls;
use super::value::Value;

section! {
    /// `session`.
    pub struct Session {
        secret: Value<Secret>,
        cookies: List<SessionCookie>,
        redis: Option<Redis>,
        /// Deprecated.
        domain: Value<String>,
        name: Value<String> = "authelia_session",
        same_site: Value<String> = "lax",
        expiration: Value<Duration> = Duration::hours(1); unless_positive,
        inactivity: Value<Duration> = Duration::minutes(5); unless_positive,
        remember_me: Value<Duration> = Duration::days(30),
    }
}

section! {
    /// The session cookie of one domain; what it does not set is taken from `session`.
    pub struct SessionCookie {
        domain: Value<String>,
        authelia_url: Value<Url>,
        default_redirection_url: Value<Url>,
        name: Value<String>,
        same_site: Value<String>,
        expiration: Value<Duration>,
        inactivity: Value<Duration>,
        remember_me: Value<Duration>,
    }
}

section! {
    /// `session.redis`.
    pub struct Redis {
        host: Value<String>,
        port: Value<i64>,
        [since "4.38.18"] timeout: Value<Duration>,
        [since "4.38.18"] max_retries: Value<i64>,
        username: Value<String>,
        password: Value<Secret>,
        database_index: Value<i64>,
        maximum_active_connections: Value<i64>,
        minimum_idle_connections: Value<i64>,
        tls: Option<Tls>,
        high_availability: Option<RedisHighAvailability>,
    }
}

section! {
    /// `session.redis.high_availability`.
    pub struct RedisHighAvailability {
        sentinel_name: Value<String>,
        sentinel_username: Value<String>,
        sentinel_password: Value<Secret>,
        route_by_latency: Value<bool>,
        route_randomly: Value<bool>,
        nodes: List<RedisNode>,
    }
}

section! {
    /// One node of a Redis sentinel.
    pub struct RedisNode {
        host: Value<String>,
        port: Value<i64>,
    }
}
