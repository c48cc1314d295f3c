//! The application's own settings beside Authelia's configuration: each finding points at both.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::files::{folder, in_project, project_text};
use crate::program::{Run, run};

fn fixtures() -> PathBuf {
    in_project("fixtures/both-sides")
}

fn check(folder: &Path, arguments: &[&str]) -> Run {
    run(folder, &[&["check", "configuration.yml"], arguments].concat())
}

fn findings(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let mut outcome = check(folder, &[arguments, &["--format", "json"]].concat()).json();
    outcome["findings"].as_array_mut().unwrap().drain(..).collect()
}

/// Each finding's rule and line, and the line and column of its label in the other file.
fn both_sides<'f>(findings: &'f [Value], file: &str) -> Vec<(&'f str, u64, (u64, u64))> {
    let number = |value: &Value, key: &str| value[key].as_u64().unwrap();
    let place = |finding: &Value| {
        let label = finding["labels"].as_array().unwrap().iter().find(|label| label["file"] == file);
        label.map_or((0, 0), |label| (number(label, "line"), number(label, "column")))
    };
    findings.iter().map(|found| (found["rule"].as_str().unwrap(), number(found, "line"), place(found))).collect()
}

#[test]
#[ignore = "slow"]
fn a_finding_points_at_the_setting_too() {
    let findings = findings(&fixtures(), &["--mailcow", "mailcow.json"]);
    let expected = [
        ("client-secret-mismatch", 6, (4, 20)),
        ("redirect-uri-mismatch", 8, (5, 19)),
        ("missing-scope", 9, (7, 20)),
        ("extra-redirect-uri", 8, (6, 26)),
    ];
    assert_eq!(both_sides(&findings, "mailcow.json"), expected);
}

#[test]
fn the_names_of_mailcow_conf_are_compared_with_the_redirect_uris() {
    let findings = findings(&fixtures(), &["--mailcow", "mailcow.conf"]);
    assert_eq!(both_sides(&findings, "mailcow.conf"), [("redirect-host-mismatch", 8, (2, 18))]);
}

#[test]
#[ignore = "slow"]
fn no_secret_of_either_file_is_shown() {
    let secrets =
        ["a-secret-that-is-not-the-registered-one", "a-password-of-the-database", "kbvVXA9SYfidb9SDoAbrR2lQJj"];
    for format in ["full", "concise", "json"] {
        let both = ["--mailcow", "mailcow.json", "--mailcow", "mailcow.conf", "--format", format];
        let told = check(&fixtures(), &both).told();
        assert!(told.contains("redirect-uri-mismatch"), "{told}");
        assert_eq!(secrets.iter().find(|secret| told.contains(**secret)), None, "{told}");
    }
}

