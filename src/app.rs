//! The applications that are known, and which of them is behind a client.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

use crate::config::Client;
use crate::config::oidc::OpenIdConnect;
use crate::deployment::Deployment;
use crate::settings::Settings;

include!(concat!(env!("OUT_DIR"), "/apps.rs"));

/// How a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Proof {
    /// A real login showed it.
    Login,
    /// It was read in the application's source.
    Source,
    /// A documentation page says so.
    Documented,
}

/// One statement about an application, with its proof.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact<T> {
    /// The statement.
    pub is: T,
    /// How it is known.
    pub proof: Proof,
    /// What was seen, and where.
    pub note: String,
}

/// What an application asks for and what it cannot do without.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scopes {
    /// What it asks for when it is set up as documented.
    pub asks: Vec<String>,
    /// What the login fails without.
    pub needs: Vec<String>,
    /// What it asks for when its own setting is left empty.
    #[serde(default)]
    pub empty_setting_asks: Vec<String>,
}

/// A claim that the application reads beyond the standard ones.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraClaim {
    /// The scope that it asks for.
    pub scope: String,
    /// The claim that it reads from userinfo.
    pub claim: String,
    /// What it does with it.
    pub purpose: String,
}

/// What an application does on the wire. What is absent is not known.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// The ways in which it authenticates at the token endpoint.
    pub token_endpoint_auth_method: Option<Fact<Vec<String>>>,
    /// The response types that it asks for.
    pub response_types: Option<Fact<Vec<String>>>,
    /// The grant types that it uses.
    pub grant_types: Option<Fact<Vec<String>>>,
    /// Its scopes.
    pub scopes: Option<Fact<Scopes>>,
    /// The claims that it reads beyond the standard ones.
    pub extra_claim: Option<Fact<ExtraClaim>>,
    /// The claims that it reads from the ID token and from nowhere else.
    pub id_token_claims: Option<Fact<Vec<String>>>,
    /// Those of them that the login fails without.
    pub needed_id_token_claims: Option<Fact<Vec<String>>>,
    /// The PKCE challenge methods that it sends; empty where it sends none.
    pub pkce: Option<Fact<Vec<String>>>,
    /// Whether it pushes its authorization requests.
    pub pushed_authorization_requests: Option<Fact<bool>>,
    /// The length of its `state`, in characters.
    pub state_length: Option<Fact<i64>>,
    /// The forms of userinfo that it reads, as `userinfo_signed_response_alg` names them.
    pub userinfo: Option<Fact<Vec<String>>>,
    /// The paths on which it handles the answer.
    pub redirect_paths: Option<Fact<Vec<String>>>,
    /// The redirect URI that it sends at the token endpoint is always its main one.
    pub single_redirect_uri: Option<Fact<bool>>,
    /// The authorization policy that its operators should ask for.
    pub authorization_policy: Option<Fact<String>>,
}

/// How a client is recognised as this application.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recognise {
    /// A pattern for `client_id`.
    pub client_id: Option<String>,
    /// A pattern for `client_name`.
    pub client_name: Option<String>,
}

/// Where the facts come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// What was read or tried.
    pub what: String,
    /// Its version.
    pub version: String,
    /// When.
    pub date: String,
}

/// One application.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// Its id: the stem of its file.
    #[serde(skip)]
    pub id: String,
    /// Its name.
    pub name: String,
    /// How its clients are recognised.
    pub recognise: Recognise,
    /// What it does on the wire.
    pub facts: Facts,
    /// Where the facts come from.
    pub sources: Vec<Origin>,
    /// A list of one client registration that logs in and raises nothing.
    pub example: String,
}

/// All applications that the program knows.
///
/// # Panics
/// Where a file in `rules/apps` is not well-formed; a test reads every file.
#[must_use]
pub fn apps() -> &'static BTreeMap<&'static str, App> {
    static KNOWN: OnceLock<BTreeMap<&'static str, App>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        FILES
            .iter()
            .map(|(id, text)| match serde_yaml::from_str::<App>(text) {
                Ok(app) => (*id, App { id: (*id).to_owned(), ..app }),
                Err(error) => panic!("rules/apps/{id}.yml: {error}"),
            })
            .collect()
    })
}

