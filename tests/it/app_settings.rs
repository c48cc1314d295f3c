//! Where applications keep their own settings: for each application that is known, a client and settings that match have no
//! finding about the two, and each setting that is changed has one.

use std::fmt::Write as _;
use std::path::Path;

use authelia_lint::app::deployment::model::{AppSettings, Lookup};
use authelia_lint::app::draft::{Example, Wanted};
use authelia_lint::app::{App, knowledge};
use serde_json::Value;

use crate::files::folder;
use crate::program::run;

/// The rules that compare both sides.
const RULES: &str = "unknown-app-client,client-secret-mismatch,redirect-uri-mismatch,missing-scope,endpoint-mismatch,\
                     pkce-mismatch,auth-method-mismatch";

const SECRET: &str = "a-secret-of-both-sides";

/// The names of an application's settings, and the values that match the registration.
type Side = Vec<(String, String)>;

/// The registration of an application.
fn registration(app: &App) -> String {
    let wanted = Wanted {
        url: "https://app.example.org",
        portal: "https://auth.example.org",
        client_id: Some("the-client"),
        digest: Some(&format!("$plaintext${SECRET}")),
        named: true,
    };
    let session = "session:\n  cookies:\n    - domain: 'example.org'\n      authelia_url: 'https://auth.example.org'\n";
    format!("{session}{}", Example::of(app).unwrap().registration(&wanted, None))
}

/// What the rules report.
fn found(folder: &Path, app: &str) -> Vec<String> {
    let settings = format!("{app}=settings.conf");
    let arguments = ["check", "--format", "json", "--select", RULES, "--app-settings", &settings, "configuration.yml"];
    let run = run(folder, &arguments);
    let findings = run.json()["findings"].as_array().unwrap().clone();
    let is_loud = |finding: &&Value| finding["severity"] != "advice";
    findings.iter().filter(is_loud).map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

fn with(app: &App, side: &Side) -> Vec<String> {
    let text = side.iter().fold(String::new(), |mut text, (name, value)| {
        let _ = writeln!(text, "{name} = {value}");
        text
    });
    let folder = folder(&[("configuration.yml", &registration(app)), ("settings.conf", &text)]);
    found(folder.path(), &app.id)
}

/// Settings that match the registration, each with a value that does not and the rule that reports it.
fn sides(app: &App, settings: &AppSettings) -> Vec<((String, String), String, &'static str)> {
    let facts = &app.variants[0].facts;
    let text = registration(app);
    let listed = |key: &str| -> Vec<String> {
        let (_, rest) = text.split_once(&format!("{key}:")).unwrap_or(("", ""));
        let items = rest.lines().skip(1).map(str::trim).take_while(|line| line.starts_with("- "));
        items.map(|line| line.trim_start_matches("- ").trim_matches('\'').to_owned()).collect()
    };
    let mut sides = Vec::new();
    let mut add = |lookup: &Lookup, value: String, wrong: &str, rule: &'static str| {
        if let Some(name) = lookup.names.first() {
            sides.push(((name.clone(), value), wrong.to_owned(), rule));
        }
    };
    add(&settings.client_id, "the-client".to_owned(), "another-client", "unknown-app-client");
    add(&settings.client_secret, SECRET.to_owned(), "another-secret", "client-secret-mismatch");
    let then = settings.redirect_uri.then.as_str();
    if let Some(uri) = listed("redirect_uris").iter().find(|uri| uri.ends_with(then) && uri.starts_with("https://")) {
        let base = uri.strip_suffix(then).unwrap_or(uri);
        add(&settings.redirect_uri, base.to_owned(), "https://other.example.org", "redirect-uri-mismatch");
    }
    let scopes = listed("scopes");
    if facts.scopes.is_some() && !scopes.is_empty() {
        let separator = settings.scope_separators.chars().next().unwrap_or(' ').to_string();
        let wrong = format!("{}{separator}unregistered", scopes.join(&separator));
        add(&settings.scopes, scopes.join(&separator), &wrong, "missing-scope");
    }
    add(&settings.issuer, "https://auth.example.org".to_owned(), "https://auth.example.net", "endpoint-mismatch");
    for (lookup, end) in [
        (&settings.authorization_url, "authorization"),
        (&settings.token_url, "token"),
        (&settings.userinfo_url, "userinfo"),
    ] {
        let url = format!("https://auth.example.org/api/oidc/{end}");
        add(lookup, url, "https://auth.example.org/oauth", "endpoint-mismatch");
    }
    let registered = |key: &str| {
        let line = text.lines().find_map(|line| line.trim().strip_prefix(key)?.strip_prefix(": "));
        line.map(|value| value.trim_matches('\'').to_owned()).unwrap_or_default()
    };
    let challenge = if registered("require_pkce") == "true" { "S256" } else { "" };
    for (lookup, value, is_wrong, rule) in [
        // Without a requirement, the application may send a challenge.
        (&settings.pkce, challenge, challenge == "S256", "pkce-mismatch"),
        (&settings.token_endpoint_auth_method, &registered("token_endpoint_auth_method"), true, "auth-method-mismatch"),
    ] {
        let good = lookup.values.iter().find(|(_, meaning)| *meaning == value);
        let wrong = lookup.values.iter().find(|(_, meaning)| *meaning != value);
        if let (Some((good, _)), Some((wrong, _)), true) = (good, wrong, is_wrong) {
            add(lookup, good.clone(), wrong, rule);
        }
    }
    sides
}

