//! `pkce-mismatch`; see the rule's page for what, why and examples.

use crate::app::Fact;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("pkce-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(enforced)) = (&facts.pkce, Enforced::of(registration, context)) else {
        return;
    };
    // PKCE protects the authorization code. Authelia does not ask for it where none is returned.
    if facts.response_types.as_ref().is_some_and(|fact| !fact.is.iter().any(|kind| kind.contains("code"))) {
        return;
    }
    let fits = |methods: &Vec<String>| match enforced.method {
        Some(wanted) => methods.iter().any(|method| method == wanted),
        None => !methods.is_empty(),
    };
    if fits(&fact.is) {
        return;
    }
    let setting = registration.deployment.and_then(|deployment| Some((deployment, deployment.pkce.as_ref()?)));
    let name = &app.name;
    let (sends, help, fix) = match fact.is.first() {
        Some(method) => (
            format!("{name} uses the challenge method `{method}`"),
            format!("write `pkce_challenge_method: '{method}'`"),
            Some(Fix::safe(Change::set(client.pkce_challenge_method.place, method.as_str()))),
        ),
        None => (format!("{name} sends no PKCE code challenge"), enforced.help.to_owned(), enforced.fix),
    };
    reporter
        .report(enforced.place, format!("{name}'s login fails immediately (invalid_request): {sends}"))
        .label(enforced.option)
        .recognised(registration)
        .also_at(setting.and_then(|(deployment, pkce)| deployment.span(pkce)), "the application's own setting")
        .help(help)
        .fix(fix)
        .since(registration, fact.before(fits))
        .unless(fact, fits)
        .of_fact(registration, fact);
}

/// What enforces PKCE, and with which challenge method.
struct Enforced<'a> {
    place: Place,
    option: &'static str,
    method: Option<&'a str>,
    help: &'static str,
    fix: Option<Fix>,
}

impl<'a> Enforced<'a> {
    /// PKCE is enforced for the client, by a challenge method alone, or by the provider.
    fn of(registration: &Registration<'a>, context: &Context<'_>) -> Option<Self> {
        let client = registration.client;
        let method = client.pkce_challenge_method.text().filter(|method| !method.is_empty());
        if client.require_pkce.is_true() && method.is_none_or(|method| method == "S256") {
            let place = client.require_pkce.place;
            let (help, fix) = ("write `require_pkce: false`", Some(Fix::safe(Change::set(place, false))));
            return Some(Self { place, option: "`require_pkce` enforces PKCE", method, help, fix });
        }
        if method.is_some() {
            let place = client.pkce_challenge_method.place;
            let help = "remove `pkce_challenge_method`: it enforces PKCE even with `require_pkce: false`";
            let fix = Some(Fix::safe(Change::remove(place)));
            return Some(Self { place, option: "a challenge method alone enforces PKCE", method, help, fix });
        }
        Self::by_provider(registration, &context.provider()?.enforce_pkce)
    }

    fn by_provider(registration: &Registration<'a>, enforce: &Value<String>) -> Option<Self> {
        if enforce.is("always") {
            let place = enforce.place;
            let help =
                "write `enforce_pkce: 'public_clients_only'`, and `require_pkce: true` for clients that use PKCE";
            let fix = Some(Fix::unsafe_(Change::set(place, "public_clients_only")));
            return Some(Self { place, option: "`enforce_pkce: always` enforces PKCE", method: None, help, fix });
        }
        let Registration { client, facts, .. } = registration;
        let may_be_public = |fact: &Fact<Vec<String>>| fact.is.iter().any(|method| method == "none");
        // If the application is never a public client, `public-client-mismatch` reports it.
        let public = client.public.is_true() && facts.token_endpoint_auth_method.as_ref().is_none_or(may_be_public);
        (public && enforce.is("public_clients_only")).then_some(Self {
            place: client.public.place,
            option: "Authelia enforces PKCE for public clients",
            method: None,
            help: "enable PKCE in the application, or give the client a secret and write `public: false`",
            fix: None,
        })
    }
}
