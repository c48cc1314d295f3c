//! What the configuration of a reverse proxy says about Authelia.

mod labels;
mod rule;
mod yaml;

pub(super) use yaml::read as read_yaml;

/// Words in lower case of which one is in every text that makes a reverse proxy ask another program about requests.
const MECHANISMS: [&str; 4] = ["forwardauth", "forward_auth", "auth_request", "ingress.kubernetes.io/auth-url"];

/// Words that name Authelia or one of its endpoints.
const AUTHELIA: [&str; 4] = ["/api/authz/", "/api/verify", "authelia", "Authelia"];

/// Whether a text may make a reverse proxy ask Authelia. Cheap: it is searched a few times, never parsed.
#[must_use]
pub fn may_ask_authelia(text: &str) -> bool {
    if !AUTHELIA.iter().any(|word| text.contains(word)) {
        return false;
    }
    let text = text.to_ascii_lowercase();
    MECHANISMS.iter().any(|word| text.contains(word))
}
