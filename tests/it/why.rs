//! `why`: from a log or a message back to the line that causes the failure.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::files::{folder, in_project, project_text};
use crate::program::{run, run_with_input};

fn fixtures() -> PathBuf {
    in_project("fixtures/why")
}

fn answers(arguments: &[&str]) -> Vec<Value> {
    let run = run(&fixtures(), &[&["why", "--format", "json"], arguments].concat());
    run.json()["answers"].as_array().unwrap().clone()
}

/// Each answer's line of the log, client, and the path and line of its cause.
fn causes(answers: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let cause = |answer: &Value| {
        let cause = &answer["cause"];
        let place =
            if cause.is_null() { "-".to_owned() } else { format!("{}:{}", text(&cause["path"]), cause["line"]) };
        format!(
            "{} x{} {} {} {place}",
            answer["message"],
            answer["count"],
            text(&answer["client_id"]),
            text(&answer["rule"])
        )
    };
    answers.iter().map(cause).collect()
}

#[test]
fn a_log_is_answered_most_recent_failure_first() {
    let run = run(&fixtures(), &["why", "configuration.yml", "--log", "authelia.log"]);
    insta::assert_snapshot!(run.told());
}

#[test]
fn text_and_json_are_read_alike() {
    let text = project_text("fixtures/why/authelia.log");
    let mut json = String::new();
    for line in text.lines() {
        let field = |name: &str| line.split_once(name).unwrap().1.split(['"', ' ']).next().unwrap().to_owned();
        let message = line.split_once("msg=\"").unwrap().1.split_once('"').unwrap().0;
        let object = serde_json::json!({
            "level": field("level="), "msg": message, "time": field("time=\""), "remote_ip": field("remote_ip="),
        });
        let _ = writeln!(json, "{object}");
    }
    let folder = folder(&[("authelia.json", &json)]);
    let json = folder.path().join("authelia.json");
    let from_json = answers(&["configuration.yml", "--log", json.to_str().unwrap()]);
    assert_eq!(from_json, answers(&["configuration.yml", "--log", "authelia.log"]));
    assert_eq!(
        causes(&from_json),
        [
            "8 x1 wiki - identity_providers.oidc.clients[1].require_pkce:17",
            "7 x1 mailcow - identity_providers.oidc.clients[0].authorization_policy:8",
            "6 x1 mailcow - identity_providers.oidc.clients[0].client_secret:7",
            "4 x2 wiki - identity_providers.oidc.clients[1].redirect_uris:15",
        ]
    );
}

#[test]
#[ignore = "slow"]
fn a_message_an_address_and_standard_input_are_answers_enough() {
    let message = "invalid_scope: The OAuth 2.0 Client is not allowed to request scope 'groups'.";
    let address = "https://wiki.example.org/callback?error=invalid_scope&error_description=The+OAuth+2.0+Client+is+not+\
                   allowed+to+request+scope+%27groups%27.";
    let of_address = answers(&["configuration.yml", address]);
    assert_eq!(causes(&of_address), ["1 x1 wiki - identity_providers.oidc.clients[1].scopes:16"]);
    assert_eq!(
        of_address[0]["cause"]["help"].as_str().unwrap().split(',').next().unwrap(),
        "add `'groups'` to `scopes`"
    );
    // Two clients lack the scope, and the message names neither.
    assert_eq!(causes(&answers(&["configuration.yml", message])), ["1 x1 - - -"]);
    assert!(
        answers(&["configuration.yml", "invalid_client"])[0]["failure"].as_str().unwrap().contains("authenticated")
    );
    let piped = run_with_input(&fixtures(), &["why", "--format", "json", "configuration.yml"], address).json();
    assert_eq!(piped["answers"], Value::Array(of_address));
}

