//! `new`: a client registration for an application, with a fresh secret.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::Hints;
use crate::app::draft::{Example, Wanted};
use crate::app::{App, Catalogue};
use crate::check::{Options, check};
use crate::config::redirect_uri;
use crate::crypto::digest;
use crate::golang::url::Url;
use crate::lint::Effect;
use crate::text::{Secret, Sources};

use super::terminal::Terminal;
use super::{End, Error};

/// Print a client registration for an application, with the digest of a fresh secret. The secret itself is shown once, on
/// standard error, or written to a file.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The application's id
    app: String,

    /// The application's address
    #[arg(long)]
    url: String,

    /// The client id, if not the application's usual one
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,

    /// Write the secret to this new file, which only its owner may read
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,

    /// A folder with applications of your own; may be given several times
    #[arg(long, value_name = "DIR")]
    apps: Vec<PathBuf>,
}

impl New {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let catalogue = super::inputs::catalogue(&self.apps)?;
        let app = super::apps::find(&catalogue, &self.app)?;
        let example = Example::of(app).ok_or_else(|| Error::NoExample(app.id.clone()))?;
        let url = address(&self.url)?;
        let fresh = if example.has_secret() { Some(fresh()?) } else { None };
        let digest = fresh.as_ref().map(|(_, digest)| digest.as_str());
        let wanted = Wanted { url: &url, client_id: self.client_id.as_deref(), digest, named: false };
        let text = recognisable(&example, &wanted, app, &catalogue)?;
        if let Some((secret, _)) = &fresh {
            hand_over(secret, self.secret_file.as_deref())?;
        }
        terminal.write(text.as_bytes())?;
        Ok(End::Clean)
    }
}

/// The address as a browser sends it, without a slash at the end, if it is one at which an application can be: with
/// https, or on this machine.
fn address(text: &str) -> Result<String, Error> {
    let refuse = |why: &str| Error::Address { url: text.to_owned(), why: why.to_owned() };
    let url = Url::parse(text).map_err(|error| refuse(&error.to_string()))?;
    let host = url.host.to_lowercase();
    let (name, usual_port) = (redirect_uri::host(&host), if url.scheme == "https" { ":443" } else { ":80" });
    if url.scheme != "https" && !(url.scheme == "http" && redirect_uri::is_loopback(name)) {
        return Err(refuse("it must begin with `https://`"));
    }
    if name.is_empty() || name.contains('*') {
        return Err(refuse("it names no host"));
    }
    if url.user.is_some() || text.contains(['?', '#']) {
        return Err(refuse("it must hold neither a user nor a query or fragment"));
    }
    let path = text.splitn(4, '/').nth(3).unwrap_or_default();
    let host = host.strip_suffix(usual_port).unwrap_or(&host);
    Ok(format!("{}://{host}/{path}", url.scheme).trim_end_matches('/').to_owned())
}

/// A new secret and its digest.
fn fresh() -> Result<(Secret, String), Error> {
    let secret = digest::random_secret()?;
    let digest = digest::digest_of(&secret)?;
    Ok((secret, digest))
}

/// The registration, with a comment that names the application if it is not recognised otherwise.
///
/// # Errors
/// Where Authelia would refuse the registration, because of an unfit client id, say.
fn recognisable(example: &Example<'_>, wanted: &Wanted<'_>, app: &App, catalogue: &Catalogue) -> Result<String, Error> {
    let text = example.registration(wanted);
    let mut sources = Sources::default();
    sources.add("registration".to_owned(), text.clone());
    let outcome = check(
        &sources,
        &Options { hints: Hints { catalogue: catalogue.clone(), ..Hints::default() }, ..Options::default() },
    );
    if let Some(finding) = outcome.findings.into_iter().find(|finding| finding.effect == Effect::Startup) {
        return Err(Error::Registration(finding.message));
    }
    let recognised = outcome.clients.iter().any(|client| client.app.as_deref() == Some(app.id.as_str()));
    Ok(if recognised { text } else { example.registration(&Wanted { named: true, ..*wanted }) })
}

/// Shows the secret on standard error, or writes it to a file of its own.
fn hand_over(secret: &Secret, file: Option<&Path>) -> Result<(), Error> {
    let Some(path) = file else {
        let mut stderr = io::stderr().lock();
        return writeln!(stderr, "client secret, shown only this once: {}", secret.expose())
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
