//! How well applications are recognised: every example, robbed of its evidence in turn. `docs/recognition.md` shows the
//! figures, and none may be taken for another.

use std::fmt::Write as _;

use authelia_lint::app::{App, knowledge, pattern};
use authelia_lint::check::Options;
use serde_yaml::{Mapping, Value};

use crate::files::{project_text, source};

/// A way to rob a registration of evidence, in words, and what it makes of its id, its name and a redirect URI.
struct Robbery {
    left: &'static str,
    id: Option<&'static str>,
    name: Option<&'static str>,
    uri: fn(&str) -> String,
}

/// Words that stand for nothing.
const ID: Option<&str> = Some("j4xkq0wz-amber-lantern");
const NAME: Option<&str> = Some("Quiet Harvest");

const ROBBERIES: [Robbery; 8] = [
    Robbery { left: "client id, name, redirect URI", id: None, name: None, uri: elsewhere },
    Robbery { left: "name, redirect URI", id: ID, name: None, uri: elsewhere },
    Robbery { left: "client id, redirect URI", id: None, name: NAME, uri: elsewhere },
    Robbery { left: "redirect URI, its host included", id: ID, name: NAME, uri: str::to_owned },
    Robbery { left: "redirect URI", id: ID, name: NAME, uri: elsewhere },
    Robbery { left: "client id, name", id: None, name: None, uri: nowhere },
    Robbery { left: "name", id: ID, name: None, uri: nowhere },
    Robbery { left: "client id", id: None, name: NAME, uri: nowhere },
];

/// A redirect URI on a host that says nothing.
fn elsewhere(uri: &str) -> String {
    match (uri.starts_with("https://"), pattern::path(uri)) {
        (true, Some(path)) if uri.contains(".example.org") => format!("https://x7.home.arpa{path}"),
        _ => uri.to_owned(),
    }
}

/// A redirect URI that no application has.
fn nowhere(_: &str) -> String {
    "https://x7.home.arpa/wholly/else".to_owned()
}

impl Robbery {
    fn rob(&self, client: &Mapping) -> Mapping {
        let mut robbed = client.clone();
        for (key, words) in [("client_id", self.id), ("client_name", self.name)] {
            if let Some(words) = words {
                robbed.insert(key.into(), words.into());
            }
        }
        if let Some(uris) = client.get("redirect_uris").and_then(Value::as_sequence) {
            let uris = uris.iter().map(|uri| (self.uri)(uri.as_str().unwrap()));
            robbed.insert("redirect_uris".into(), uris.map(Value::from).collect::<Vec<_>>().into());
        }
        robbed
    }
}

/// What a registration is taken for.
fn recognised(client: Mapping) -> Option<String> {
    let clients = Mapping::from_iter([("clients".into(), vec![Value::from(client)].into())]);
    let providers = Mapping::from_iter([("oidc".into(), Value::from(clients))]);
    let root = Mapping::from_iter([("identity_providers".into(), Value::from(providers))]);
    let sources = source("client.yml", serde_yaml::to_string(&root).unwrap());
    let outcome = authelia_lint::check(&sources, &Options::default());
    outcome.clients.into_iter().next().unwrap().app
}

/// The registrations of an application.
fn examples(app: &App) -> Vec<Mapping> {
    serde_yaml::from_str(&app.example).unwrap()
}

#[test]
#[ignore = "slow"]
fn the_figures_are_those_of_the_page_and_none_is_taken_for_another() {
    let registrations: Vec<(&App, Mapping)> =
        knowledge().apps().flat_map(|app| examples(app).into_iter().map(move |client| (app, client))).collect();
    let mut table = "| remaining evidence | recognised | of | mistaken for another |\n|---|---|---|---|\n".to_owned();
    let mut mistaken = Vec::new();
    for robbery in &ROBBERIES {
        let mut right = 0;
        for (app, client) in &registrations {
            match recognised(robbery.rob(client)) {
                Some(taken) if taken == app.id => right += 1,
                Some(taken) => mistaken.push(format!("{} for {taken}, by {}", app.id, robbery.left)),
                None => {}
            }
        }
        let of = registrations.len();
        writeln!(table, "| {} | {right} | {of} | 0 |", robbery.left).unwrap();
    }
    assert!(mistaken.is_empty(), "taken for another:\n{}", mistaken.join("\n"));
    let page = project_text("docs/recognition.md");
    assert!(page.contains(&table), "`docs/recognition.md` must show:\n{table}");
}