/// An error page may show the general description of an error, and nothing else.
#[test]
fn the_description_of_an_error_is_as_good_as_its_name() {
    let file = fixtures().join("../bad/client-secret-basic.yml");
    let causes_of = |message: &str| causes(&answers(&[message, file.to_str().unwrap()]));
    let described = "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).";
    assert_eq!(causes_of(described), causes_of("invalid_client"));
    assert_eq!(causes_of(described).len(), 1);
}

#[test]
fn a_message_without_a_configuration_has_an_answer() {
    let folder = folder(&[]);
    let run =
        run(folder.path(), &["why", "Error: The provided client secret did not match the registered client secret."]);
    insta::assert_snapshot!(run.told());
}

#[test]
fn a_rule_explains_the_message_in_its_own_words() {
    let configuration =
        project_text("fixtures/why/configuration.yml").replace("'client_secret_post'", "'client_secret_basic'");
    let log = "level=error msg=\"The request was determined to be using 'token_endpoint_auth_method' method 'client_secret_post', \
               however the OAuth 2.0 client registration does not allow this method. The registered client with id 'mailcow' is \
               configured to only support 'token_endpoint_auth_method' method 'client_secret_basic'.\"";
    let folder = folder(&[("configuration.yml", &configuration), ("authelia.log", log)]);
    let run = run(folder.path(), &["why", "configuration.yml", "--log", "authelia.log"]);
    insta::assert_snapshot!(run.told());
}

#[test]
fn a_log_without_failures_has_no_cause() {
    let log: String = project_text("fixtures/why/authelia.log")
        .lines()
        .filter(|line| !line.contains("level=error"))
        .fold(String::new(), |log, line| log + line + "\n");
    let run = run_with_input(&fixtures(), &["why", "configuration.yml"], &log);
    assert_eq!(run.told(), "note: no failure found in 3 lines of the log\n");
}

#[test]
fn a_failure_that_no_line_reports_is_explained() {
    let configuration = project_text("fixtures/why/configuration.yml")
        .replace("'client_secret_post'", "'client_secret_post'\n        userinfo_signed_response_alg: 'RS256'");
    let log =
        "level=debug msg=\"User Info Request with id 'a' on client with id 'mailcow' was successfully processed\"\n";
    let folder = folder(&[("configuration.yml", &configuration), ("authelia.log", log)]);
    let run = run(folder.path(), &["why", "--format", "json", "configuration.yml", "--log", "authelia.log"]);
    let answers = run.json()["answers"].as_array().unwrap().clone();
    assert_eq!(
        causes(&answers),
        ["null x0 mailcow userinfo-mismatch identity_providers.oidc.clients[0].userinfo_signed_response_alg:12"]
    );
}

#[test]
fn a_start_that_fails_is_explained_by_the_option_that_the_message_names() {
    let configuration = project_text("fixtures/why/configuration.yml").replace("'public_clients_only'", "'sometimes'");
    let log = "level=error msg=\"Configuration: identity_providers: oidc: option 'enforce_pkce' must be 'never', \
               'public_clients_only' or 'always' but it's configured as 'sometimes'\"\n";
    let folder = folder(&[("configuration.yml", &configuration), ("authelia.log", log)]);
    let run = run(folder.path(), &["why", "--format", "json", "configuration.yml", "--log", "authelia.log"]);
    let answers = run.json()["answers"].as_array().unwrap().clone();
    assert_eq!(causes(&answers), ["1 x1 - invalid-provider-option identity_providers.oidc.enforce_pkce:3"]);
}

#[test]
fn a_configuration_that_was_corrected_since_is_not_blamed() {
    let configuration = project_text("fixtures/why/configuration.yml")
        .replace("require_pkce: true", "require_pkce: false")
        .replace("https://wiki.example.org/callback", "https://wiki.example.org/oauth");
    let folder = folder(&[("configuration.yml", &configuration)]);
    let log = fixtures().join("authelia.log");
    let run = run(folder.path(), &["why", "configuration.yml", "--log", log.to_str().unwrap()]);
    insta::assert_snapshot!(run.told());
}

