//! `why`: what applications print when a sign-in fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use authelia_lint::app::{App, knowledge};
use authelia_lint::check::why::messages;
use serde_json::Value;
use serde_yaml::{Mapping, Value as Yaml};

use crate::files::{folder, project_text};
use crate::program::run_with_input;

/// What applications print, each with the application (`-` if several print it) and the step of the login.
fn printed() -> Vec<[String; 3]> {
    let text = project_text("fixtures/why/applications.tsv");
    let row = |line: &str| line.splitn(3, '\t').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
    text.lines().map(row).collect()
}

fn app(id: &str) -> &'static App {
    knowledge().apps().find(|app| app.id == id).unwrap()
}

/// The first example of an application.
fn registration(id: &str) -> Mapping {
    let examples: Vec<Mapping> = serde_yaml::from_str(&app(id).example).unwrap();
    examples.into_iter().next().unwrap()
}

/// A configuration of these clients, and what it answers to a log.
fn answers(clients: &[Mapping], log: &str) -> Vec<Value> {
    let clients = serde_json::to_string(clients).unwrap();
    let configuration = format!("identity_providers: {{ oidc: {{ clients: {clients} }} }}\n");
    let folder = folder(&[("configuration.yml", &configuration)]);
    let run = run_with_input(folder.path(), &["why", "--format", "json", "configuration.yml"], log);
    run.json()["answers"].as_array().unwrap().clone()
}

#[test]
#[ignore = "slow"]
fn what_an_application_prints_is_about_its_client() {
    let printed = printed();
    let apps: BTreeSet<&str> = printed.iter().map(|[app, ..]| app.as_str()).filter(|app| *app != "-").collect();
    let clients: Vec<Mapping> = apps.iter().map(|app| registration(app)).collect();
    let app_of: BTreeMap<&str, &str> =
        clients.iter().map(|client| client["client_id"].as_str().unwrap()).zip(apps.iter().copied()).collect();
    let mut wrong = String::new();
    // A log keeps a limited number of failures.
    for rows in printed.chunks(150) {
        let log = rows.iter().map(|[.., message]| message.as_str()).collect::<Vec<_>>().join("\n");
        let answers = answers(&clients, &log);
        for (number, [app, step, message]) in (1..).zip(rows) {
            let answer = answers.iter().find(|answer| answer["message"] == number);
            let told = answer.map(|answer| {
                let client = answer["client_id"].as_str().map_or("-", |client| app_of[client]);
                (client, answer["step"].as_str().unwrap())
            });
            if told != Some((app, step)) {
                let _ = writeln!(wrong, "{message}\n  {told:?} instead of {:?}", (app, step));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_application_of_a_message_has_a_text_and_is_documented() {
    let with_messages: BTreeSet<&str> = messages().iter().filter_map(|message| message.app.as_deref()).collect();
    let printed = printed();
    let with_texts: BTreeSet<&str> = printed.iter().map(|[app, ..]| app.as_str()).filter(|app| *app != "-").collect();
    assert_eq!(with_texts, with_messages);
    let mut names: Vec<&str> = with_messages.iter().map(|id| app(id).name.as_str()).collect();
    names.sort_by_key(|name| name.to_lowercase());
    let end = names.pop().unwrap();
    let sentence = format!("{} and {end}.", names.join(", "));
    let documented = project_text("docs/why.md").replace('\n', " ");
    assert!(documented.contains(&sentence), "docs/why.md must contain: {sentence}");
}

/// One way to break the registration of an application, what it prints then, and the rule that explains it.
#[test]
#[ignore = "slow"]
fn a_rule_explains_what_an_application_prints() {
    let without_email: Yaml = serde_yaml::from_str("[openid, profile]").unwrap();
    let cases: [(&str, &str, Yaml, &str, &str); 9] = [
        (
            "vaultwarden",
            "scopes",
            without_email.clone(),
            "Neither id token nor userinfo contained an email",
            "missing-scope",
        ),
        ("immich", "scopes", without_email.clone(), "OAuth profile does not have an email address", "missing-scope"),
        (
            "outline",
            "scopes",
            without_email.clone(),
            "An email field was not returned in the profile or id_token parameter, but is required.",
            "missing-scope",
        ),
        (
            "bookstack",
            "scopes",
            without_email.clone(),
            "Could not find an email address, for this user, in the data provided by the external authentication system",
            "missing-scope",
        ),
        (
            "komga",
            "scopes",
            without_email,
            "https://komga.example.com/login?server_redirect=Y&error=ERR_1028",
            "missing-scope",
        ),
        (
            "roundcube",
            "token_endpoint_auth_method",
            "client_secret_basic".into(),
            "PHP Error: OAuth token request failed: Client error: `POST https://auth.example.com/api/oidc/token` resulted in a `401 Unauthorized`",
            "auth-method-mismatch",
        ),
        (
            "proxmox",
            "token_endpoint_auth_method",
            "client_secret_post".into(),
            "pvedaemon[1234]: openid authentication failure; rhost=192.0.2.7 msg=Failed to contact token endpoint: Server returned error response",
            "auth-method-mismatch",
        ),
        (
            "bookstack",
            "id_token_signed_response_alg",
            "ES256".into(),
            "ID token validation failed with error: Only RS256 signature validation is supported. Token reports using ES256",
            "id-token-alg-mismatch",
        ),
        ("mealie", "userinfo_signed_response_alg", "RS256".into(), "Expected JSON.", "userinfo-mismatch"),
    ];
    for (app, option, value, message, rule) in cases {
        let mut client = registration(app);
        client.insert(option.into(), value);
        let answer = &answers(&[client, registration("wordpress")], message)[0];
        assert_eq!(answer["rule"], rule, "{app}: {answer}");
    }
}

#[test]
fn an_algorithm_that_is_right_by_now_is_not_blamed() {
    let client = |alg: &str| {
        let text = format!(
            "{{ client_id: a, client_name: A, client_secret: '$plaintext$a', redirect_uris: ['https://a.example.org'], id_token_signed_response_alg: {alg} }}"
        );
        serde_yaml::from_str::<Mapping>(&text).unwrap()
    };
    let cause = |alg: &str| {
        answers(&[client(alg)], "unexpected JWT alg received, expected RS256, got: ES256")[0]["cause"].clone()
    };
    assert_eq!(cause("ES256")["path"], "identity_providers.oidc.clients[0].id_token_signed_response_alg");
    assert_eq!(cause("RS256"), Value::Null);
}
