//! Registrations that look right for an application and do not work.

use super::Facts;
use super::told::list;

/// The common mistakes in a registration of the application, each in a sentence.
#[must_use]
pub fn mistakes(name: &str, facts: &Facts) -> Vec<String> {
    [tokens(name, facts), endpoints(name, facts)].concat()
}

/// Mistakes about tokens and claims.
fn tokens(name: &str, facts: &Facts) -> Vec<String> {
    let mut told = Vec::new();
    let only_id_token = facts.response_types.as_ref().is_some_and(|fact| fact.is.iter().all(|kind| kind == "id_token"));
    if let Some(fact) = facts.needed_id_token_claims.as_ref().filter(|fact| !fact.is.is_empty() && !only_id_token) {
        told.push(format!("no claims policy: {name} requires {} in the ID token", list(&fact.is)));
    }
    if let Some(fact) = &facts.id_token_algs {
        told.push(format!("another `id_token_signed_response_alg`: {name} accepts {}", list(&fact.is)));
    }
    if facts.userinfo.as_ref().is_some_and(|fact| fact.is == ["none"]) {
        told.push(format!("a `userinfo_signed_response_alg` other than `none`: {name} cannot read signed userinfo"));
    }
    if facts.jwt_access_token.as_ref().is_some_and(|fact| fact.is) {
        told.push(format!("no `access_token_signed_response_alg`: {name} requires an access token that is a JWT"));
    }
    told
}

/// Mistakes about the requests that it makes.
fn endpoints(name: &str, facts: &Facts) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(fact) = &facts.token_endpoint_auth_method {
        let is_sent = |wanted: &str| fact.is.iter().any(|method| method == wanted);
        if !is_sent("client_secret_basic") && !is_sent("none") {
            let sent = list(&fact.is);
            told.push(format!(
                "no `token_endpoint_auth_method`: Authelia then expects client_secret_basic, {name} uses {sent}"
            ));
        }
    }
    if facts.secret_in_header_and_body.as_ref().is_some_and(|fact| fact.is) {
        told.push(format!("no `allow_multiple_auth_methods`: {name} sends its secret in the header and in the body"));
    }
    if let Some(fact) = facts.pkce.as_ref().filter(|fact| fact.is.is_empty()) {
        let unless = fact.otherwise(|methods| !methods.is_empty());
        let unless = unless.map(|condition| format!(" unless {condition}")).unwrap_or_default();
        told.push(format!("`require_pkce: true`: {name} sends no code challenge{unless}"));
    }
    if facts.browser_requests.is_some() {
        told.push(format!("no `cors`: {name} calls the token endpoint from the browser"));
    }
    let further = facts.further_redirect_uris.iter().flat_map(|fact| &fact.is);
    told.extend(further.map(|further| format!("`{}` not registered: {name} {}", further.uri, further.without)));
    told
}
