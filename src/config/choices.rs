//! The values that options take, where several modules need them (`internal/configuration/validator/const.go`, 4.39.20).

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

/// The algorithms that encrypt the key of a response (RFC 7518, section 4.1).
pub const KEY_ENCRYPTION_ALGORITHMS: [&str; 16] = [
    "RSA1_5",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "ECDH-ES+A192KW",
    "ECDH-ES+A256KW",
    "A128KW",
    "A192KW",
    "A256KW",
    "A128GCMKW",
    "A192GCMKW",
    "A256GCMKW",
    "PBES2-HS256+A128KW",
    "PBES2-HS384+A192KW",
    "PBES2-HS512+A256KW",
];

/// The policies of a client that need no definition. `deny` is one of a rule only.
pub const CLIENT_POLICIES: [&str; 2] = ["one_factor", "two_factor"];

/// The policies of a rule in `authorization_policies`.
pub const AUTHORIZATION_POLICIES: [&str; 3] = ["one_factor", "two_factor", "deny"];

/// The policies of a rule in `access_control`.
pub const ACCESS_POLICIES: [&str; 4] = ["bypass", "one_factor", "two_factor", "deny"];
