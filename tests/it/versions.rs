//! What depends on the version of Authelia: recorded differences between 4.38.19 and 4.39.20, and how the version is known.

use std::fs;

use authelia_lint::check::Options;
use authelia_lint::config::LoadOptions;
use authelia_lint::text::Sources;

use crate::files::{folder, project_text};
use crate::program::run;

/// The rules with a finding that stops Authelia, in a part of a configuration for a version.
fn refused_by(version: &str, text: &str) -> Vec<String> {
    let load = LoadOptions { version: Some(version.parse().unwrap()), ..LoadOptions::complete() };
    let mut sources = Sources::default();
    sources.add("configuration.yml".to_owned(), text.to_owned());
    let found = authelia_lint::check(&sources, &Options { load, ..Options::default() }).findings;
    let of_subject = found.into_iter().filter(|finding| !finding.message.expose().contains("required option"));
    let mut rules: Vec<String> = of_subject.map(|finding| finding.rule.to_string()).collect();
    rules.sort();
    rules.dedup();
    rules
}

fn client(options: &str) -> String {
    format!(
        "identity_providers: {{ oidc: {{ clients: [{{ client_id: 'app', redirect_uris: ['https://app.example.com/cb'], \
         {options} }}] }} }}\n"
    )
}

fn differs(text: &str, rule: &str, before: &str, since: &str) {
    let (old, new) = (refused_by(before, text), refused_by(since, text));
    let has = |rules: &[String]| rules.iter().any(|other| other == rule);
    assert!(has(&old) != has(&new), "{rule}: {text}: {before} {old:?}, {since} {new:?}");
}

#[test]
fn options_and_values_are_known_since_a_version() {
    for (text, before, since) in [
        ("identity_providers: { oidc: { claims_policies: { a: { id_token: ['groups'] } } } }\n", "4.38.19", "4.39.0"),
        ("definitions: { network: { lan: ['10.0.0.0/8'] } }\n", "4.38.19", "4.39.0"),
        ("theme: 'oled'\n", "4.38.19", "4.39.0"),
        ("session: { redis: { host: 'redis', timeout: '5s' } }\n", "4.38.17", "4.38.18"),
        ("webauthn: { metadata: { cache_policy: 'relaxed' } }\n", "4.39.4", "4.39.5"),
        ("authentication_backend: { file: { password: { scrypt: { variant: 'yescrypt' } } } }\n", "4.39.1", "4.39.2"),
        ("server: { endpoints: { rate_limits: { openid_connect_token: { enable: false } } } }\n", "4.39.16", "4.39.17"),
        (
            "server: { endpoints: { rate_limits: { openid_connect_userinfo: { enable: false } } } }\n",
            "4.39.19",
            "4.39.20",
        ),
        ("identity_providers: { oidc: { cors: { endpoints: ['device-authorization'] } } }\n", "4.38.19", "4.39.0"),
    ] {
        differs(text, "newer-option", before, since);
    }
    for (options, before, since) in [
        ("claims_policy: 'a'", "4.38.19", "4.39.0"),
        ("grant_types: ['urn:ietf:params:oauth:grant-type:device_code']", "4.38.19", "4.39.0"),
        ("id_token_signed_response_alg: 'HS256'", "4.38.19", "4.39.0"),
        ("introspection_endpoint_auth_method: 'client_secret_post'", "4.38.19", "4.39.0"),
        ("allow_multiple_auth_methods: true", "4.38.2", "4.38.3"),
        ("scopes: ['openid', 'phone']", "4.38.19", "4.39.0"),
    ] {
        differs(&client(options), "newer-option", before, since);
    }
}

#[test]
fn what_authelia_refuses_depends_on_its_version() {
    let keys = "token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'RS256', \
                jwks_uri: 'https://app.example.com/jwks.json'";
    differs(&client(keys), "invalid-client-secret", "4.38.19", "4.39.0");
    let unsigned = "client_secret: '$plaintext$0', authorization_signed_response_alg: 'none'";
    differs(&client(unsigned), "unsupported-signing-algorithm", "4.39.5", "4.39.6");
    let policy =
        "identity_providers: { oidc: { authorization_policies: { a.b: { default_policy: 'one_factor' } } } }\n";
    differs(policy, "invalid-name", "4.39.19", "4.39.20");
    differs("webauthn: { user_verification: 'required' }\n", "deprecated-key", "4.38.19", "4.39.0");
    let detection = "authentication_backend: { ldap: { permit_feature_detection_failure: true } }\n";
    differs(detection, "deprecated-key", "4.39.15", "4.39.16");
}

