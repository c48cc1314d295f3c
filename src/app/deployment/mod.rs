//! The other side of a login: how the application itself is set up.

pub mod compose;
mod entries;
pub mod form;
mod gathered;
mod generators;
mod meaning;
pub mod model;
mod objects;
mod providers;
mod surroundings;

use std::fmt;
use std::ops::Range;

use crate::text::{Decoded, Secret, SourceId, Sources, Span};

use gathered::Gathered;
use model::AppSettings;

pub use surroundings::{FoundFile, Surroundings};

/// One of the application's own settings, and where it is written.
#[derive(Debug, Clone)]
pub struct Setting<T> {
    /// What is set.
    pub value: T,
    /// Its name in the application.
    pub name: String,
    /// Which of the files it is in.
    file: usize,
    /// Its bytes there.
    range: Range<usize>,
}

impl<T> Setting<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Setting<U> {
        Setting { value: change(self.value), name: self.name, file: self.file, range: self.range }
    }
}

/// How an application is set up, read from its own files.
#[derive(Debug, Clone, Default)]
pub struct Deployment {
    /// The application's id.
    pub app: String,
    /// The client id that it sends.
    pub client_id: Option<Setting<String>>,
    /// The secret that it sends.
    pub client_secret: Option<Setting<Secret>>,
    /// The redirect URI that it sends.
    pub redirect_uri: Option<Setting<String>>,
    /// Redirect URIs that it sends for visits to its further hosts.
    pub extra_redirect_uris: Vec<Setting<String>>,
    /// The scopes that it asks for; empty where its setting is empty; `None` if the setting is not known.
    pub scopes: Option<Setting<Vec<String>>>,
    /// The challenge method of PKCE that it uses; empty where it uses none; `None` if the setting is not known.
    pub pkce: Option<Setting<String>>,
    /// How it authenticates at the token endpoint; `None` if the setting is not known.
    pub token_endpoint_auth_method: Option<Setting<String>>,
    /// The issuer that it expects, or the address of its discovery document.
    pub issuer: Option<Setting<String>>,
    /// The names that it answers to, in lower case, the main one first; empty where they are not known.
    pub hosts: Vec<Setting<String>>,
    /// Where it asks Authelia, by what for.
    pub endpoints: Vec<(Endpoint, Setting<String>)>,
    /// Why nobody who has no account there yet can sign in, as what to set.
    pub no_newcomers: Vec<Setting<String>>,
    /// The setting without which only users with the application's extra claim get an account, if it is empty.
    pub only_by_claim: Option<Setting<String>>,
    /// Values that take a protection away: what to set, and what happens otherwise.
    pub insecure: Vec<(Setting<String>, String)>,
    /// Settings on which it depends whether any login succeeds.
    pub required: Vec<Setting<String>>,
    /// Whether the application may sign in with another provider: nobody named its files, or they have several providers.
    pub discovered: bool,
    /// The files that all this was read from.
    files: Vec<AppFile>,
}

/// What an application asks Authelia for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// A code, by way of the browser.
    Authorization,
    /// The tokens for a code.
    Token,
    /// Who the user is.
    Userinfo,
}

impl Endpoint {
    /// Its path at Authelia, where nothing stands before it (`internal/oidc/const.go`, v4.39.20).
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Authorization => "/api/oidc/authorization",
            Self::Token => "/api/oidc/token",
            Self::Userinfo => "/api/oidc/userinfo",
        }
    }
}

/// One of the application's own files.
#[derive(Clone)]
struct AppFile {
    name: String,
    /// Its text, until it is shown among the sources.
    decoded: Option<Decoded>,
    source: Option<SourceId>,
    /// The bytes that must never be shown.
    hidden: Vec<Range<usize>>,
    /// The keys that seem to refer to a secret, but do not.
    plain_keys: Vec<Range<usize>>,
}

/// The text holds secrets.
impl fmt::Debug for AppFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({})", self.name)
    }
}

/// Settings that cannot be read as the application's.
#[derive(Debug, thiserror::Error)]
#[error("{file}{place}: {reason}")]
pub struct DeploymentError {
    /// The file.
    pub file: String,
    /// Where in it.
    pub place: FilePlace,
    /// Why, without a word of the text, which holds secrets.
    pub reason: String,
}

/// A line and a column, from 1; `None` if the file as a whole is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FilePlace(pub Option<(usize, usize)>);

impl FilePlace {
    /// Where an offset is in a text.
    fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self(Some((before.matches('\n').count() + 1, line.chars().count() + 1)))
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |(line, column)| write!(f, ":{line}:{column}"))
    }
}

impl Deployment {
    /// Reads an application's own files, each with its name: one deployment for each provider in them.
    ///
    /// # Errors
    /// Where a file does not hold any of its settings.
    pub fn read(
        app: &str,
        settings: &AppSettings,
        files: impl IntoIterator<Item = (String, Decoded)>,
    ) -> Result<Vec<Self>, DeploymentError> {
        let mut all = Gathered::default();
        for (file, decoded) in files {
            let gathered = meaning::of_named_file(settings, &file, &decoded)
                .map_err(|(place, reason)| DeploymentError { file, place, reason })?;
            all.extend(gathered);
        }
        Ok(all.into_deployments(app, settings))
    }

    /// Reads Mailcow's own files: its identity-provider settings as its API returns them, and `mailcow.conf`.
    ///
    /// # Errors
    /// Where a file is neither.
    pub fn mailcow(files: impl IntoIterator<Item = (String, Decoded)>) -> Result<Vec<Self>, DeploymentError> {
        let settings = super::knowledge().settings("mailcow").cloned().unwrap_or_default();
        Self::read("mailcow", &settings, files)
    }

    /// Puts the files beside the sources, so that findings can point into them.
    pub fn show_in(&mut self, sources: &mut Sources) {
        for file in &mut self.files {
            if let Some(decoded) = file.decoded.take() {
                file.source = Some(sources.add_beside(file.name.clone(), decoded));
            }
        }
    }

    /// Where a setting stands, if its file is among the sources.
    #[must_use]
    pub fn span<T>(&self, setting: &Setting<T>) -> Option<Span> {
        self.files.get(setting.file)?.span(&setting.range)
    }

    /// The name of the file that a setting is in.
    #[must_use]
    pub fn file<T>(&self, setting: &Setting<T>) -> &str {
        self.files.get(setting.file).map_or("", |file| &file.name)
    }

    /// What must never be shown of the files that are among the sources.
    pub fn hidden(&self) -> impl Iterator<Item = Span> {
        self.files.iter().flat_map(|file| file.hidden.iter().filter_map(|range| file.span(range)))
    }

    /// The keys in the files among the sources that seem to refer to a secret, but do not.
    pub fn plain_keys(&self) -> impl Iterator<Item = Span> {
        self.files.iter().flat_map(|file| file.plain_keys.iter().filter_map(|range| file.span(range)))
    }
}

impl AppFile {
    fn span(&self, range: &Range<usize>) -> Option<Span> {
        Some(Span::new(self.source?, u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?))
    }
}
