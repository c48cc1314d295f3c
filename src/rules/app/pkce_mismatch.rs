//! `pkce-mismatch`; see the rule's page for what, why and examples.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = rule!("pkce-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(enforced)) = (&facts.pkce, Enforced::of(client, context)) else {
        return;
    };
    let fits = |methods: &Vec<String>| match enforced.method {
        Some(wanted) => methods.iter().any(|method| method == wanted),
        None => !methods.is_empty(),
    };
    if fits(&fact.is) {
        return;
    }
    let name = &app.name;
    let (sends, help, fix) = match fact.is.first() {
        Some(method) => (
            format!("{name} uses the challenge method `{method}`"),
            format!("write `pkce_challenge_method: '{method}'`"),
            Fix::safe(Change::set(client.pkce_challenge_method.place, method.as_str())),
        ),
        None => (format!("{name} sends no PKCE code challenge"), enforced.help.to_owned(), enforced.fix),
    };
    reporter
        .report(enforced.place, format!("{name}'s login fails immediately (invalid_request): {sends}"))
        .label(format!("{} enforces PKCE", enforced.option))
        .recognised(registration)
        .help(help)
        .fix(fix)
        .since(registration, fact.before(fits))
        .unless(fact.otherwise(fits))
        .of_fact(registration, fact);
}

/// What enforces PKCE, and with which challenge method.
struct Enforced<'a> {
    place: Place,
    option: &'static str,
    method: Option<&'a str>,
    help: &'static str,
    fix: Fix,
}

impl<'a> Enforced<'a> {
    /// PKCE is enforced for the client, by a challenge method alone, or for all clients.
    fn of(client: &'a Client, context: &Context<'_>) -> Option<Self> {
        let method = client.pkce_challenge_method.text().filter(|method| !method.is_empty());
        if client.require_pkce.is_true() && method.is_none_or(|method| method == "S256") {
            let place = client.require_pkce.place;
            let (help, fix) = ("write `require_pkce: false`", Fix::safe(Change::set(place, false)));
            return Some(Self { place, option: "`require_pkce`", method, help, fix });
        }
        if method.is_some() {
            let place = client.pkce_challenge_method.place;
            let help = "remove `pkce_challenge_method`: it enforces PKCE even with `require_pkce: false`";
            let fix = Fix::safe(Change::remove(place));
            return Some(Self { place, option: "a challenge method alone", method, help, fix });
        }
        let enforce = &context.provider()?.enforce_pkce;
        let place = enforce.place;
        let help = "write `enforce_pkce: 'public_clients_only'`, and `require_pkce: true` for clients that use PKCE";
        let fix = Fix::unsafe_(Change::set(place, "public_clients_only"));
        enforce.is("always").then_some(Self { place, option: "`enforce_pkce: always`", method: None, help, fix })
    }
}
