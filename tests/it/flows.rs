//! Slips that stop every login, whatever the application: they are errors with the effect `login`; what may yet work is
//! less.

use authelia_lint::check::Options;
use authelia_lint::lint::{Effect, Severity};

use crate::files::{rule, source};

/// What is found in a provider with one client, as rule, effect and severity.
fn found(provider: &str, client: &str) -> Vec<(&'static str, Effect, Severity)> {
    let text = format!(
        "identity_providers:\n  oidc:\n{provider}    clients:\n      - client_id: 'notes'\n        \
         client_secret: '$pbkdf2-sha512$310000$7BjqyNdYseulLTwQ05rcbQ$kbvVXA9SYfidb9SDoAbrR2lQJjLdyuT6CRrLMVmZLO7e\
         JEzGIUdSHowP.3ZqvOvo.GMCWQAwCRFiBru78pU5hQ'\n{client}"
    );
    let outcome = authelia_lint::check(&source("flows.yml", text), &Options::default());
    outcome.findings.iter().map(|finding| (rule(finding), finding.effect, finding.severity)).collect()
}

fn client(options: &[&str]) -> String {
    let options = options.iter().chain(&["redirect_uris: ['https://notes.example.org/callback']"]);
    options.flat_map(|option| ["        ", option, "\n"]).collect()
}

const CODE: &str = "grant_types: ['authorization_code']";
const LOGIN: (Effect, Severity) = (Effect::Login, Severity::Error);

#[test]
fn no_login_without_a_response_type_that_is_known() {
    for (types, (effect, severity)) in [
        ("['authorization_code']", LOGIN),
        ("['openid']", LOGIN),
        ("['openid', 'code']", (Effect::Hygiene, Severity::Warning)),
    ] {
        let findings = found("", &client(&[CODE, &format!("response_types: {types}")]));
        let of_rule: Vec<_> = findings.iter().filter(|finding| finding.0 == "unknown-response-type").collect();
        assert_eq!(of_rule, [&("unknown-response-type", effect, severity)], "{types}");
        let logins = findings.iter().filter(|finding| finding.1 == Effect::Login).count();
        assert_eq!(logins, usize::from(effect == Effect::Login), "one cause, one finding: {findings:?}");
    }
}

#[test]
fn a_device_needs_no_response_type() {
    let device = "grant_types: ['urn:ietf:params:oauth:grant-type:device_code']";
    assert_eq!(found("", &client(&[device])), []);
    let unknown = found("", &client(&[device, "response_types: ['openid']"]));
    assert!(unknown.iter().all(|finding| finding.1 == Effect::Hygiene), "{unknown:?}");
}

#[test]
fn a_code_that_cannot_be_exchanged_stops_the_login() {
    let findings = found("", &client(&["grant_types: ['refresh_token']", "scopes: ['openid', 'offline_access']"]));
    assert_eq!(findings, [("code-without-grant-type", LOGIN.0, LOGIN.1)]);
}

#[test]
fn plain_pkce_stops_the_login_where_the_provider_is_known_to_refuse_it() {
    let client = client(&[CODE, "require_pkce: true", "pkce_challenge_method: 'plain'"]);
    for (provider, (effect, severity)) in [
        ("    enable_pkce_plain_challenge: false\n", LOGIN),
        ("    enable_pkce_plain_challenge: true\n", (Effect::Security, Severity::Warning)),
        // Another file may enable it.
        ("", (Effect::Security, Severity::Warning)),
    ] {
        assert_eq!(found(provider, &client), [("plain-pkce", effect, severity)], "{provider}");
    }
}

#[test]
fn what_cannot_be_known_raises_nothing() {
    let policy = "    claims_policies:\n      with_mail:\n        id_token: ['email']\n";
    let scope = "    scopes:\n      own:\n        claims: ['email']\n";
    for (provider, options) in [
        ("", &["grant_types: '{{ env \"GRANTS\" }}'"][..]),
        ("", &["pkce_challenge_method: '{{ env \"METHOD\" }}'", "require_pkce: false"]),
        (policy, &["claims_policy: '{{ env \"POLICY\" }}'"]),
        (scope, &["scopes: ['openid', '{{ env \"SCOPE\" }}']"]),
    ] {
        assert_eq!(found(provider, &client(options)), [], "{options:?}");
    }
    assert_eq!(found(policy, &client(&[])), [("unused-definition", Effect::Hygiene, Severity::Warning)]);
}
