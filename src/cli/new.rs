//! `new`: prints a client registration for an application, with a new secret.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::Hints;
use crate::app::draft::{Example, PORTAL, Wanted};
use crate::app::{App, Catalogue};
use crate::check::mask::Masks;
use crate::check::{Options, check};
use crate::config::redirect_uri;
use crate::crypto::digest;
use crate::golang::url::Url;
use crate::lint::Effect;
use crate::text::{Secret, Sources};

use super::terminal::Terminal;
use super::{Error, ExitStatus};

/// Print a client registration for an application, with the digest of a new secret. The secret itself is shown once, on
/// standard error, or written to a file.
#[derive(Debug, Args)]
pub(super) struct New {
    /// Id of the application
    app: String,

    /// URL of the application, such as `https://mail.example.org`
    #[arg(long)]
    url: String,

    /// URL of Authelia, for the settings of the application [default: `https://auth.example.org`]
    #[arg(long, value_name = "URL")]
    authelia_url: Option<String>,

    /// Client id [default: the usual one of the application]
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,

    /// Write the secret to this new file, readable only by its owner
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,

    /// Folder with your own application files; can be repeated
    #[arg(long, value_name = "DIR")]
    apps: Vec<PathBuf>,
}

impl New {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let catalogue = super::inputs::catalogue(None, &self.apps)?;
        let app = super::apps::find(&catalogue, &self.app)?;
        let example = Example::of(app).ok_or_else(|| Error::NoExample(app.id.clone()))?;
        let url = base_url(&self.url)?;
        let credentials = if example.has_secret() { Some(new_secret()?) } else { None };
        let digest = credentials.as_ref().map(|(_, digest)| digest.as_str());
        let portal = self.authelia_url.as_deref().map_or_else(|| Ok(PORTAL.to_owned()), base_url)?;
        let wanted = Wanted { url: &url, portal: &portal, client_id: self.client_id.as_deref(), digest, named: false };
        let text = recognisable(&example, &wanted, app, &catalogue)?;
        if let Some((secret, _)) = &credentials {
            hand_over(secret, self.secret_file.as_deref())?;
        }
        terminal.write(text.as_bytes())?;
        Ok(ExitStatus::Success)
    }
}

/// Normalises the URL of an application as a browser does, and removes a trailing slash.
///
/// # Errors
/// If an application cannot have this URL: it must use https, or http on the loopback interface.
fn base_url(text: &str) -> Result<String, Error> {
    let invalid = |why: &str| Error::Url { url: text.to_owned(), why: why.to_owned() };
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

/// Generates a secret and its digest.
fn new_secret() -> Result<(Secret, String), Error> {
    let secret = digest::random_secret()?;
    let digest = digest::digest_of(&secret)?;
    Ok((secret, digest))
}

/// The registration, with a comment that names the application if it would not be recognised otherwise.
///
/// # Errors
/// If Authelia would reject the registration, for example because of an invalid client id.
fn recognisable(example: &Example<'_>, wanted: &Wanted<'_>, app: &App, catalogue: &Catalogue) -> Result<String, Error> {
    let settings = catalogue.settings(&app.id);
    let text = example.registration(wanted, settings);
    let mut sources = Sources::default();
    sources.add("registration".to_owned(), text.clone());
    let outcome = check(
        &sources,
        &Options { hints: Hints { catalogue: catalogue.clone(), ..Hints::default() }, ..Options::default() },
    );
    if let Some(finding) = outcome.findings.iter().find(|finding| finding.effect == Effect::Startup) {
        let message = Masks::new(&outcome, &sources).finding(finding, &sources).message;
        return Err(Error::Registration(message.line().into_owned()));
    }
    let recognised = outcome.clients.iter().any(|client| client.app.as_deref() == Some(app.id.as_str()));
    Ok(if recognised { text } else { example.registration(&Wanted { named: true, ..*wanted }, settings) })
}

/// Shows the secret on standard error, or writes it to a new file.
fn hand_over(secret: &Secret, file: Option<&Path>) -> Result<(), Error> {
    let Some(path) = file else {
        let mut stderr = io::stderr().lock();
        return writeln!(stderr, "client secret (shown only once): {}", secret.expose())
            .map_err(Error::output("standard error"));
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(secret.expose().as_bytes()))
        .map_err(Error::output(path.display()))
}
