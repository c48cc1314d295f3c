//! `id-token-claim-mismatch`; see the rule's page for what, why and examples.

use crate::config::claims::LISTED_CLAIMS_ONLY;
use crate::rules::prelude::*;
use crate::rules::wording::all_of;

pub(super) static RULE: Rule = rule!("id-token-claim-mismatch", Check::App(check));

fn check(registration: &Registration<'_>, context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Registration { client, app, facts, .. } = registration;
    let (Some(fact), Some(provider)) = (&facts.id_token_claims, context.provider()) else { return };
    if context.config.version < LISTED_CLAIMS_ONLY {
        return;
    }
    let Some((place, policy, listed)) = policy(client, provider) else { return };
    let missing: Vec<&str> = fact.is.iter().map(String::as_str).filter(|claim| !listed.contains(claim)).collect();
    if missing.is_empty() || is_only_id_token(facts) {
        return;
    }
    let lacks = |needed: &Vec<String>| needed.iter().any(|claim| missing.contains(&claim.as_str()));
    let needed = facts.needed_id_token_claims.as_ref().filter(|needed| lacks(&needed.is));
    let once_needed = facts.needed_id_token_claims.as_ref().and_then(|needed| needed.before(lacks));
    let decides = |claim: &&str| needed.is_none_or(|needed| needed.is.iter().any(|decisive| decisive == claim));
    let deciding: Vec<&str> = missing.iter().copied().filter(decides).collect();
    let (name, claims) = (&app.name, all_of(&deciding));
    let consequence = if needed.is_some() { format!("{name}'s login fails: ") } else { String::new() };
    let formerly = match once_needed {
        Some(version) if needed.is_none() => format!("; versions of {name} before {version} reject such users"),
        _ => String::new(),
    };
    let message = format!(
        "{consequence}{name} does not receive {claims}, which Authelia adds to the ID token only if listed in a claims \
         policy{formerly}"
    );
    let finding = reporter
        .report(place, message)
        .label("not in the ID token")
        .recognised(registration)
        .help(help(policy, &app.id, &fact.is));
    if let Some(needed) = needed {
        finding.effect(Effect::Login).severity(Severity::Error);
        if needed.otherwise(|needed| !lacks(needed)).is_some() {
            finding.unless(needed, |needed| !lacks(needed)).effect(Effect::Login).severity(Severity::Warning);
        }
    } else if once_needed.is_some() {
        finding.severity(Severity::Advice);
    } else {
        finding.unless(fact, |claims| claims.iter().all(|claim| listed.contains(&claim.as_str())));
    }
    finding.of_fact(registration, needed.filter(|needed| needed.proof <= fact.proof).unwrap_or(fact));
}

/// Authelia adds all claims to an ID token that comes without an access token, since userinfo cannot be called then
/// (OpenID Connect Core 1.0, section 5.4).
fn is_only_id_token(facts: &Facts) -> bool {
    facts.response_types.as_ref().is_some_and(|fact| fact.is.iter().all(|kind| kind == "id_token"))
}

/// The place to report, the name of the claims policy (empty if there is none), and the claims that it adds to the ID
/// token. Returns `None` if any of these is unknown.
fn policy<'a>(client: &'a Client, provider: &'a OpenIdConnect) -> Option<(Place, &'a str, Vec<&'a str>)> {
    match client.claims_policy.text()? {
        "" => Some((client.claims_policy.place, "", Vec::new())),
        name => {
            let list = &provider.claims_policies.get(name)?.id_token;
            let place = if list.place.given { list.place } else { client.claims_policy.place };
            Some((place, name, list.texts()?))
        }
    }
}

fn help(policy: &str, app: &str, claims: &[String]) -> String {
    let list = claims.iter().map(|claim| format!("'{claim}'")).collect::<Vec<_>>().join(", ");
    if policy.is_empty() {
        format!(
            "write `claims_policy: '{app}'` here, and `claims_policies: {{ {app}: {{ id_token: [{list}] }} }}` under \
             `identity_providers.oidc`"
        )
    } else {
        format!("write `id_token: [{list}]` in the claims policy `{policy}`, plus the claims that other clients need")
    }
}
