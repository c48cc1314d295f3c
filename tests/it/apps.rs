//! Every file in `rules/apps` is a test: its example is silent, and each fact that it states, broken, raises its rule.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use authelia_lint::app::{App, Catalogue, Facts, Hints, Proof, knowledge};
use authelia_lint::check::Options;
use authelia_lint::lint::{Effect, Finding, Severity};
use authelia_lint::text::Unmasked;
use serde_yaml::{Mapping, Value};

use crate::files::source;
use crate::program::run;

/// One way to break a registration, and the rule that must see it.
struct Break {
    rule: &'static str,
    key: &'static str,
    value: Value,
}

impl Break {
    fn new(rule: &'static str, key: &'static str, value: impl Into<Value>) -> Self {
        Self { rule, key, value: value.into() }
    }
}

fn list(values: &[&str]) -> Value {
    values.iter().map(|value| Value::from(*value)).collect::<Vec<_>>().into()
}

fn breaks(facts: &Facts, example: &Mapping) -> Vec<Break> {
    let mut breaks = Vec::new();
    if let Some(methods) = &facts.token_endpoint_auth_method {
        let all = ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];
        // Authelia itself refuses a method for a client without a secret.
        let public = example["public"].as_bool() == Some(true);
        let rule = if public { "invalid-client-authentication" } else { "auth-method-mismatch" };
        let sent = |method: &&&str| methods.is.iter().any(|sent| sent == *method);
        for method in all.iter().filter(|method| !sent(method)) {
            breaks.push(Break::new(rule, "token_endpoint_auth_method", *method));
        }
        if !methods.is.iter().any(|sent| sent == "none") {
            breaks.push(Break::new("public-client-mismatch", "public", true));
        } else if methods.is.len() == 1 {
            breaks.push(Break::new("public-client-mismatch", "public", false));
        }
    }
    if facts.response_types.is_some() {
        breaks.push(Break::new("response-type-mismatch", "response_types", list(&["token id_token"])));
    }
    if facts.grant_types.is_some() {
        breaks.push(Break::new("grant-type-mismatch", "grant_types", list(&["refresh_token"])));
    }
    if facts.redirect_uris.is_some() {
        let elsewhere = list(&["https://app.example.org/no/such/path"]);
        breaks.push(Break::new("redirect-path-mismatch", "redirect_uris", elsewhere));
    }
    if facts.pushed_authorization_requests.as_ref().is_some_and(|fact| !fact.is) {
        breaks.push(Break::new("par-mismatch", "require_pushed_authorization_requests", true));
    }
    let kinds = facts.response_types.as_ref().map(|fact| fact.is.as_slice()).unwrap_or_default();
    if facts.pkce.as_ref().is_some_and(|fact| fact.is.is_empty()) && kinds.iter().any(|kind| kind.contains("code")) {
        breaks.push(Break::new("pkce-mismatch", "require_pkce", true));
        breaks.push(Break::new("pkce-mismatch", "pkce_challenge_method", "S256"));
    }
    if facts.userinfo.as_ref().is_some_and(|fact| !fact.is.iter().any(|form| form == "RS256")) {
        breaks.push(Break::new("userinfo-mismatch", "userinfo_signed_response_alg", "RS256"));
    }
    if facts.id_token_claims.is_some() && kinds != ["id_token"] {
        breaks.push(Break::new("id-token-claim-mismatch", "claims_policy", ""));
    }
    if facts.response_modes.is_some() {
        breaks.push(Break::new("response-mode-mismatch", "response_modes", list(&["fragment"])));
    }
    if facts.id_token_algs.is_some() {
        breaks.push(Break::new("id-token-alg-mismatch", "id_token_signed_response_alg", "none"));
    }
    if facts.jwt_access_token.is_some() {
        breaks.push(Break::new("access-token-mismatch", "access_token_signed_response_alg", "none"));
    }
    if facts.secret_in_header_and_body.is_some() {
        breaks.push(Break::new("auth-method-mismatch", "allow_multiple_auth_methods", false));
    }
    if facts.further_redirect_uris.is_some() {
        let first = example["redirect_uris"][0].clone();
        breaks.push(Break::new("unregistered-redirect-uri", "redirect_uris", vec![first]));
    }
    if facts.authorization_policy.is_some() {
        breaks.push(Break::new("one-factor-policy", "authorization_policy", "one_factor"));
    }
    breaks.extend(scopes(facts, example));
    breaks
}