#[test]
fn an_id_token_had_all_claims_before_claims_policies() {
    let needs_claims = "identity_providers: { oidc: { clients: [{ client_id: 'argocd', client_name: 'Argo CD', \
        client_secret: '$plaintext$0', redirect_uris: ['https://argocd.example.com/auth/callback'], \
        scopes: ['openid', 'profile', 'email', 'groups'] }] } }\n";
    differs(needs_claims, "id-token-claim-mismatch", "4.38.19", "4.39.0");
}

const OLED: &str = "theme: 'oled'\n";

#[test]
fn the_version_is_that_of_the_option_the_settings_or_the_image() {
    let compose = "services: { authelia: { image: 'authelia/authelia:4.38.10' } }\n";
    let folder = folder(&[
        ("image/configuration.yml", OLED),
        ("image/compose.yml", compose),
        ("settings/configuration.yml", OLED),
        ("settings/authelia-lint.toml", "authelia-version = '4.38'\n"),
        ("wrong/configuration.yml", OLED),
        ("wrong/authelia-lint.toml", "authelia-version = '3.1'\n"),
    ]);
    let check = |arguments: &[&str]| run(folder.path(), &[&["check", "--format", "concise"], arguments].concat());
    assert!(check(&["image"]).out.contains("in Authelia 4.38.10;"), "{}", check(&["image"]).told());
    assert!(check(&["settings"]).out.contains("in Authelia 4.38.19;"));
    assert!(!check(&["settings", "--authelia-version", "4.39"]).out.contains("newer-option"));
    let newer = check(&["image", "--authelia-version", "4.40.1"]);
    assert!(newer.error.contains("note: Authelia 4.40.1 is newer than 4.39.20"), "{}", newer.error);
    assert!(!newer.out.contains("newer-option"));
    let wrong = check(&["wrong"]);
    assert!(wrong.code == 2 && wrong.error.contains("not a version of Authelia"), "{}", wrong.told());
}

#[test]
fn only_an_image_that_is_run_tells_the_version() {
    let newer = |compose: &str, configuration: &str| {
        let folder = folder(&[("a/configuration.yml", configuration), ("a/compose.yml", compose)]);
        run(folder.path(), &["check", "--format", "concise", "a"]).out.contains("newer-option")
    };
    let image = "authelia/authelia:4.38.10";
    let none = "services: {}\n";
    assert!(newer(&format!("services: {{ sso: {{ image: '{image}' }} }}\n"), OLED));
    assert!(!newer(&format!("# image: {image}\n{none}"), OLED));
    assert!(!newer(&format!("services:\n  sso:\n    image: 'authelia/authelia:4.39.1' # before: {image}\n"), OLED));
    assert!(!newer(&format!("services: {{ sso: {{ command: '{image}' }} }}\n"), OLED));
    assert!(!newer(none, &format!("{OLED}# image: {image}\n")));
}

/// The values of a configuration as `show` tells them, without the key of the provider, which becomes an item of a list.
fn shown(folder: &std::path::Path) -> serde_json::Value {
    let mut shown = run(folder, &["show", "--format", "json", "configuration.yml"]).json();
    let provider = shown["identity_providers"]["oidc"].as_object_mut().unwrap();
    assert!(provider.remove("jwks").or_else(|| provider.remove("issuer_private_key")).is_some());
    // Authelia 4.39 took its default instead of the older key, until the key was renamed.
    shown["webauthn"] = serde_json::Value::Null;
    // A mode of the former option, and what it means in the current one.
    shown["storage"]["postgres"]["ssl"] = serde_json::Value::Null;
    shown["storage"]["postgres"]["tls"] = serde_json::Value::Null;
    shown
}