#[test]
#[ignore = "slow"]
fn each_setting_is_compared_with_the_registration() {
    let known = knowledge().all_settings();
    assert!(known.len() >= 30, "{}", known.len());
    let mut wrong = Vec::new();
    for (id, settings) in known {
        let app = knowledge().app(id).unwrap();
        let sides = sides(app, settings);
        let good: Side = sides.iter().map(|(setting, ..)| setting.clone()).collect();
        let of_good = with(app, &good);
        if !of_good.is_empty() {
            wrong.push(format!("{id}: {of_good:?} although both sides match"));
        }
        for (at, (_, value, rule)) in sides.iter().enumerate() {
            let mut bad = good.clone();
            value.clone_into(&mut bad[at].1);
            let found = with(app, &bad);
            if !found.iter().any(|other| other == rule) {
                wrong.push(format!("{id}: {}: {found:?} instead of {rule}", bad[at].0));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What tells an application without its image must be its own.
#[test]
fn no_two_applications_have_the_same_names() {
    let known = knowledge().all_settings();
    for (id, settings) in known {
        let of_others = || known.iter().filter(|(other, _)| *other != id).map(|(_, settings)| settings);
        let prefix = settings.prefix.as_str();
        let has_prefix = |other: &AppSettings| other.names().any(|name| name.starts_with(prefix));
        assert!(
            prefix.is_empty() || settings.own_variables().next().is_some(),
            "{id}: no client id begins with {prefix}"
        );
        assert!(prefix.is_empty() || !of_others().any(has_prefix), "{id}: {prefix} is not its own");
        for name in settings.values.iter().chain(&settings.nixos) {
            let is_of = |other: &AppSettings| other.values.contains(name) || other.nixos.contains(name);
            assert!(!of_others().any(is_of), "{id}: {name} is not its own");
        }
    }
}

/// A requirement and the settings name the same settings, so that it can be confirmed.
#[test]
fn what_an_application_requires_is_among_its_settings() {
    let mut seen = 0;
    for (id, settings) in knowledge().all_settings() {
        let facts = knowledge().app(id).unwrap().variants.iter().map(|variant| &variant.facts);
        let requirements = facts.filter_map(|facts| facts.requires.as_ref()).flat_map(|fact| &fact.is);
        let named: Vec<&String> =
            requirements.filter_map(|requirement| Some(&requirement.setting.as_ref()?.name)).collect();
        assert_eq!(named, settings.required.iter().collect::<Vec<_>>(), "{id}");
        seen += named.len();
    }
    assert!(seen > 0);
}