/// Each scope that is asked for, left out in turn, and one too many.
fn scopes(facts: &Facts, example: &Mapping) -> Vec<Break> {
    let Some(fact) = &facts.scopes else { return Vec::new() };
    let registered: Vec<&str> = example["scopes"].as_sequence().unwrap().iter().filter_map(Value::as_str).collect();
    let asked = fact.is.asks.iter().chain(&fact.is.needs).map(String::as_str).collect::<BTreeSet<_>>();
    let mut breaks: Vec<Break> = asked
        .iter()
        .map(|scope| registered.iter().copied().filter(|other| other != scope).collect::<Vec<_>>())
        .filter(|rest| !rest.is_empty())
        .map(|rest| Break::new("missing-scope", "scopes", list(&rest)))
        .collect();
    if fact.proof > Proof::Documented && fact.setting.is_none() {
        breaks.push(Break::new("unneeded-scope", "scopes", list(&[&registered[..], &["address"]].concat())));
    }
    if let Some(extra) = &facts.extra_claim {
        breaks.push(Break::new("undelivered-claim", "scopes", list(&[&registered[..], &[&extra.is.scope]].concat())));
    }
    breaks
}

/// The rules that see something in a client, and the keys (or items below a key) that they point at.
fn found(client: &Mapping, app: &App) -> BTreeSet<(String, String)> {
    // With a broken redirect URI the rest may not be enough to recognise the application by.
    let id = client["client_id"].as_str().unwrap().to_owned();
    let settings =
        Options { hints: Hints { named: [(id, app.id.clone())].into(), ..Hints::default() }, ..Options::default() };
    found_in(configuration(client), app, &settings)
}

/// A configuration with one client.
fn configuration(client: &Mapping) -> String {
    let clients = vec![Value::from(client.clone())];
    let oidc = Mapping::from_iter([(Value::from("clients"), Value::from(clients))]);
    let providers = Mapping::from_iter([(Value::from("oidc"), Value::from(oidc))]);
    let root = Mapping::from_iter([(Value::from("identity_providers"), Value::from(providers))]);
    serde_yaml::to_string(&root).unwrap()
}

fn found_in(configuration: String, app: &App, settings: &Options) -> BTreeSet<(String, String)> {
    let sources = source(&format!("{}.yml", app.id), configuration);
    let outcome = authelia_lint::check(&sources, settings);
    outcome.findings.iter().for_each(is_weighed_by_its_proof);
    let key = |path: &str| path.rsplit_once("].").map_or(path, |(_, key)| key).split('[').next().unwrap().to_owned();
    outcome
        .findings
        .iter()
        .map(|finding| {
            let path = finding.path.expose().replace(|letter: char| letter.is_ascii_digit(), "");
            let below = path.strip_prefix("identity_providers.oidc.clients[].").unwrap_or(&path);
            (finding.rule.to_string(), key(below))
        })
        .collect()
}

/// What is only documented is not an error, and a warning says so; what is known to stop the login is an error, unless a
/// setting may have it otherwise.
fn is_weighed_by_its_proof(finding: &Finding) {
    let Some(proof) = finding.proof.as_ref().map(Unmasked::expose) else { return };
    let Finding { rule, severity, effect, message, .. } = finding;
    let message = message.expose();
    if proof.starts_with(Proof::Documented.words()) {
        assert!(*severity < Severity::Error, "{rule}: {message}");
        assert!(*severity < Severity::Warning || message.contains("(documented, not proven: "), "{rule}: {message}");
    } else if *effect == Effect::Login && *severity == Severity::Warning {
        let may_be_otherwise = message.contains(", unless `")
            || message.starts_with("works only if `")
            || message.contains("; earlier versions work)")
            || *rule == "redirect-path-mismatch";
        assert!(may_be_otherwise, "{rule}: {message}");
    }
}

fn examples(app: &App) -> Vec<Mapping> {
    serde_yaml::from_str(&app.example).unwrap()
}