/// A client registration and the application behind it.
#[derive(Debug, Clone, Copy)]
pub struct Registration<'a> {
    /// The registration.
    pub client: &'a Client,
    /// The application.
    pub app: &'a App,
    /// Why it was recognised.
    pub evidence: Evidence,
}

impl Registration<'_> {
    /// The application's own settings, where they are given and name this client.
    #[must_use]
    pub fn deployment<'s>(&self, settings: &'s Settings) -> Option<&'s Deployment> {
        let deployment = settings.deployment.as_ref().filter(|deployment| deployment.app == self.app.id)?;
        let named = deployment.client_id.as_ref()?.value == self.client.client_id.text()?;
        named.then_some(deployment)
    }

    /// What to say of a fact's proof.
    #[must_use]
    pub fn proof<T>(&self, fact: &Fact<T>) -> String {
        let known = match fact.proof {
            Proof::Login => "seen in a real login",
            Proof::Source => "read in its source",
            Proof::Documented => "documented, not proven",
        };
        format!("{known}: {}", fact.note)
    }
}

/// Why a client was taken for an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The operator said so on the command line.
    Option,
    /// The operator said so in a comment.
    Comment,
    /// The application's own settings name the client.
    Deployment,
    /// Its `client_id` reads so.
    ClientId,
    /// Its `client_name` reads so.
    ClientName,
}

impl Evidence {
    /// The evidence in words, after "recognised by".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Option => "--app",
            Self::Comment => "its comment",
            Self::Deployment => "the application's own settings",
            Self::ClientId => "its client_id",
            Self::ClientName => "its client_name",
        }
    }
}

/// The registrations of a provider whose application is known. `said` answers what the comments say of a client.
#[must_use]
pub fn recognise<'a>(
    provider: &'a OpenIdConnect,
    settings: &Settings,
    said: impl Fn(&Client) -> Option<String>,
) -> Vec<Registration<'a>> {
    static RECOGNISER: OnceLock<Recogniser> = OnceLock::new();
    let recogniser = RECOGNISER.get_or_init(Recogniser::new);
    provider
        .clients
        .items
        .iter()
        .filter_map(|client| {
            let (app, evidence) = by_option(client, settings)
                .or_else(|| apps().get(said(client)?.as_str()).map(|app| (app, Evidence::Comment)))
                .or_else(|| by_deployment(client, settings))
                .or_else(|| recogniser.by_pattern(client))?;
            Some(Registration { client, app, evidence })
        })
        .collect()
}

fn by_option(client: &Client, settings: &Settings) -> Option<(&'static App, Evidence)> {
    let app = settings.apps.get(client.client_id.text()?)?;
    Some((apps().get(app.as_str())?, Evidence::Option))
}

fn by_deployment(client: &Client, settings: &Settings) -> Option<(&'static App, Evidence)> {
    let deployment = settings.deployment.as_ref()?;
    let same = deployment.client_id.as_ref()?.value == client.client_id.text()?;
    Some((same.then(|| apps().get(deployment.app))??, Evidence::Deployment))
}

/// The patterns of all applications, compiled once.
struct Recogniser(Vec<(&'static App, Option<Regex>, Option<Regex>)>);

impl Recogniser {
    fn new() -> Self {
        let compile = |pattern: &Option<String>| pattern.as_deref().and_then(|pattern| Regex::new(pattern).ok());
        Self(
            apps()
                .values()
                .map(|app| (app, compile(&app.recognise.client_id), compile(&app.recognise.client_name)))
                .collect(),
        )
    }

    fn by_pattern(&self, client: &Client) -> Option<(&'static App, Evidence)> {
        let fits = |pattern: &Option<Regex>, text: Option<&str>| {
            pattern.as_ref().zip(text).is_some_and(|(pattern, text)| pattern.is_match(text))
        };
        self.0.iter().find_map(|(app, id, name)| {
            if fits(id, client.client_id.text()) {
                Some((*app, Evidence::ClientId))
            } else if fits(name, client.client_name.text()) {
                Some((*app, Evidence::ClientName))
            } else {
                None
            }
        })
    }
}
