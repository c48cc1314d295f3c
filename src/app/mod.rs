//! The applications that are known, and which of them is behind a client.

mod catalogue;
pub mod deployment;
pub mod draft;
mod evidence;
pub mod fact;
#[cfg(feature = "fs")]
mod flaws;
mod hints;
mod index;
mod knowledge;
pub mod mistakes;
pub mod model;
#[cfg(feature = "fs")]
pub mod operator;
pub mod pattern;
pub mod recognition;
mod registrations;
#[cfg(feature = "fs")]
mod resolve;
mod stored;
pub mod told;
mod words;

pub use catalogue::Catalogue;
pub use evidence::Evidence;
pub use fact::{Fact, Proof, Setting};
pub use hints::Hints;
pub use knowledge::{Knowledge, knowledge};
pub use model::{App, FactOrigin, Facts, Variant};
pub use registrations::Registrations;

use std::ops::Deref;

use crate::app::deployment::Deployment;
use crate::config::Client;
use crate::config::oidc::OpenIdConnect;
use crate::text::parallel::{for_clients, share_out};

use evidence::{CandidateApps, Seen};

/// A client registration and the application behind it.
#[derive(Debug, Clone)]
pub struct Registration<'a> {
    /// The registration.
    pub client: &'a Client,
    /// The application.
    pub app: &'a App,
    /// What the application does on the wire where it is registered in this way; of nothing but its redirect URIs
    /// where it cannot be told in which of several ways.
    pub facts: RegisteredFacts<'a>,
    /// Where the facts about this way of registering it are from.
    pub sources: &'a [FactOrigin],
    /// Why it was recognised, the strongest evidence first.
    pub evidence: Vec<Evidence>,
    /// The application's own settings, where they are given and name this client.
    pub deployment: Option<&'a Deployment>,
}

/// The facts about a registration: most have those of their application, which are larger than all else about them.
#[derive(Debug, Clone)]
pub enum RegisteredFacts<'a> {
    /// Those that are stated about its application.
    Stated(&'a Facts),
    /// The same, with what the application's own settings say.
    WithSettings(Box<Facts>),
}

impl Deref for RegisteredFacts<'_> {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        match self {
            Self::Stated(facts) => facts,
            Self::WithSettings(facts) => facts,
        }
    }
}

impl Registration<'_> {
    /// Where the patterns of all its redirect URIs are stated.
    pub fn redirect_facts(&self) -> impl Iterator<Item = &Fact<Vec<String>>> {
        self.app.variants.iter().filter_map(|variant| variant.facts.redirect_uris.as_ref())
    }

    /// What it was recognised by, in words.
    #[must_use]
    pub fn recognised_by(&self) -> String {
        self.evidence.iter().map(Evidence::words).collect::<Vec<_>>().join(", ")
    }

    /// What to say about a fact's proof.
    #[must_use]
    pub fn proof<T>(&self, fact: &Fact<T>) -> String {
        let what = if fact.note.is_empty() { self.origin(fact) } else { fact.note.clone() };
        let place = if fact.at.is_empty() { String::new() } else { format!(" ({})", fact.at) };
        let disagreement = fact.disagreement().map(|words| format!("; {words}")).unwrap_or_default();
        format!("{}: {what}{place}{disagreement}", fact.proof.words())
    }

    /// Where the facts are from, those of the registered variant first.
    fn sources(&self) -> impl Iterator<Item = &FactOrigin> {
        self.sources.iter().chain(&self.app.sources)
    }

    /// Where a fact is from, with version and date.
    #[must_use]
    pub fn origin<T>(&self, fact: &Fact<T>) -> String {
        let origin = self.sources().find(|origin| origin.proof == fact.proof);
        origin.map_or_else(String::new, |origin| {
            let version = if fact.versions.is_empty() { &origin.version } else { &fact.versions };
            [&origin.what, version, &origin.date]
                .into_iter()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(", ")
        })
    }
}