#[test]
fn every_deprecated_key_is_renamed_and_means_the_same() {
    let folder = folder(&[("configuration.yml", &project_text("fixtures/upgrade/configuration.yml"))]);
    let before = shown(folder.path());
    let check = |arguments: &[&str]| run(folder.path(), &[&["check", "--format", "concise"], arguments].concat());
    let old = check(&["--complete", "configuration.yml"]);
    assert!(old.out.matches("[deprecated-key]").count() > 15, "{}", old.told());
    let fixed = check(&["--complete", "--fix=all", "configuration.yml"]);
    assert!(!fixed.out.contains("deprecated-key"), "{}", fixed.told());
    assert_eq!(shown(folder.path()), before);
    insta::assert_snapshot!(fs::read_to_string(folder.path().join("configuration.yml")).unwrap());
}

#[test]
fn what_an_upgrade_changes_silently_is_reported_on_request() {
    let text = "server: { address: 'tcp://:9091' }\n\
        authentication_backend: { file: { path: '/config/users.yml' } }\n\
        identity_providers: { oidc: { clients: [{ client_id: 'intranet', scopes: ['openid', 'groups'], \
        redirect_uris: ['https://intranet.example.com/callback'] }] } }\n";
    let folder = folder(&[("configuration.yml", text)]);
    let found = |arguments: &[&str]| {
        let select = ["check", "--format", "concise", "--select", "changed-by-upgrade", "configuration.yml"];
        run(folder.path(), &[&select, arguments].concat()).out.matches("[changed-by-upgrade]").count()
    };
    assert_eq!(found(&[]), 0);
    assert_eq!(found(&["--upgrade-from", "4.38"]), 4);
    assert_eq!(found(&["--upgrade-from", "4.38", "--authelia-version", "4.39.16"]), 3);
    assert_eq!(found(&["--upgrade-from", "4.39.16"]), 1);
    assert_eq!(found(&["--upgrade-from", "4.39"]), 0);
}

#[test]
fn what_has_no_equivalent_is_explained() {
    for (text, help) in [
        ("session: { domain: 'example.com' }\n", "authelia_url: '<the URL of the portal>'"),
        ("storage: { postgres: { ssl: { mode: 'verify-ca' } } }\n", "`certificates_directory`"),
        ("storage: { postgres: { ssl: { mode: 'verify-full' } } }\n", "`tls: { skip_verify: false }`"),
        ("storage: { postgres: { ssl: { mode: 'disable' } } }\n", "no TLS without it"),
    ] {
        let folder = folder(&[("configuration.yml", text)]);
        let told =
            run(folder.path(), &["check", "--select", "deprecated-key", "--format", "json", "configuration.yml"]);
        let findings = told.json()["findings"].clone();
        assert!(findings[0]["help"].as_str().unwrap().contains(help), "{text}: {findings}");
    }
}