/// Names and paths that look like those of an application, and are another's or everybody's.
#[test]
fn a_neighbour_is_unknown() {
    for (name, uri) in [
        ("Notes", "https://notes.home.arpa/oauth2/callback"),
        ("Notes", "https://notes.home.arpa/auth/oidc/callback"),
        ("Notes", "https://notes.home.arpa/api/auth/callback"),
        ("Notes", "https://notes.home.arpa/api/auth/callback/oidc"),
        ("Notes", "https://notes.home.arpa/auth/login"),
        ("Notes", "https://notes.home.arpa/accounts/oidc/authelia/login/callback/"),
        ("Notes", "https://notes.home.arpa"),
        ("Grafana OnCall", "https://oncall.home.arpa/complete/"),
        ("Jellyfin Vue", "https://vue.home.arpa/auth/callback"),
        ("Gitea Mirror", "https://mirror.home.arpa/api/auth/sso/callback"),
        ("Immich Frame", "https://frame.home.arpa/callback"),
        ("Cloud", "https://cloud.home.arpa/callback"),
        ("Git", "https://git.home.arpa/user/oauth2/authelia/callback"),
        ("Vault", "https://vault.home.arpa/callback"),
    ] {
        let client = Mapping::from_iter([
            ("client_id".into(), Value::from("j4xkq0wz")),
            ("client_name".into(), Value::from(name)),
            ("redirect_uris".into(), vec![Value::from(uri)].into()),
        ]);
        assert_eq!(recognised(client), None, "{name} at {uri}");
    }
}

/// What a client is taken for that has this id, name, first label of its host, and path.
fn taken_for(id: &str, name: &str, host: &str, path: &str) -> Option<String> {
    recognised(Mapping::from_iter([
        ("client_id".into(), Value::from(id)),
        ("client_name".into(), Value::from(name)),
        ("redirect_uris".into(), vec![Value::from(format!("https://{host}.home.arpa{path}"))].into()),
    ]))
}

/// One application's name with the path of another: two of id, name and host tell, and the path is reported to be none of
/// its own; one alone may have been copied.
#[test]
fn two_names_count_more_than_the_path_of_another() {
    for (id, host, expected) in [
        ("grafana", "x7", Some("grafana")),
        ("j4xkq0wz", "grafana", Some("grafana")),
        ("j4xkq0wz", "x7", None),
        ("jellyfin", "x7", Some("jellyfin")),
    ] {
        let taken = taken_for(id, "Grafana", host, "/sso/OID/redirect/authelia");
        assert_eq!(taken.as_deref(), expected, "{id} at {host}");
    }
}

/// The path of an application behind one of the operator's, whose last part alone is the path of many others.
#[test]
fn a_path_may_be_behind_another() {
    let path = "/gitea/user/oauth2/authelia/callback";
    assert_eq!(taken_for("gitea", "", "x7", path).as_deref(), Some("gitea"));
    assert_eq!(taken_for("j4xkq0wz", "", "x7", path), None);
}

/// The names may be left from an application that another has replaced: without agreement it is neither.
#[test]
fn names_do_not_count_against_a_path_that_names_another() {
    for (id, name, host) in [("minio", "MinIO", "minio"), ("minio", "MinIO", "x7"), ("j4xkq0wz", "MinIO", "minio")] {
        assert_eq!(taken_for(id, name, host, "/rustfs/admin/v3/oidc/callback/default"), None, "{id} at {host}");
    }
    let agreed = taken_for("rustfs", "RustFS", "minio", "/rustfs/admin/v3/oidc/callback/default");
    assert_eq!(agreed.as_deref(), Some("rustfs"));
}