#[test]
#[ignore = "slow"]
fn an_example_raises_nothing() {
    let mut loud = Vec::new();
    for app in knowledge().apps() {
        let indented = app.example.lines().collect::<Vec<_>>().join("\n      ");
        // An application that sends no `state` needs a lower minimum.
        let state = app.usual_facts().state_length.as_ref().map_or(i64::MAX, |fact| fact.is);
        let entropy =
            "    minimum_parameter_entropy: -1 # authelia-lint: ignore[insecure-option] it sends no `state`\n";
        let entropy = if state == 0 { entropy } else { "" };
        let text = format!("identity_providers:\n  oidc:\n{entropy}    clients:\n      {indented}\n");
        loud.extend(
            found_in(text, app, &Options::default())
                .into_iter()
                .map(|(rule, key)| format!("{}: {rule} at {key}", app.id)),
        );
    }
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}

/// What is not stated is not broken, so a login by code must be stated as a whole.
#[test]
fn what_every_login_needs_is_stated() {
    for app in knowledge().apps() {
        assert_eq!(examples(app).len(), app.variants.len(), "{}: one example for each variant", app.id);
        for Facts {
            token_endpoint_auth_method,
            response_types,
            grant_types,
            scopes,
            pushed_authorization_requests,
            ..
        } in app.variants.iter().map(|variant| &variant.facts)
        {
            let grants = grant_types.as_ref().map(|fact| fact.is.as_slice()).unwrap_or_default();
            assert!(token_endpoint_auth_method.is_some() && scopes.is_some() && !grants.is_empty(), "{}", app.id);
            let for_itself = grants == ["client_credentials"];
            assert!(for_itself || response_types.is_some() && pushed_authorization_requests.is_some(), "{}", app.id);
        }
    }
}

