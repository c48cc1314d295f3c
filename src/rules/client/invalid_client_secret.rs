//! `invalid-client-secret`; see the rule's page for what, why and examples.

use crate::config::Version;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-client-secret", Check::Client(check));

/// The first version in which each endpoint has a method of its own, and not that of the token endpoint.
const METHOD_OF_EACH_ENDPOINT: Version = Version::literal("4.39.0");

/// How a client uses its secret.
struct Needs {
    /// An endpoint requires the secret.
    secret: Option<(&'static str, Place)>,
    /// An endpoint has a method that uses no secret.
    without: Option<(&'static str, String)>,
    /// The secret must be in plain text: the option that requires this, why, and a change that avoids it.
    plaintext: Option<(Place, &'static str, Option<Change>)>,
}

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let secret = &client.client_secret;
    let (Some(text), Some(public)) = (secret.known(), client.public.known()) else { return };
    let version = context.config.version;
    let Some(needs) = needs(client, *public, version) else { return };
    if let Some((option, place)) = missing_secret(client, version) {
        reporter
            .report(secret.place, "a confidential client must have a `client_secret`")
            .label(format!("required by `{option}`"))
            .also(place.span, "requires a secret")
            .also_at(client.public.place.given.then(|| client.public.span()), "confidential client")
            .help("write a digest generated with `authelia crypto hash generate pbkdf2`, or `public: true`")
            .fix(context.fresh_digest(secret.place).map(Fix::unsafe_));
        return;
    }
    if text.expose().is_empty() {
        return;
    }
    if let Some((option, method)) = needs.without.filter(|_| !has_wrong_type(client)) {
        let message = if *public {
            "a public client must not have a `client_secret`".to_owned()
        } else {
            format!("a client with `{option}: '{method}'` must not have a `client_secret`")
        };
        reporter.report(secret.place, message).label("not allowed").help(if *public {
            "remove `client_secret`, or write `public: false`"
        } else {
            "remove `client_secret`, or choose a method that uses a secret"
        });
    }
    if let Some((place, why, instead)) =
        needs.plaintext.filter(|_| text.digest().is_some_and(|digest| !digest.is_plaintext()))
    {
        reporter
            .report(secret.place, "this client's secret must be in plain text")
            .label("a digest")
            .also(place.span, why)
            .help(
                "write `$plaintext$` followed by the secret, or choose a method or algorithm that works with a digest",
            )
            .fix(instead.map(Fix::unsafe_));
    }
}

/// Whether the secret is fine, but not the client type or the authentication method. `invalid-client-authentication`
/// reports that.
pub(super) fn has_wrong_type(client: &Client) -> bool {
    let uses_secret =
        |method: &str| matches!(method, "client_secret_basic" | "client_secret_post" | "client_secret_jwt");
    let method = client.token_endpoint_auth_method.text().unwrap_or_default();
    let has_secret = client.client_secret.written().is_some_and(|secret| !secret.expose().is_empty());
    has_secret
        && if client.public.is_true() { uses_secret(method) } else { method == "none" && must_authenticate(client) }
}

/// Whether a confidential client must authenticate. A client that uses only the implicit flow need not.
pub(super) fn must_authenticate(client: &Client) -> bool {
    const IMPLICIT: [&str; 3] = ["id_token", "token", "id_token token"];
    let types = client.response_types.texts();
    client.public.is_false()
        && types.is_some_and(|types| types.is_empty() || !types.iter().all(|kind| IMPLICIT.contains(kind)))
}

/// The option that requires a secret, if a confidential client has none.
pub(super) fn missing_secret(client: &Client, version: Version) -> Option<(&'static str, Place)> {
    let lacks = client.public.is_false() && client.client_secret.is_zero();
    if lacks { needs(client, false, version)?.secret } else { None }
}

/// Returns `None` if an option that decides this is unknown.
fn needs(client: &Client, public: bool, version: Version) -> Option<Needs> {
    let mut needs = Needs { secret: None, without: None, plaintext: None };
    let endpoints = if version < METHOD_OF_EACH_ENDPOINT { 1 } else { usize::MAX };
    for (option, value) in client.auth_methods().into_iter().take(endpoints) {
        match (value.text()?, public) {
            ("client_secret_post" | "client_secret_basic", _) | ("", false) => {
                needs.secret = needs.secret.or(Some((option, value.place)));
            }
            ("client_secret_jwt", _) => {
                needs.secret = needs.secret.or(Some((option, value.place)));
                if !public {
                    needs.plaintext = Some((value.place, "signs with the secret itself", None));
                }
            }
            (method @ ("none" | "private_key_jwt"), _) | (method @ "", true) => {
                needs.without = needs.without.or_else(|| Some((option, method.to_owned())));
            }
            _ => {}
        }
    }
    for answer in client.answers() {
        answer.signed_alg.known()?;
        if answer.is_signed_by_the_secret() {
            let place = answer.signed_alg.place;
            // Responses that are always signed use RS256 by default; the others are not signed by default.
            let instead = if answer.always_signed { Change::set(place, "RS256") } else { Change::remove(place) };
            needs.plaintext = Some((place, "signs with the secret itself", Some(instead)));
        }
    }
    Some(needs)
}
