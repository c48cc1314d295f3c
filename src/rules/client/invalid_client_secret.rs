//! `invalid-client-secret`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("invalid-client-secret", Check::Client(check));

/// What decides about the secret of a client.
struct Needs {
    /// An endpoint asks for the secret.
    secret: Option<(&'static str, Place)>,
    /// An endpoint of this method does without one.
    without: Option<(&'static str, String)>,
    /// The secret itself is needed, not a digest: what asks for it, how, and what would do without.
    itself: Option<(Place, &'static str, Option<Change>)>,
}

fn check(client: &Client, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let secret = &client.client_secret;
    let (Some(text), Some(public)) = (secret.known(), client.public.known()) else { return };
    let Some(needs) = needs(client, *public) else { return };
    if let Some((option, asks)) = lacking(client) {
        reporter
            .report(secret.place, "a confidential client needs a `client_secret`")
            .label(format!("`{option}` asks for it"))
            .also(asks.span, "asks for a secret")
            .also_at(client.public.place.given.then(|| client.public.span()), "not a public client")
            .help("write its digest, made by `authelia crypto hash generate pbkdf2`, or `public: true`")
            .fix(context.fresh_digest(secret.place).map(Fix::unsafe_));
        return;
    }
    if text.expose().is_empty() {
        return;
    }
    if let Some((option, method)) = needs.without.filter(|_| !misses_the_type(client)) {
        let message = if *public {
            "a public client has no `client_secret`".to_owned()
        } else {
            format!("with `{option}: '{method}'` there is no `client_secret`")
        };
        reporter.report(secret.place, message).label("a secret").help(if *public {
            "remove `client_secret`, or write `public: false`"
        } else {
            "remove `client_secret`, or choose a method that uses it"
        });
    }
    if let Some((place, why, instead)) =
        needs.itself.filter(|_| text.digest().is_some_and(|digest| !digest.is_plaintext()))
    {
        reporter
            .report(secret.place, "this client's secret must stand in plain text")
            .label("only a digest")
            .also(place.span, why)
            .help("write `$plaintext$` and the secret, or choose what works with a digest")
            .fix(instead.map(Fix::unsafe_));
    }
}

/// Whether the secret fits and the type of the client, or how it authenticates, does not: that is reported instead.
pub(super) fn misses_the_type(client: &Client) -> bool {
    let uses_secret =
        |method: &str| matches!(method, "client_secret_basic" | "client_secret_post" | "client_secret_jwt");
    let method = client.token_endpoint_auth_method.text().unwrap_or_default();
    let has_secret = client.client_secret.written().is_some_and(|secret| !secret.expose().is_empty());
    has_secret
        && if client.public.is_true() { uses_secret(method) } else { method == "none" && must_authenticate(client) }
}

/// Whether a confidential client has to authenticate: one whose answers all come through the browser does not.
pub(super) fn must_authenticate(client: &Client) -> bool {
    const IMPLICIT: [&str; 3] = ["id_token", "token", "id_token token"];
    let types = client.response_types.texts();
    client.public.is_false()
        && types.is_some_and(|types| types.is_empty() || !types.iter().all(|kind| IMPLICIT.contains(kind)))
}

/// The endpoint that asks a confidential client for a secret that is not there.
pub(super) fn lacking(client: &Client) -> Option<(&'static str, Place)> {
    let lacks = client.public.is_false() && client.client_secret.is_zero();
    if lacks { needs(client, false)?.secret } else { None }
}

/// `None` if an option that decides cannot be known.
fn needs(client: &Client, public: bool) -> Option<Needs> {
    let mut needs = Needs { secret: None, without: None, itself: None };
    for (option, value) in client.auth_methods() {
        match (value.text()?, public) {
            ("client_secret_post" | "client_secret_basic", _) | ("", false) => {
                needs.secret = needs.secret.or(Some((option, value.place)));
            }
            ("client_secret_jwt", _) => {
                needs.secret = needs.secret.or(Some((option, value.place)));
                if !public {
                    needs.itself = Some((value.place, "signs with the secret itself", None));
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
            // What is always signed is signed with RS256 by default, the rest is not signed.
            let instead = if answer.always_signed { Change::set(place, "RS256") } else { Change::remove(place) };
            needs.itself = Some((place, "signs with the secret itself", Some(instead)));
        }
    }
    Some(needs)
}