/// A place in a source is whole, so that it can be found.
#[test]
fn a_place_has_as_many_opening_as_closing_brackets() {
    let places = |facts: &Facts| {
        let facts = serde_yaml::to_value(facts).unwrap();
        let facts = facts.as_mapping().unwrap().values();
        facts.filter_map(|fact| fact["at"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let is_cut = |place: &String| place.matches('(').count() != place.matches(')').count();
    for app in knowledge().apps() {
        let cut: Vec<String> = app.variants.iter().flat_map(|variant| places(&variant.facts)).filter(is_cut).collect();
        assert!(cut.is_empty(), "{}: {cut:?}", app.id);
    }
}

/// What is missed of an application, and how much was tried.
fn missed(app: &App) -> (Vec<String>, usize) {
    let (mut missed, mut tried) = (Vec::new(), 0);
    for (example, variant) in examples(app).iter().zip(&app.variants) {
        for Break { rule, key, value } in breaks(&variant.facts, example) {
            tried += 1;
            let mut broken = example.clone();
            broken.insert(Value::from(key), value.clone());
            if !found(&broken, app).contains(&(rule.to_owned(), key.to_owned())) {
                missed.push(format!("{}: {rule} at {key}: {value:?}", app.id));
            }
        }
    }
    (missed, tried)
}

#[test]
#[ignore = "slow"]
fn a_broken_fact_raises_its_rule_at_its_key() {
    let apps: Vec<_> = knowledge().apps().collect();
    let share = apps.len().div_ceil(thread::available_parallelism().map_or(1, Into::into));
    let (missed, tried): (Vec<_>, Vec<_>) = thread::scope(|scope| {
        let threads: Vec<_> = apps
            .chunks(share)
            .map(|share| scope.spawn(|| share.iter().map(|app| missed(app)).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).unzip()
    });
    let (missed, tried) = (missed.concat(), tried.iter().sum::<usize>());
    assert!(missed.is_empty(), "{} of {tried} are not seen:\n{}", missed.len(), missed.join("\n"));
    assert!(tried > 10 * apps.len(), "only {tried}");
}

/// The application with the facts that are meant changed.
fn changed(app: &App, is_meant: impl Fn(&str) -> bool, change: impl Fn(&mut Value)) -> App {
    let mut text = serde_yaml::to_value(app).unwrap();
    let change_all = |facts: &mut Value| {
        for (name, fact) in facts.as_mapping_mut().unwrap() {
            if is_meant(name.as_str().unwrap()) && !fact.is_null() {
                change(fact);
            }
        }
    };
    change_all(&mut text["facts"]);
    text["variants"].as_sequence_mut().unwrap().iter_mut().for_each(|variant| change_all(&mut variant["facts"]));
    serde_yaml::from_value(text).unwrap()
}

/// Breaks the registration of each application in turn while the facts that `is_meant` selects are only documented. Returns those
/// that are errors because of these facts, and the number of registrations that were tried.
fn errors_by_documentation(apps: &[&App], is_meant: impl Fn(&str) -> bool + Copy) -> (Vec<String>, usize) {
    let id = |client: &Mapping| client["client_id"].as_str().unwrap().to_owned();
    let ids = |app: &&App| examples(app).iter().map(|client| (id(client), app.id.clone())).collect::<Vec<_>>();
    let named: BTreeMap<String, String> = apps.iter().flat_map(ids).collect();
    let options = |change: fn(&mut Value)| {
        let apps = apps.iter().map(|app| changed(app, is_meant, change)).collect();
        let hints = Hints { named: named.clone(), catalogue: Catalogue::with(apps), ..Hints::default() };
        Options { hints, ..Options::default() }
    };
    let documented = options(|fact| fact["proof"] = "documented".into());
    let unknown = options(|fact| *fact = Value::Null);
    let (mut added, mut tried) = (Vec::new(), 0);
    for app in apps {
        for (example, variant) in examples(app).iter().zip(&app.variants) {
            for Break { key, value, .. } in breaks(&variant.facts, example) {
                tried += 1;
                let mut broken = example.clone();
                broken.insert(Value::from(key), value.clone());
                let text = configuration(&broken);
                let found = errors(&text, &documented);
                let expected = if found.is_empty() { BTreeSet::new() } else { errors(&text, &unknown) };
                let more = found.difference(&expected);
                added.extend(more.map(|error| format!("{}: {error} for {key}: {value:?}", app.id)));
            }
        }
    }
    (added, tried)
}

/// The rules that report an error. A recommended policy says nothing about the application, and what the rule for it reports is
/// certain: that one factor is enough.
fn errors(text: &str, options: &Options) -> BTreeSet<String> {
    let outcome = authelia_lint::check(&source("configuration.yml", text), options);
    let errors = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && finding.effect != Effect::Security);
    errors.map(|finding| finding.rule.to_string()).collect()
}

#[test]
#[ignore = "slow"]
fn what_is_only_documented_is_never_an_error() {
    let apps: Vec<&App> = knowledge().apps().collect();
    let (added, tried) = errors_by_documentation(&apps, |_| true);
    assert!(added.is_empty(), "{}", added.join("\n"));
    assert!(tried > 10 * apps.len(), "only {tried}");
}

/// A rule that needs two facts must not take its certainty from the other one.
#[test]
#[ignore = "slow"]
fn one_fact_that_is_only_documented_is_never_an_error() {
    let stated = |app: &App, name: &str| {
        let facts = serde_yaml::to_value(app.usual_facts()).unwrap();
        !facts[name].is_null()
    };
    let names = serde_yaml::to_value(Facts::default()).unwrap();
    for name in names.as_mapping().unwrap().keys().map(|name| name.as_str().unwrap()) {
        let apps: Vec<&App> = knowledge().apps().filter(|app| stated(app, name)).take(4).collect();
        assert!(!apps.is_empty(), "no application states {name}");
        let (added, _) = errors_by_documentation(&apps, |fact| fact == name);
        assert!(added.is_empty(), "{name}:\n{}", added.join("\n"));
    }
}

/// An application with several variants, and one whose settings are known.
#[test]
fn an_application_has_a_page() {
    for id in ["netbird", "immich"] {
        let folder = crate::files::folder(&[]);
        insta::assert_snapshot!(format!("page_of_{id}"), run(folder.path(), &["apps", id]).out);
    }
}

/// A registration made as a page says, for an application whose source says otherwise.
#[test]
fn the_proof_says_that_the_documentation_disagrees() {
    let folder = crate::files::folder(&[]);
    let file = crate::files::in_project("fixtures/field/apps/fails-drupal-as-documented.yml");
    for arguments in [&["check", "--no-env", file.to_str().unwrap()][..], &["apps", "drupal"]] {
        let told = run(folder.path(), arguments).out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("; its documentation disagrees: `client_secret_basic`"), "{told}");
    }
}