#[test]
fn hostile_lines_are_harmless() {
    let many = "x".repeat(200_000);
    let log = format!(
        "\u{1b}[2Jlevel=error msg=\"\n{{\"level\":\nerror=%zz%&error=%1b[2J\nlevel=error msg=\"The OAuth 2.0 Client is not allowed to \
         request scope '\u{1b}[2J{many}'.\"\nlevel= msg= =\n\u{0}\n"
    );
    let run = run_with_input(&fixtures(), &["why", "configuration.yml"], &log);
    assert_eq!(run.code, 0, "{}", run.told());
    assert!(!run.told().contains('\u{1b}'), "{}", run.told());
    assert!(run.told().len() < 3000, "{}", run.told().len());
}

/// What the authorization endpoint reports about a proxy is answered by what the proxy must send.
#[test]
#[ignore = "slow"]
fn a_request_that_the_proxy_describes_wrongly_is_explained() {
    for (message, step, told) in [
        (
            "Target URL 'http://a.example.com/' has an insecure scheme 'http', only the 'https' and 'wss' schemes are supported so session cookies can be transmitted securely",
            "access control",
            "was requested over `http`",
        ),
        ("failed to get target URL: missing host value", "access control", "the host of the request"),
        ("authelia url lookup failed", "access control", "no address of the portal"),
        ("error initializing session backend: dial tcp: connection refused", "startup", "cannot be stored"),
        (
            "The requested PAR session was not found, was expired, or was otherwise invalid.",
            "authorization",
            "has expired",
        ),
        ("HTTP method is 'GET', expected 'POST'.", "token", "instead of `POST`"),
    ] {
        let run = run(&fixtures(), &["why", "--no-config", "--format", "json", message]);
        let answers = run.json();
        let answer = &answers["answers"][0];
        assert_eq!(answer["step"], step, "{message}: {answers}");
        assert!(answers.to_string().contains(told), "{message}: {answers}");
    }
}

/// What only one application prints is about its client; what libraries print may be about any.
#[test]
#[ignore = "slow"]
fn a_message_of_an_application_is_about_its_client() {
    let configuration = project_text("fixtures/why/configuration.yml");
    let without_email = configuration.replace("'openid', 'profile', 'email'", "'openid', 'profile'");
    let folder = folder(&[("a.yml", &configuration), ("b.yml", &without_email)]);
    let answer = |file: &str, message: &str| {
        let run = run(folder.path(), &["why", "--format", "json", file, message]);
        run.json()["answers"][0].clone()
    };
    let missing = "No email address found for user";
    assert_eq!(answer("b.yml", missing)["client_id"], "mailcow");
    assert_eq!(answer("b.yml", missing)["rule"], "missing-scope");
    assert_eq!(answer("a.yml", missing)["cause"], Value::Null);
    // There is no Grafana, and the wiki is not meant.
    let grafana = answer("a.yml", "Missing saved oauth state");
    assert_eq!((&grafana["client_id"], &grafana["cause"]), (&Value::Null, &Value::Null));
    for (message, told) in [
        ("Error: getaddrinfo ENOTFOUND auth.example.com", "the host name `auth.example.com` cannot be resolved"),
        ("dial tcp: lookup auth.example.com on 127.0.0.11:53: no such host", "`auth.example.com` cannot be resolved"),
        (
            "unexpected iss value, expected https://a.example.com, got: https://b.example.com",
            "but Authelia is `https://b",
        ),
        ("oauth2: cannot fetch token: 401 Unauthorized", "the token endpoint answers 401"),
        ("requests.exceptions.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "does not trust"),
        ("cURL error 60: SSL certificate problem: unable to get local issuer certificate", "does not trust"),
    ] {
        let answer = answer("a.yml", message);
        assert!(answer["failure"].as_str().unwrap().contains(told), "{message}: {answer}");
        assert!(!answer["check"].as_array().unwrap().is_empty(), "{answer}");
    }
}