/// Former variables in each form of an environment, with what the fix makes of them.
#[test]
#[ignore = "slow"]
fn former_variables_are_renamed() {
    let compose = "services:
  authelia:
    image: 'authelia/authelia:4.39'
    environment:
      AUTHELIA_JWT_SECRET_FILE: '/run/secrets/jwt' # the key
      \"AUTHELIA_SESSION_REMEMBER_ME_DURATION\": 1M
      AUTHELIA_STORAGE_POSTGRES_HOST: db # the database
      AUTHELIA_STORAGE_POSTGRES_PORT: '5433'
      AUTHELIA_THEME: dark
";
    let list = "services:
  authelia:
    image: 'authelia/authelia:4.39'
    environment:
      - AUTHELIA_JWT_SECRET=a-secret-that-is-long
      - 'AUTHELIA_NOTIFIER_SMTP_HOST=mail.example.org' # the mail server
      - AUTHELIA_NOTIFIER_SMTP_PORT=587
      - AUTHELIA_THEME=dark
";
    let manifest = "apiVersion: apps/v1
kind: Deployment
metadata: { name: authelia }
spec:
  template:
    spec:
      containers:
        - name: authelia
          image: 'authelia/authelia:4.39'
          env:
            - name: AUTHELIA_AUTHENTICATION_BACKEND_LDAP_URL # our server
              value: 'ldap://127.0.0.1'
            - name: \"AUTHELIA_STORAGE_MYSQL_HOST\"
              value: db
            - name: AUTHELIA_STORAGE_MYSQL_PORT
              value: '3307'
            - name: AUTHELIA_THEME
              value: dark
";
    let file = "# Our settings.
AUTHELIA_SESSION_REMEMBER_ME_DURATION=1M
AUTHELIA_NOTIFIER_SMTP_HOST=\"mail.example.org\"
AUTHELIA_NOTIFIER_SMTP_PORT=465
";
    let folder =
        folder(&[("compose.yml", compose), ("list.yml", list), ("manifest.yml", manifest), ("authelia.env", file)]);
    let mut told = String::new();
    for name in ["compose.yml", "list.yml", "manifest.yml", "authelia.env"] {
        let check = |arguments: &[&str]| {
            run(
                folder.path(),
                &[&["check", "--no-config", "--quiet", "--select", "deprecated-key"], arguments].concat(),
            )
        };
        // Of a secret, as many bullets are shown as its text is wide.
        let shown = || -> serde_json::Value {
            serde_json::from_str(&run(folder.path(), &["show", "--format", "json", name]).out.replace('•', "")).unwrap()
        };
        let before = shown();
        assert!(before["theme"] == "dark" || before["session"]["remember_me"] == "1M", "{before}");
        told += &check(&["--diff", name]).told();
        let fixed = check(&["--fix", "--format", "concise", name]);
        assert!(!fixed.out.contains("deprecated-key"), "{}", fixed.told());
        assert_eq!(shown(), before, "{name}");
    }
    insta::assert_snapshot!(told);
}

/// What is not alone on its line, or in a text that means something else as a variable, is changed by hand.
#[test]
fn a_variable_among_others_is_renamed_by_hand() {
    let environment = "{ AUTHELIA_STORAGE_POSTGRES_HOST: db, AUTHELIA_STORAGE_POSTGRES_PORT: '5433' }";
    let compose =
        format!("services:\n  authelia:\n    image: authelia/authelia:4.39\n    environment: {environment}\n");
    let folder = folder(&[("compose.yml", &compose)]);
    let fixed = run(folder.path(), &["check", "--no-config", "--fix", "--select", "deprecated-key", "compose.yml"]);
    assert!(fixed.out.contains("AUTHELIA_STORAGE_POSTGRES_ADDRESS"), "{}", fixed.told());
    assert_eq!(fs::read_to_string(folder.path().join("compose.yml")).unwrap(), compose);
}

/// Values of the chart before its version 0.9.0, which newer ones ignore.
#[test]
fn former_values_of_the_chart_are_renamed() {
    let folder = folder(&[("values.yaml", &project_text("fixtures/upgrade/values.yaml"))]);
    let check = |arguments: &[&str]| {
        let select = ["check", "--no-config", "--quiet", "--select", "deprecated-key"];
        run(folder.path(), &[&select, arguments, &["values.yaml"]].concat())
    };
    let shown = || {
        let mut shown = run(folder.path(), &["show", "--format", "json", "values.yaml"]).json();
        // Authelia 4.39 took its default instead of the older key, until the key was renamed.
        shown["webauthn"] = serde_json::Value::Null;
        shown
    };
    let before = shown();
    let told = check(&["--diff", "--fix=all"]).told() + &check(&["--format", "concise"]).told();
    assert_eq!(check(&["--fix=all"]).out, "");
    assert_eq!(shown(), before);
    insta::assert_snapshot!(told);
}

/// The tree leaves out the keys that the chart does not copy, so that the text is asked, too.
#[test]
fn a_section_that_the_chart_leaves_out_is_not_written_twice() {
    let values = "configMap:\n  authentication_backend:\n    ldap:\n      enabled: true\n      base_dn: 'dc=x'\n      \
        mail_attribute: 'mail'\n      attributes: {}\n";
    let folder = folder(&[("values.yaml", values)]);
    let run = run(folder.path(), &["check", "--no-config", "--fix=all", "--select", "deprecated-key", "values.yaml"]);
    assert!(run.out.contains("by hand"), "{}", run.told());
    assert_eq!(fs::read_to_string(folder.path().join("values.yaml")).unwrap(), values);
}
