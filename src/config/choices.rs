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

/// How the answer of the authorization endpoint may come to the application.
pub const RESPONSE_MODES: [&str; 7] =
    ["form_post", "query", "fragment", "jwt", "form_post.jwt", "query.jwt", "fragment.jwt"];

/// What a key may sign with.
pub const SIGNING_ALGORITHMS: [&str; 9] =
    ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512"];