/// The registrations of a provider whose application is known. `said` answers what the comments say about a client.
#[must_use]
pub fn recognise<'a>(
    provider: &'a OpenIdConnect,
    hints: &'a Hints,
    said: impl Fn(&Client) -> Option<String> + Sync,
) -> Registrations<'a> {
    let registration = |_, client: &'a Client| {
        let seen = Seen::of(client);
        let (app, evidence) = by_option(client, hints)
            .or_else(|| Some((hints.catalogue.get(&said(client)?)?, vec![Evidence::Comment])))
            .or_else(|| by_deployment(client, hints))
            .or_else(|| by_evidence(&seen, hints))?;
        let deployment = deployment(client, hints).filter(|deployment| deployment.app == app.id);
        let facts = facts(client, app, &seen);
        let variant = app.variants.iter().find(|variant| std::ptr::eq(&raw const variant.facts, facts));
        let sources = variant.map_or(&[][..], |variant| &variant.sources);
        let facts = deployment.map_or(RegisteredFacts::Stated(facts), |deployment| {
            RegisteredFacts::WithSettings(Box::new(with_settings(facts.clone(), deployment)))
        });
        Some(Registration { client, app, facts, sources, evidence, deployment })
    };
    let clients = &provider.clients.items;
    share_out(clients, for_clients(clients.len()), registration).into_iter().flatten().collect()
}

fn by_option<'a>(client: &Client, hints: &'a Hints) -> Option<(&'a App, Vec<Evidence>)> {
    let app = hints.named.get(client.client_id.text()?)?;
    Some((hints.catalogue.get(app)?, vec![Evidence::Option]))
}

fn by_deployment<'a>(client: &Client, hints: &'a Hints) -> Option<(&'a App, Vec<Evidence>)> {
    let app = hints.catalogue.get(&deployment(client, hints)?.app)?;
    Some((app, vec![Evidence::Deployment]))
}

/// The settings of an application that name a client.
fn deployment<'a>(client: &Client, hints: &'a Hints) -> Option<&'a Deployment> {
    let id = client.client_id.text()?;
    let names = |deployment: &&Deployment| deployment.client_id.as_ref().is_some_and(|sent| sent.value == id);
    hints.deployments.iter().find(names)
}

/// What the application does with these settings.
fn with_settings(mut facts: Facts, deployment: &Deployment) -> Facts {
    let fact = |setting: &deployment::Setting<String>| Fact {
        is: Some(setting.value.clone()).filter(|value| !value.is_empty()).into_iter().collect::<Vec<_>>(),
        proof: Proof::Documented,
        note: format!("`{}` in {}", setting.name, deployment.file(setting)),
        documented: String::new(),
        at: String::new(),
        versions: String::new(),
        setting: None,
        earlier: None,
    };
    if let Some(setting) = &deployment.pkce {
        facts.pkce = Some(fact(setting));
    }
    if let Some(setting) = &deployment.token_endpoint_auth_method {
        facts.token_endpoint_auth_method = Some(fact(setting));
    }
    facts
}

fn by_evidence<'a>(seen: &Seen, hints: &'a Hints) -> Option<(&'a App, Vec<Evidence>)> {
    let catalogue = &hints.catalogue;
    let (id, evidence) = CandidateApps::new(seen, catalogue.index(), &knowledge().recognition).decide()?;
    Some((catalogue.get(id)?, evidence))
}

/// The facts of the variant that is registered: the one whose redirect URIs these are, and that is public as this is.
fn facts<'a>(client: &Client, app: &'a App, seen: &Seen) -> &'a Facts {
    let [only] = app.variants.as_slice() else {
        let fitting = |variant: &Variant| {
            let patterns = variant.facts.redirect_uris.iter().flat_map(|fact| &fact.is);
            let fits = |pattern: &&String| seen.redirect_uris.iter().any(|uri| pattern::fit(pattern, uri).is_some());
            let (paths, whole): (Vec<_>, Vec<_>) = patterns.filter(fits).partition(|pattern| pattern::is_path(pattern));
            let methods = variant.facts.token_endpoint_auth_method.as_ref();
            let public = methods.is_some_and(|fact| fact.is.iter().any(|method| method == "none"));
            let same = client.public.known().is_none_or(|known| *known == public);
            (whole.len(), paths.len(), same)
        };
        let best = app.variants.iter().rev().max_by_key(|variant| fitting(variant));
        let chosen = best.filter(|variant| fitting(variant).0 + fitting(variant).1 > 0);
        return chosen.map_or(&app.facts, |variant| &variant.facts);
    };
    &only.facts
}
