//! `missing-scope`; see the rule's page for what, why and examples.

use crate::app::model::Scopes;
use crate::app::{Fact, Setting};
use crate::lint::Finding;
use crate::rules::prelude::*;
use crate::rules::slips::misspelt;

pub(super) static RULE: Rule = rule!("missing-scope", Check::App(check));

fn check(registration: &Registration<'_>, _: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, facts, .. } = registration;
    let (Some(fact), Some(registered)) = (&facts.scopes, client.effective_scopes()) else {
        return;
    };
    let lacks = |scope: &&String| !registered.contains(&scope.as_str());
    let deployment = registration.deployment;
    let Some((deployment, asked)) = deployment.and_then(|deployment| Some((deployment, deployment.scopes.as_ref()?)))
    else {
        for scope in fact.is.asks.iter().chain(left_out(&fact.is)).filter(lacks) {
            missing(scope, fact, &registered, certainty(scope, fact), registration, reporter);
        }
        return;
    };
    let default = fact.setting.as_ref().and_then(|setting| setting.default.as_ref());
    let asks = if asked.value.is_empty() { &default.unwrap_or(&fact.is).asks } else { &asked.value };
    let setting = deployment.span(asked);
    for scope in asks.iter().filter(lacks) {
        let finding = missing(scope, fact, &registered, Certainty::Asked, registration, reporter);
        finding.also_at(setting, "requested scopes");
        // Authelia separates scopes at spaces only.
        if scope.contains(',') {
            finding.in_setting(&asked.name, setting);
        }
    }
    for scope in fact.is.needs.iter().filter(|scope| !asks.contains(scope)) {
        not_asked_for(scope, fact, registration, reporter)
            .also_at(setting, "requested scopes")
            .in_setting(&asked.name, setting);
    }
}

/// The scopes that are needed but not requested.
fn left_out(scopes: &Scopes) -> impl Iterator<Item = &String> {
    scopes.needs.iter().filter(|scope| !scopes.asks.contains(scope))
}

/// How certain it is that the application requests a scope.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    /// It may.
    Optional,
    /// It does unless it is configured otherwise.
    Usual,
    /// It always does.
    Asked,
}

fn certainty(scope: &String, fact: &Fact<Scopes>) -> Certainty {
    let by_default = |setting: &Setting<Scopes>| setting.default.as_ref().unwrap_or(&fact.is).asks.contains(scope);
    match &fact.setting {
        _ if fact.is.needs.contains(scope) => Certainty::Asked,
        None if fact.proof > Proof::Documented => Certainty::Asked,
        Some(setting) if by_default(setting) => Certainty::Usual,
        _ => Certainty::Optional,
    }
}

fn missing<'f>(
    scope: &str,
    fact: &Fact<Scopes>,
    registered: &[&str],
    certainty: Certainty,
    registration: &Registration<'_>,
    reporter: &'f mut Reporter<'_>,
) -> &'f mut Finding {
    let name = &registration.app.name;
    let meant = misspelt(registration.client, scope);
    // A client that registers `Email` is meant to request `email`.
    let is_respelt = meant.and_then(|item| item.text()).is_some_and(|other| other.eq_ignore_ascii_case(scope));
    let certainty = if is_respelt && fact.setting.is_some() { certainty.max(Certainty::Usual) } else { certainty };
    let fails = format!("{name}'s login fails immediately (invalid_scope): {name} requests the scope `{scope}`");
    let message = match certainty {
        Certainty::Optional => {
            format!("{name} does not get `{scope}`: {}, and it must not request this scope", lost(scope))
        }
        Certainty::Asked => fails,
        Certainty::Usual => {
            let setting = fact.setting.as_ref().map(|setting| setting.name.as_str()).unwrap_or_default();
            format!("{fails}, unless `{setting}` omits it")
        }
    };
    let scopes = &registration.client.scopes;
    let finding = reporter.report(meant.map_or(scopes.place, |item| item.place), message);
    match meant.and_then(|item| item.text()) {
        Some(other) if other.eq_ignore_ascii_case(scope) => {
            finding.label(format!("`{other}` is not `{scope}`: scopes are case-sensitive"));
        }
        Some(other) => {
            finding.label(format!("`{other}` is not `{scope}`"));
        }
        None => {
            finding.label(format!("`{scope}` is not registered"));
        }
    }
    let change =
        meant.map_or_else(|| Change::include(scopes.place, registered, scope), |item| Change::set(item.place, scope));
    finding
        .recognised(registration)
        .help(help(scope, meant.is_some()))
        .fix((!scope.contains(',')).then(|| with_refresh_token(scope, registration.client, Fix::safe(change))));
    if certainty == Certainty::Usual {
        finding.severity(Severity::Warning);
    } else if certainty == Certainty::Optional {
        finding.severity(Severity::Advice).effect(Effect::Hygiene);
    }
    finding.of_fact(registration, fact)
}

/// A refresh token requires both the scope and the grant type.
fn with_refresh_token(scope: &str, client: &Client, fix: Fix) -> Fix {
    match client.effective_grant_types() {
        Some(grants) if scope == "offline_access" && !grants.contains(&"refresh_token") => {
            fix.and(Change::include(client.grant_types.place, &grants, "refresh_token"))
        }
        _ => fix,
    }
}

fn not_asked_for<'f>(
    scope: &str,
    fact: &Fact<Scopes>,
    registration: &Registration<'_>,
    reporter: &'f mut Reporter<'_>,
) -> &'f mut Finding {
    let name = &registration.app.name;
    reporter
        .report(
            registration.client.scopes.place,
            format!("{name}'s login fails after the sign-in: {name} is configured not to request `{scope}`"),
        )
        .label("regardless of the scopes registered here")
        .recognised(registration)
        .help(format!("add `{scope}` to the scopes in {name}'s settings, separated by spaces"))
        .of_fact(registration, fact)
}

/// What the application lacks without a scope.
fn lost(scope: &str) -> &'static str {
    match scope {
        "groups" => "the user's groups are not mapped to roles or teams",
        "offline_access" => "the session ends with the access token",
        "email" => "the user's email address is unknown",
        "profile" => "the user's name is unknown",
        _ => "the data behind it is missing",
    }
}

/// A scope that contains a comma is a list with the wrong separator.
fn help(scope: &str, is_misspelt: bool) -> String {
    if scope.contains(',') {
        format!("in the application's settings, separate the scopes with spaces: `{}`", scope.replace(',', " "))
    } else if is_misspelt {
        format!("write `{scope}`")
    } else {
        format!("add `'{scope}'` to `scopes`")
    }
}
