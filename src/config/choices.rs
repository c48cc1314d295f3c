//! The words that options of a client take (`internal/configuration/validator/const.go`, 4.39.20).

/// How a client may authenticate at an endpoint.
pub const AUTH_METHODS: [&str; 5] =
    ["none", "client_secret_post", "client_secret_basic", "private_key_jwt", "client_secret_jwt"];

/// What a client may ask the authorization endpoint for.
pub const RESPONSE_TYPES: [&str; 7] =
    ["code", "id_token", "token", "id_token token", "code id_token", "code token", "code id_token token"];

/// How a client may come by its tokens.
pub const GRANT_TYPES: [&str; 5] = [
    "authorization_code",
    "implicit",
    "client_credentials",
    "refresh_token",
    "urn:ietf:params:oauth:grant-type:device_code",
];
