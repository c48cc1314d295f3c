//! The other side of a login: how the application itself is set up.

use std::fmt;

use serde::Deserialize;

use crate::config::Secret;

/// How an application is set up, read from its own settings.
#[derive(Debug, Clone)]
pub struct Deployment {
    /// The application's id.
    pub app: &'static str,
    /// The file that it was read from.
    pub file: String,
    /// The client id that it sends.
    pub client_id: Option<String>,
    /// The secret that it sends.
    pub client_secret: Option<Secret>,
    /// The redirect URI that it sends.
    pub redirect_uri: Option<String>,
    /// Redirect URIs that it sends for visits to its further hosts.
    pub extra_redirect_uris: Vec<String>,
    /// The scopes that it asks for; empty where its setting is empty; nothing where the setting is not known.
    pub scopes: Option<Vec<String>>,
}

/// Settings that cannot be read as the application's.
#[derive(Debug, thiserror::Error)]
pub enum DeploymentError {
    /// The text is not JSON of the expected form.
    #[error("{file}: not Mailcow's identity-provider settings: {reason}")]
    Form {
        /// The file.
        file: String,
        /// Why, without a word of the text, which holds a secret.
        reason: Reason,
    },
}

/// Where and how a JSON text is wrong.
#[derive(Debug)]
pub struct Reason(serde_json::Error);

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.0.classify() {
            serde_json::error::Category::Data => "an unexpected value",
            serde_json::error::Category::Eof => "the text ends too early",
            _ => "not JSON",
        };
        write!(f, "{kind} at line {}, column {}", self.0.line(), self.0.column())
    }
}

/// Mailcow's identity-provider settings as its API returns them (`generic-oidc`; `data/web/inc/functions.auth.inc.php`
/// and `functions.inc.php`, 2026-07a).
#[derive(Deserialize)]
struct Mailcow {
    client_id: Option<String>,
    client_secret: Option<String>,
    redirect_url: Option<String>,
    #[serde(default)]
    redirect_url_extra: Option<OneOrMany>,
    client_scopes: Option<String>,
}

/// The API gives the further redirect URIs as a list; people write one as a text.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Deployment {
    /// Reads Mailcow's identity-provider settings from JSON.
    ///
    /// # Errors
    /// Where the text is not JSON or not of that form.
    pub fn mailcow(file: &str, json: &str) -> Result<Self, DeploymentError> {
        let settings: Mailcow = serde_json::from_str(json)
            .map_err(|error| DeploymentError::Form { file: file.to_owned(), reason: Reason(error) })?;
        let extra = match settings.redirect_url_extra {
            None => Vec::new(),
            Some(OneOrMany::One(uri)) => vec![uri],
            Some(OneOrMany::Many(uris)) => uris,
        };
        Ok(Self {
            app: "mailcow",
            file: file.to_owned(),
            client_id: settings.client_id,
            client_secret: settings.client_secret.map(Secret::new),
            redirect_uri: settings.redirect_url,
            extra_redirect_uris: extra.into_iter().filter(|uri| !uri.is_empty()).collect(),
            scopes: settings.client_scopes.map(|scopes| scopes.split_whitespace().map(str::to_owned).collect()),
        })
    }
}
