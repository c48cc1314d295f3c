//! `new`: prints a client registration for an application, with a new secret.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::Variant;
use crate::check::api::NewClient;

use super::terminal::Terminal;
use super::{Error, ExitStatus};

/// Print a client registration for an application, with the digest of a new secret. The secret itself is shown once, on
/// standard error, or written to a file.
#[derive(Debug, Args)]
pub(super) struct New {
    /// Id of the application
    app: String,

    /// Variant of the application; `authelia-lint apps APP` shows all [default: its usual one]
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,

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
        let client = NewClient {
            app: app.id.clone(),
            variant: self.variant.clone(),
            url: self.url.clone(),
            portal: self.authelia_url.clone(),
            client_id: self.client_id.clone(),
        };
        let registration = client.registration(&catalogue, getrandom::fill)?;
        if let Some(secret) = registration.secret() {
            hand_over(secret, self.secret_file.as_deref())?;
        }
        terminal.write(registration.text.as_bytes())?;
        if let ([usual, others @ ..], None) = (app.variants.as_slice(), &self.variant) {
            note_others(usual, others);
        }
        Ok(ExitStatus::Success)
    }
}

/// Prints a note if the application can be registered in other ways, too.
fn note_others(usual: &Variant, others: &[Variant]) {
    if others.is_empty() {
        return;
    }
    let others: Vec<_> = others.iter().map(|other| format!("`--variant {}` for {}", other.id, other.name)).collect();
    super::note(&format!("this registration is for {}; use {}", usual.name, others.join(", ")));
}

/// Shows the secret on standard error, or writes it to a new file.
fn hand_over(secret: &str, file: Option<&Path>) -> Result<(), Error> {
    let Some(path) = file else {
        let mut stderr = io::stderr().lock();
        return writeln!(stderr, "client secret (shown only once): {secret}").map_err(Error::output("standard error"));
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).and_then(|mut file| file.write_all(secret.as_bytes())).map_err(Error::output(path.display()))
}
