//! New client registrations for applications.

use serde::{Deserialize, Serialize};

use crate::app::draft::{Example, PORTAL, Wanted};
use crate::app::{App, Catalogue, Hints};
use crate::check::mask::Masks;
use crate::check::{Options, check};
use crate::config::redirect_uri;
use crate::crypto::digest;
use crate::golang::url::Url;
use crate::lint::Effect;
use crate::text::{Secret, Sources};

/// What a registration is made for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewClient {
    /// The id of the application.
    pub app: String,
    /// The id of the variant; the usual one of the application if it is not given.
    pub variant: Option<String>,
    /// The URL of the application, such as `https://mail.example.org`.
    pub url: String,
    /// The URL of Authelia; one of an example if it is not given.
    pub portal: Option<String>,
    /// The client id; the usual one of the application if it is not given.
    pub client_id: Option<String>,
}

/// A new registration.
#[derive(Debug)]
pub struct NewRegistration {
    /// The registration as YAML, with what to set in the application as comments.
    pub text: String,
    secret: Option<Secret>,
}

impl NewRegistration {
    /// The secret, which is nowhere else. Returns `None` if the application keeps none.
    #[must_use]
    pub fn secret(&self) -> Option<&str> {
        self.secret.as_ref().map(Secret::expose)
    }
}

/// Why there is no registration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationError {
    /// No application has this id.
    #[error("unknown application `{0}`")]
    UnknownApp(String),
    /// The application has variants, and none has this id.
    #[error("`{app}` has no variant `{variant}`; its variants are {known}")]
    UnknownVariant {
        /// The id of the application.
        app: String,
        /// The id of the variant.
        variant: String,
        /// The variants that it has.
        known: String,
    },
    /// The application has no variants.
    #[error("`{0}` has no variants")]
    NoVariants(String),
    /// The application has no example registration.
    #[error("`{0}` has no example registration")]
    NoExample(String),
    /// An application, or Authelia, cannot have this URL.
    #[error("invalid URL `{url}`: {why}")]
    Url {
        /// The URL.
        url: String,
        /// Why.
        why: String,
    },
    /// Authelia would reject the registration.
    #[error("cannot create a valid registration: {0}")]
    Refused(String),
    /// There are no random numbers.
    #[error("could not generate a random secret: {0}")]
    Random(String),
}

/// An application, or one of its variants, that a registration can be made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownApp {
    /// The id of the application.
    pub id: String,
    /// The id of the variant; absent if there is only one.
    pub variant: Option<String>,
    /// The name of both.
    pub name: String,
}

/// What a registration can be made for.
#[must_use]
pub fn apps() -> Vec<KnownApp> {
    let known = |app: &App| {
        let id = app.id.clone();
        let known = |example: Example<'_>| {
            let variant = Some(example.variant().to_owned()).filter(|variant| !variant.is_empty());
            KnownApp { id: id.clone(), variant, name: example.title() }
        };
        Example::all(app).map(known).collect::<Vec<_>>()
    };
    Catalogue::default().iter().flat_map(known).collect()
}

/// Makes a registration for an application, with a new secret. `fill` fills memory with random bytes.
///
/// # Errors
/// If there is no such application, it cannot have this URL, or Authelia would reject the registration.
pub fn new_client<E: std::fmt::Display>(
    client: &NewClient,
    fill: impl FnMut(&mut [u8]) -> Result<(), E>,
) -> Result<NewRegistration, RegistrationError> {
    client.registration(&Catalogue::default(), fill)
}

