//! `server` and `telemetry` (`internal/configuration/schema/server.go` and `telemetry.go`, 4.39.20).

use crate::golang::duration::Duration;

use super::formats::AddressTcp;
use super::section::{List, Map, section};
use super::shared::{Buffers, Timeouts};
use super::value::Value;

section! {
    /// `server`.
    pub struct Server {
        address: Value<AddressTcp>,
        asset_path: Value<String>,
        disable_healthcheck: Value<bool>,
        tls: ServerTls,
        headers: Headers,
        endpoints: Endpoints,
        buffers: Buffers,
        timeouts: Timeouts,
    }
}

section! {
    /// `server.tls`.
    pub struct ServerTls {
        certificate: Value<String>,
        key: Value<String>,
        client_certificates: List<Value<String>>,
    }
}

section! {
    /// `server.headers`.
    pub struct Headers {
        csp_template: Value<String>,
    }
}

section! {
    /// `server.endpoints`.
    pub struct Endpoints {
        enable_pprof: Value<bool>,
        enable_expvars: Value<bool>,
        [since "4.39.0"] rate_limits: RateLimits,
        authz: Map<AuthzEndpoint>,
    }
}

section! {
    /// One of `server.endpoints.authz`.
    pub struct AuthzEndpoint {
        implementation: Value<String>,
        authn_strategies: List<AuthnStrategy>,
    }
}

section! {
    /// One way of finding out who a request is from.
    pub struct AuthnStrategy {
        name: Value<String>,
        schemes: List<Value<String>>,
        [since "4.39.0"] scheme_basic_cache_lifespan: Value<Duration>,
    }
}

section! {
    /// `server.endpoints.rate_limits`.
    pub struct RateLimits {
        reset_password_start: RateLimit,
        reset_password_finish: RateLimit,
        second_factor_totp: RateLimit,
        second_factor_duo: RateLimit,
        session_elevation_start: RateLimit,
        session_elevation_finish: RateLimit,
        [since "4.39.17"] openid_connect_token: RateLimit,
        [since "4.39.17"] openid_connect_pushed_authorization_request: RateLimit,
        [since "4.39.20"] openid_connect_userinfo: RateLimit,
        [since "4.39.20"] openid_connect_introspection: RateLimit,
        [since "4.39.20"] openid_connect_revocation: RateLimit,
    }
}

section! {
    /// The limit of one endpoint.
    pub struct RateLimit {
        enable: Value<bool> => true,
        buckets: List<RateLimitBucket>,
    }
}

section! {
    /// So many requests in some time.
    pub struct RateLimitBucket {
        period: Value<Duration>,
        requests: Value<i64>,
    }
}

section! {
    /// `telemetry`.
    pub struct Telemetry {
        metrics: Metrics,
    }
}

section! {
    /// `telemetry.metrics`.
    pub struct Metrics {
        enabled: Value<bool>,
        address: Value<AddressTcp>,
        buffers: Buffers,
        timeouts: Timeouts,
    }
}