/// What is found with `mailcow.conf` beside a client with this redirect URI.
fn with_conf(uri: &str, conf: &str) -> Vec<String> {
    let configuration = project_text("fixtures/both-sides/configuration.yml");
    let configuration = configuration.replace("https://mailcow.example.org", uri);
    let folder = folder(&[("configuration.yml", &configuration), ("mailcow.conf", conf)]);
    let findings = findings(folder.path(), &["--mailcow", "mailcow.conf"]);
    findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_name_is_as_good_and_only_the_host_counts() {
    let conf = "MAILCOW_HOSTNAME=\"Mail.example.org\"\nHTTPS_PORT=8443\n\
                export ADDITIONAL_SERVER_NAMES='webmail.example.org,a.example.org' # further\n";
    for uri in ["https://mail.example.org", "https://MAIL.example.org:9443/user", "https://a.example.org/"] {
        assert_eq!(with_conf(uri, conf), [""; 0], "{uri}");
    }
    assert_eq!(with_conf("https://b.example.org", conf), ["redirect-host-mismatch"]);
    assert_eq!(with_conf("https://other.example.org", "MAILCOW_HOSTNAME=mail.example.org # ok\n").len(), 1);
}

#[test]
fn what_is_known_of_a_templated_host_is_compared() {
    let conf = "MAILCOW_HOSTNAME=mail.example.org\n";
    for uri in ["https://mail.${DOMAIN}", "https://${HOST}", "https://${SUB}.example.org", "{{ .Url }}"] {
        assert_eq!(with_conf(uri, conf), [""; 0], "{uri}");
    }
    for uri in ["https://cow.${DOMAIN}", "https://mail.{{ .Zone }}.example.com"] {
        assert_eq!(with_conf(uri, conf), ["redirect-host-mismatch"], "{uri}");
    }
}

#[test]
fn a_name_that_is_not_literal_raises_nothing() {
    for conf in [
        "MAILCOW_HOSTNAME=${NAME}\n",
        "MAILCOW_HOSTNAME=mail.example.org\nADDITIONAL_SERVER_NAMES=*.example.org\n",
        "MAILCOW_HOSTNAME=\n",
    ] {
        assert_eq!(with_conf("https://b.example.org", conf), [""; 0], "{conf}");
    }
}

#[test]
fn a_wrong_file_is_told_without_its_text() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(fixtures().join("configuration.yml"), folder.path().join("configuration.yml")).unwrap();
    for (text, told) in [
        (
            "theme: dark\npassword: hunter2hunter2\n",
            "not Mailcow's identity-provider settings (JSON) or a `mailcow.conf`",
        ),
        (
            "{\"client_id\": 3, \"client_secret\": \"hunter2hunter2\"}",
            ":1:15: not Mailcow's identity-provider settings (JSON) or a `mailcow.conf`: `client_id` is not a text",
        ),
        ("{\"client_secret\": \"hunter2hunter2\"", "the text ends too early"),
        ("[\"hunter2hunter2\"]", "not Mailcow's identity-provider settings"),
        (
            "{\n \"authsource\": \"keycloak\"}",
            ":2:16: not Mailcow's identity-provider settings (JSON) or a `mailcow.conf`: `authsource` is not",
        ),
        ("DBPASS=hunter2hunter2\n", "or a `mailcow.conf`"),
        ("", "or a `mailcow.conf`"),
    ] {
        fs::write(folder.path().join("settings"), text).unwrap();
        let Run { code, error, .. } = check(folder.path(), &["--mailcow", "settings"]);
        assert_eq!(code, 2, "{text}");
        assert!(error.contains("settings") && error.contains(told), "{text}: {error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

/// The rules that report something with these settings of Mailcow beside a client that fits.
fn with_settings(settings: &str) -> Vec<String> {
    let configuration = project_text("fixtures/both-sides/configuration.yml");
    let folder = folder(&[
        ("configuration.yml", &configuration),
        ("mailcow.json", &format!(r#"{{"client_id": "mailcow", {settings}}}"#)),
    ]);
    let findings = findings(folder.path(), &["--mailcow", "mailcow.json"]);
    findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn authelia_may_be_asked_below_a_path_and_within_the_own_network() {
    let endpoints = |authorization: &str, token: &str, userinfo: &str| {
        with_settings(&format!(
            r#""authorize_url": "{authorization}", "token_url": "{token}", "userinfo_url": "{userinfo}""#
        ))
    };
    let public = "https://auth.example.org/sso/api/oidc";
    let [authorization, token, userinfo] = ["authorization", "token", "userinfo"].map(|end| format!("{public}/{end}"));
    assert_eq!(endpoints(&authorization, &token, &userinfo), [""; 0]);
    let inner = "http://authelia:9091/api/oidc";
    assert_eq!(endpoints(&authorization, &format!("{inner}/token"), &format!("{inner}/userinfo")), [""; 0]);
    assert_eq!(endpoints(&authorization, &token, "https://auth.example.org/api/oidc/userinfo/"), [""; 0]);
    assert_eq!(endpoints("", "", ""), [""; 0]);
    assert_eq!(endpoints(&token, &token, &userinfo), ["endpoint-mismatch"]);
    assert_eq!(endpoints(&authorization, "https://auth.example.org", ""), ["endpoint-mismatch"]);
}

#[test]
fn accounts_are_made_where_the_settings_say_by_which_template() {
    for (settings, expected) in [
        (r#""login_provisioning": 1, "default_template": "Default", "mappers": []"#, &[][..]),
        (r#""login_provisioning": true, "default_template": "", "mappers": ["a"]"#, &[]),
        (r#""login_provisioning": true"#, &[]),
        (r#""default_template": "", "mappers": []"#, &["refused-newcomer"]),
        (r#""login_provisioning": "1", "default_template": "", "mappers": []"#, &["refused-newcomer"]),
        (r#""login_provisioning": false, "default_template": "Default""#, &["refused-newcomer"]),
    ] {
        assert_eq!(with_settings(settings), expected, "{settings}");
    }
}

#[test]
#[ignore = "slow"]
fn a_digest_in_the_other_settings_changes_nothing_here() {
    let sides = in_project("fixtures/field/sides");
    let read = |name: &str| fs::read_to_string(sides.join(name)).unwrap();
    let (configuration, settings) = (read("mailcow.yml"), read("mailcow-given-the-digest.json"));
    let folder = folder(&[("mailcow.yml", &configuration), ("mailcow.json", &settings)]);
    let fixed = run(folder.path(), &["check", "--fix=all", "--mailcow", "mailcow.json", "mailcow.yml"]);
    assert!(fixed.out.contains("client-secret-mismatch"), "{}", fixed.told());
    let client_secret = |text: &str| text.lines().find(|line| line.contains("client_secret:")).map(str::to_owned);
    let now = fs::read_to_string(folder.path().join("mailcow.yml")).unwrap();
    assert_eq!(client_secret(&now), client_secret(&configuration));
}

#[test]
#[ignore = "slow"]
fn each_fault_of_mailcows_settings_is_one_finding() {
    let sides = in_project("fixtures/field/sides");
    let out = run(&sides, &["check", "--format", "json", "--mailcow", "mailcow-wrong.json", "mailcow.yml"]).json();
    let of =
        |finding: &Value| format!("{} {}", finding["rule"].as_str().unwrap(), finding["severity"].as_str().unwrap());
    let mut found: Vec<String> = out["findings"].as_array().unwrap().iter().map(of).collect();
    found.sort();
    let expected = [
        "endpoint-mismatch advice",
        "endpoint-mismatch error",
        "endpoint-mismatch error",
        "insecure-app-setting warning",
        "refused-newcomer advice",
        "refused-newcomer advice",
    ];
    assert_eq!(found, expected, "{out}");
}

#[test]
fn a_template_that_only_a_claim_selects_needs_the_claim() {
    let settings = |scopes: &str| {
        format!(r#""login_provisioning": 1, "default_template": "", "mappers": ["staff"], "client_scopes": "{scopes}""#)
    };
    assert_eq!(with_settings(&settings("openid profile email")), ["refused-newcomer"]);
}

/// The rules that report something about the endpoints, if the portal is at `https://auth.example.org/sso`.
fn with_endpoints(endpoints: &[(&str, &str)]) -> Vec<String> {
    let session =
        "session:\n  cookies:\n    - domain: 'example.org'\n      authelia_url: 'https://auth.example.org/sso'\n";
    let configuration = project_text("fixtures/both-sides/configuration.yml");
    let endpoints = endpoints.iter().map(|(name, base)| {
        let end = name.replace("authorize", "authorization");
        format!(r#", "{name}_url": "{base}/api/oidc/{end}""#)
    });
    let settings = format!(r#"{{"client_id": "mailcow"{}}}"#, endpoints.collect::<String>());
    let folder = folder(&[("configuration.yml", &format!("{session}{configuration}")), ("mailcow.json", &settings)]);
    let found = findings(folder.path(), &["--mailcow", "mailcow.json", "--select", "endpoint-mismatch"]);
    found.iter().map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_authorization_endpoint_is_at_the_portal() {
    let told = "Mailcow's authorization endpoint is not at Authelia's portal";
    for (base, expected) in [
        ("https://auth.example.org/sso", &[][..]),
        ("https://auth.example.org", &[told]),
        ("https://sso.example.org/sso", &[told]),
    ] {
        let others = [("token", "https://auth.example.org/sso"), ("userinfo", "https://auth.example.org/sso")];
        assert_eq!(with_endpoints(&[&[("authorize", base)], &others[..]].concat()), expected, "{base}");
        assert_eq!(with_endpoints(&[("authorize", base)]), expected, "{base}");
    }
}

#[test]
fn an_endpoint_at_the_host_of_the_portal_is_below_its_path() {
    for (base, is_wrong) in [
        ("https://auth.example.org/sso", false),
        ("https://AUTH.example.org/sso", false),
        ("https://auth.example.org/other", true),
        ("https://auth.example.org", true),
        ("https://authelia.internal.example.org", false),
        ("http://auth.example.org", false),
    ] {
        for name in ["token", "userinfo"] {
            let told = format!("Mailcow's {name} endpoint is not at Authelia's portal");
            let expected = if is_wrong { vec![told] } else { Vec::new() };
            assert_eq!(with_endpoints(&[(name, base)]), expected, "{base}");
        }
    }
}

#[test]
#[ignore = "slow"]
fn the_services_of_a_compose_file_are_the_other_sides() {
    let folder = fixtures().join("compose");
    let run = run(&folder, &["check", "--quiet", "--select", "login", "."]);
    for secret in ["a-secret-that-is-not-the-registered-one", "another-secret-that-differs"] {
        assert!(!run.told().contains(secret), "{}", run.told());
    }
    insta::assert_snapshot!(run.told());
}

#[test]
fn an_application_without_known_settings_is_named() {
    let run = check(&fixtures(), &["--app-settings", "grafanna=mailcow.conf"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.error,
        "error: the settings of the application `grafanna` are not known (did you mean `grafana`?)\n"
    );
}

/// The rules with findings about Grafana, whose settings are in these files.
fn about_grafana(files: &[(&str, &str)]) -> Vec<String> {
    let configuration = project_text("fixtures/both-sides/compose/configuration.yml");
    let folder = folder(&[&[("here/configuration.yml", configuration.as_str())], files].concat());
    let arguments =
        ["check", "--format", "json", "--select", "missing-scope,pkce-mismatch,redirect-uri-mismatch", "here"];
    let findings = run(folder.path(), &arguments).json()["findings"].as_array().unwrap().clone();
    let of_grafana = findings.iter().filter(|finding| finding["client_id"] == "grafana");
    of_grafana.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_values_of_a_compose_file_come_from_the_files_that_it_names() {
    let compose = |env_file: &str| {
        format!(
            "services:\n  grafana:\n    image: grafana/grafana\n    env_file: {env_file}\n    environment:\n      \
             GF_SERVER_ROOT_URL: 'https://${{HOST:-grafana.example.org}}'\n"
        )
    };
    let settings = "GF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana\nGF_AUTH_GENERIC_OAUTH_USE_PKCE=true\n\
        GF_AUTH_GENERIC_OAUTH_SCOPES=openid profile email groups\n";
    for env_file in ["grafana.env", "[grafana.env]", "[{ path: ./grafana.env, required: false }]"] {
        let files = [("here/compose.yml", &*compose(env_file)), ("here/grafana.env", settings)];
        assert_eq!(about_grafana(&files), ["missing-scope"], "{env_file}");
    }
    let named = compose("grafana.env");
    let files = [
        ("here/compose.yml", named.as_str()),
        ("here/grafana.env", settings),
        ("here/.env", "HOST=other.example.org\n"),
    ];
    assert_eq!(about_grafana(&files), ["redirect-uri-mismatch", "missing-scope"]);
    // What is outside the folder is not read, so that PKCE is off, as it is by default.
    let outside = about_grafana(&[("here/compose.yml", &compose("../grafana.env")), ("grafana.env", settings)]);
    assert!(outside.contains(&"pkce-mismatch".to_owned()), "{outside:?}");
}

#[test]
#[ignore = "slow"]
fn settings_are_found_in_the_containers_of_manifests() {
    let folder = in_project("fixtures/both-sides/kubernetes");
    let run = run(&folder, &["check", "--no-config", "--format", "json", "."]);
    let outcome = run.json();
    let findings: Vec<Value> = outcome["findings"].as_array().unwrap().clone();
    let of = |file: &str| -> Vec<(String, u64, (u64, u64))> {
        let found = both_sides(&findings, file).into_iter().filter(|(_, _, place)| *place != (0, 0));
        found.map(|(rule, line, place)| (rule.to_owned(), line, place)).collect()
    };
    let found = |rule: &str, line, place| (rule.to_owned(), line, place);
    let of_grafana = [found("redirect-uri-mismatch", 11, (19, 22)), found("missing-scope", 12, (25, 22))];
    assert_eq!(of("grafana.yml"), of_grafana);
    let rules: Vec<String> = of("apps/helm-release.yml").into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, ["client-secret-mismatch", "endpoint-mismatch"]);
    assert!(!run.told().contains("another-secret"), "{}", run.told());
}

/// A secret of the fixtures in `sources`, as it is written in most of them.
const SECRET: &str = "a-secret-of-both-sides";

/// What is found about Grafana with the settings in a folder of `sources`, of whose files `change` makes others: each rule with the
/// file, line and column of its label beside the configuration.
fn found_in(source: &str, change: impl Fn(String) -> String) -> (Vec<String>, String) {
    let sources = fixtures().join("sources");
    let folder = tempfile::tempdir().unwrap();
    fs::copy(sources.join("configuration.yml"), folder.path().join("configuration.yml")).unwrap();
    for file in fs::read_dir(sources.join(source)).unwrap() {
        let path = file.unwrap().path();
        let text = change(fs::read_to_string(&path).unwrap());
        fs::write(folder.path().join(path.file_name().unwrap()), text).unwrap();
    }
    let rules = "client-secret-mismatch,redirect-uri-mismatch,missing-scope,endpoint-mismatch,pkce-mismatch";
    let check = |format| run(folder.path(), &["check", "--no-config", "--select", rules, "--format", format, "."]);
    let json = check("json");
    let findings = json.json()["findings"].as_array().unwrap().clone();
    let place = |label: &Value| format!("{}:{}:{}", label["file"].as_str().unwrap(), label["line"], label["column"]);
    let told = |finding: &Value| {
        let labels = finding["labels"].as_array().unwrap().iter().map(place);
        let beside = labels.into_iter().find(|place| !place.starts_with("configuration.yml")).unwrap_or_default();
        format!("{} {beside}", finding["rule"].as_str().unwrap())
    };
    (findings.iter().map(told).collect(), json.told() + &check("full").told())
}

#[test]
#[ignore = "slow"]
fn each_source_of_settings_matches_and_each_slip_in_it_is_found() {
    let changes: &[(&str, &str, &str, &str)] = &[
        (
            "objects",
            "'https://grafana.example.org'",
            "'https://g.example.org'",
            "redirect-uri-mismatch objects.yml:5:23",
        ),
        ("objects", "'openid profile email'", "'openid profile email groups'", "missing-scope objects.yml:10:11"),
        ("objects", "'true'", "'false'", "pkce-mismatch objects.yml:7:35"),
        ("objects", "oidc/authorization", "oidc/authorize", "endpoint-mismatch objects.yml:8:35"),
        (
            "objects",
            "YS1zZWNyZXQtb2YtYm90aC1zaWRlcw==",
            "YW5vdGhlci1zZWNyZXQ=",
            "client-secret-mismatch objects.yml:16:18",
        ),
        (
            "kustomize",
            "https://grafana.example.org",
            "https://g.example.org",
            "redirect-uri-mismatch kustomization.yaml:7:9",
        ),
        ("kustomize", "openid profile email", "openid profile email groups", "missing-scope grafana.env:1:30"),
        ("kustomize", "oidc/token", "oidc/tokens", "endpoint-mismatch settings.ini:2:13"),
        ("kustomize", SECRET, "another-secret", "client-secret-mismatch secrets.env:1:37"),
        ("file", "https://grafana.example.org", "https://g.example.org", "redirect-uri-mismatch settings.yml:7:16"),
        ("file", "openid profile email", "openid profile email groups", "missing-scope settings.yml:11:14"),
        ("file", "oidc/token", "oidc/tokens", "endpoint-mismatch settings.yml:13:17"),
        ("values", "'openid profile email'", "'openid profile email groups'", "missing-scope values.yaml:11:14"),
        ("values", SECRET, "another-secret", "client-secret-mismatch values.yaml:9:14"),
        (
            "chart",
            "https://grafana.example.org",
            "https://g.example.org",
            "redirect-uri-mismatch values-production.yaml:4:15",
        ),
        ("chart", "use_pkce: true", "use_pkce: false", "pkce-mismatch values-production.yaml:9:15"),
        ("nixos", "\"https://grafana.example.org\"", "\"https://g.example.org\"", "redirect-uri-mismatch host.nix:3:9"),
        ("nixos", "\"openid profile email\"", "\"openid profile email groups\"", "missing-scope host.nix:13:18"),
        ("nixos", SECRET, "another-secret", "client-secret-mismatch host.nix:12:25"),
        ("containers-of-nixos", "openid profile email", "openid profile email groups", "missing-scope host.nix:8:38"),
    ];
    for (source, written, wrong, expected) in changes {
        let (good, told) = found_in(source, |text| text);
        assert_eq!(good, [""; 0], "{source}: {told}");
        let (found, told) = found_in(source, |text| text.replace(written, wrong));
        assert_eq!(found, [*expected], "{source}, {wrong}: {told}");
        for secret in
            [SECRET, "another-secret", "YW5vdGhlci1zZWNyZXQ", "YS1zZWNyZXQtb2Yt", "a-secret-that-nobody-asks-for"]
        {
            assert!(!told.contains(secret), "{source}: {told}");
        }
    }
}

#[test]
#[ignore = "slow"]
fn settings_that_cannot_be_known_are_not_compared() {
    let slip = ("openid profile email", "openid profile email groups");
    let changes: &[(&str, &[(&str, &str)])] = &[
        // Another ConfigMap of that name, as in an overlay: which one counts is not known.
        (
            "objects",
            &[
                (
                    "kind: 'Secret'\nmetadata: { name: 'grafana' }",
                    "kind: 'ConfigMap'\nmetadata: { name: 'grafana-login' }",
                ),
                slip,
            ],
        ),
        // An object of another namespace, and one whose namespace is not said beside one of this.
        (
            "objects",
            &[
                ("metadata: { name: 'grafana' }\nspec", "metadata: { name: 'grafana', namespace: 'monitoring' }\nspec"),
                ("metadata: { name: 'grafana-login' }", "metadata: { name: 'grafana-login', namespace: 'other' }"),
                slip,
            ],
        ),
        (
            "objects",
            &[
                ("metadata: { name: 'grafana' }\nspec", "metadata: { name: 'grafana', namespace: 'monitoring' }\nspec"),
                (
                    "kind: 'Secret'\nmetadata: { name: 'grafana' }",
                    "kind: 'ConfigMap'\nmetadata: { name: 'grafana-login', namespace: 'monitoring' }",
                ),
                slip,
            ],
        ),
        // Encrypted by SOPS, a variable of another tool, a key that Grafana's INI replaces, and a function of Nix.
        ("values", &[(SECRET, "ENC[AES256_GCM,data:AAAA,type:str]")]),
        ("values", &[(SECRET, "${GRAFANA_SECRET}")]),
        ("file", &[("https://grafana.example.org", "https://%(domain)s")]),
        ("nixos", &[("\"openid profile email\"", "lib.concatStringsSep \" \" config.scopes")]),
        // An image that is not Grafana's, and variables that others may have.
        ("containers-of-nixos", &[("grafana/grafana:", "example.org/other:"), slip]),
        ("values", &[("GF_", "XX_"), slip]),
    ];
    for (source, changes) in changes {
        let change =
            |text: String| changes.iter().fold(text, |text, (written, unknown)| text.replace(written, unknown));
        let (found, told) = found_in(source, change);
        // What Grafana does by default is said without its settings, too, and points at none.
        assert!(found.iter().all(|finding| finding.ends_with(' ')), "{source}: {found:?} {told}");
    }
}

/// Options of NixOS that are not called like the application's own settings.
#[test]
fn options_of_nixos_have_names_of_their_own() {
    for (app, client_id, module) in [
        (
            "Vaultwarden",
            "vaultwarden",
            "services.vaultwarden.config = { domain = \"https://other.example.org\"; ssoClientId = \"vaultwarden\"; };",
        ),
        (
            "Outline",
            "outline",
            "services.outline = { publicUrl = \"https://other.example.org\"; oidcAuthentication = { clientId = \"outline\"; }; };",
        ),
        (
            "Headscale",
            "headscale",
            "services.headscale.settings = { server_url = \"https://other.example.org\"; oidc.client_id = \"headscale\"; };",
        ),
        (
            "Karakeep",
            "karakeep",
            "services.karakeep.extraEnvironment = { NEXTAUTH_URL = \"https://other.example.org\"; OAUTH_CLIENT_ID = \"karakeep\"; };",
        ),
    ] {
        let configuration = format!(
            "identity_providers:\n  oidc:\n    clients:\n      - client_id: '{client_id}'\n        client_name: '{app}'\n        \
             redirect_uris: ['https://app.example.org/']\n"
        );
        let folder = folder(&[
            ("configuration.yml", &configuration),
            ("host.nix", &format!("{{ ... }}:\n{{\n  {module}\n}}\n")),
        ]);
        let arguments = ["check", "--no-config", "--format", "json", "--select", "redirect-uri-mismatch", "."];
        let outcome = run(folder.path(), &arguments).json();
        let told = outcome["findings"].to_string();
        assert!(told.contains("https://other.example.org") && told.contains("host.nix"), "{app}: {told}");
    }
}

#[test]
fn objects_of_one_name_in_different_namespaces_are_different() {
    let (found, told) = found_in("objects", |text| {
        let text = text.replace("openid profile email", "openid profile email groups");
        let text = text.replace(
            "metadata: { name: 'grafana' }\nspec",
            "metadata: { name: 'grafana', namespace: 'monitoring' }\nspec",
        );
        let text =
            text.replace("name: 'grafana-login' }\ndata", "name: 'grafana-login', namespace: 'monitoring' }\ndata");
        let other = "---\nkind: 'ConfigMap'\nmetadata: { name: 'grafana-login', namespace: 'other' }\ndata: { scopes: 'openid' }\n";
        if text.contains("kind: 'ConfigMap'") { text + other } else { text }
    });
    assert_eq!(found, ["missing-scope objects.yml:10:11"], "{told}");
}

#[test]
fn a_kustomization_reads_no_file_outside_the_checked_folder() {
    let sources = fixtures().join("sources");
    let read = |name: &str| fs::read_to_string(sources.join(name)).unwrap();
    let kustomization = read("kustomize/kustomization.yaml").replace("'secrets.env'", "'../secrets.env'");
    let folder = folder(&[
        ("secrets.env", "GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET=another-secret\n"),
        ("here/configuration.yml", &read("configuration.yml")),
        ("here/kustomization.yaml", &kustomization),
        ("here/grafana.yml", &read("kustomize/grafana.yml")),
    ]);
    let told = run(folder.path(), &["check", "--no-config", "--format", "concise", "here"]).told();
    assert!(!told.contains("client-secret-mismatch"), "{told}");
}

#[test]
fn a_named_file_may_be_a_nixos_module_or_a_manifest_with_its_objects() {
    let sources = fixtures().join("sources");
    for (source, file, wrong) in
        [("nixos", "host.nix", "https://g.example.org"), ("values", "values.yaml", "https://g.example.org")]
    {
        let text = fs::read_to_string(sources.join(source).join(file)).unwrap();
        let configuration = fs::read_to_string(sources.join("configuration.yml")).unwrap();
        let text = text.replace("https://grafana.example.org", wrong);
        let folder = folder(&[("a/configuration.yml", &configuration), (file, &text)]);
        let settings = format!("grafana={file}");
        let out = run(folder.path(), &["check", "--format", "concise", "--app-settings", &settings, "a"]).out;
        assert!(out.contains("redirect-uri-mismatch"), "{source}: {out}");
    }
}