impl NewClient {
    /// Makes a registration for one of some applications.
    pub(crate) fn registration<E: std::fmt::Display>(
        &self,
        catalogue: &Catalogue,
        mut fill: impl FnMut(&mut [u8]) -> Result<(), E>,
    ) -> Result<NewRegistration, RegistrationError> {
        let app = catalogue.get(&self.app).ok_or_else(|| RegistrationError::UnknownApp(self.app.clone()))?;
        let number = self.variant.as_deref().map_or(Ok(0), |id| number(app, id))?;
        let example = Example::of_variant(app, number).ok_or_else(|| RegistrationError::NoExample(app.id.clone()))?;
        let url = base_url(&self.url)?;
        let portal = self.portal.as_deref().map_or_else(|| Ok(PORTAL.to_owned()), base_url)?;
        let random = |error: E| RegistrationError::Random(error.to_string());
        let secret = example.has_secret().then(|| digest::secret_from(&mut fill)).transpose().map_err(random)?;
        let digest = secret.as_ref().map(|secret| digest::digest_from(secret, &mut fill)).transpose();
        let digest = digest.map_err(random)?;
        let client_id = self.client_id.as_deref();
        let wanted = Wanted { url: &url, portal: &portal, client_id, digest: digest.as_deref(), named: false };
        let text = recognisable(&example, &wanted, app, catalogue)?;
        Ok(NewRegistration { text, secret })
    }
}

/// The place of a variant.
///
/// # Errors
/// If the application has no variant with this id.
fn number(app: &App, id: &str) -> Result<usize, RegistrationError> {
    let named = || app.variants.iter().filter(|variant| !variant.id.is_empty());
    if named().next().is_none() {
        return Err(RegistrationError::NoVariants(app.id.clone()));
    }
    let known = named().map(|variant| format!("`{}` ({})", variant.id, variant.name));
    app.variant(id).ok_or_else(|| RegistrationError::UnknownVariant {
        app: app.id.clone(),
        variant: id.to_owned(),
        known: known.collect::<Vec<_>>().join(", "),
    })
}

/// Normalises the URL of an application as a browser does, and removes a trailing slash.
///
/// # Errors
/// If an application cannot have this URL: it must use https, or http on the loopback interface.
fn base_url(text: &str) -> Result<String, RegistrationError> {
    let invalid = |why: &str| RegistrationError::Url { url: text.to_owned(), why: why.to_owned() };
    let url = Url::parse(text).map_err(|error| invalid(&error.to_string()))?;
    let host = url.host.to_lowercase();
    let (name, default_port) = (redirect_uri::host(&host), if url.scheme == "https" { ":443" } else { ":80" });
    if url.scheme != "https" && !(url.scheme == "http" && redirect_uri::is_loopback(name)) {
        return Err(invalid("must start with `https://`"));
    }
    if name.is_empty() || name.contains('*') {
        return Err(invalid("must name a host"));
    }
    if url.user.is_some() || text.contains(['?', '#']) {
        return Err(invalid("must not contain a user, a query or a fragment"));
    }
    let path = text.splitn(4, '/').nth(3).unwrap_or_default();
    let host = host.strip_suffix(default_port).unwrap_or(&host);
    Ok(format!("{}://{host}/{path}", url.scheme).trim_end_matches('/').to_owned())
}

/// The registration, with a comment that names the application if it would not be recognised otherwise.
///
/// # Errors
/// If Authelia would reject the registration, for example because of an invalid client id.
fn recognisable(
    example: &Example<'_>,
    wanted: &Wanted<'_>,
    app: &App,
    catalogue: &Catalogue,
) -> Result<String, RegistrationError> {
    let settings = catalogue.settings(&app.id);
    let text = example.registration(wanted, settings);
    let mut sources = Sources::default();
    sources.add("registration".to_owned(), text.clone());
    let hints = Hints { catalogue: catalogue.clone(), ..Hints::default() };
    let outcome = check(&sources, &Options { hints, ..Options::default() });
    if let Some(finding) = outcome.findings.iter().find(|finding| finding.effect == Effect::Startup) {
        let message = Masks::new(&outcome, &sources).finding(finding, &sources).message;
        return Err(RegistrationError::Refused(message.line().into_owned()));
    }
    let recognised = outcome.clients.iter().any(|client| client.app.as_deref() == Some(app.id.as_str()));
    Ok(if recognised { text } else { example.registration(&Wanted { named: true, ..*wanted }, settings) })
}
