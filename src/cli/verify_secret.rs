//! `verify-secret`: which client's digest does a secret fit?

use std::fmt::Write;
use std::io::{self, BufRead, IsTerminal, Read as _};

use clap::Args;

use crate::config::Client;
use crate::crypto::digest::{self, VerifyError};
use crate::embedded::Configurations;
use crate::text::{Secret, Sources, sanitize};

use super::inputs::{Inputs, Read};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{End, Error, page};

/// Tell which client's digest a secret fits. The secret is read from the first line of standard input, or asked for.
#[derive(Debug, Args)]
pub(super) struct VerifySecret {
    #[command(flatten)]
    inputs: Inputs,
}

/// What came of comparing a secret with one client's digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Fits,
    Differs,
    Unknown,
    Undecodable,
    Unchecked,
}

impl VerifySecret {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<End, Error> {
        let Read { options, sources, unread, .. } = self.inputs.read(&Progress::new(true))?;
        let secret = ask()?;
        let mut text = String::new();
        let mut fits = false;
        Configurations::all(&sources, &options.load, |config| {
            let provider = config.root.identity_providers.oidc.as_ref();
            for client in provider.into_iter().flat_map(|provider| &provider.clients.items) {
                let verdict = compare(client, &secret);
                fits |= verdict == Verdict::Fits;
                let _ = writeln!(text, "{}", line(client, verdict, &sources, terminal));
            }
        });
        terminal.write(text.as_bytes())?;
        match (unread, fits) {
            (0, true) => Ok(End::Clean),
            (0, false) => Ok(End::Reporter),
            _ => Err(Error::Inputs(unread)),
        }
    }
}

/// The longest line that is read for a secret, in bytes.
const MAX_LENGTH: u64 = 64 * 1024;

/// The secret: typed without being shown, or the first line of standard input without its line break.
fn ask() -> Result<Secret, Error> {
    let read = if io::stdin().is_terminal() {
        rpassword::prompt_password("Secret: ")
    } else {
        let mut line = String::new();
        io::stdin().lock().take(MAX_LENGTH).read_line(&mut line).map(|_| line)
    };
    let secret = read.map_err(Error::output("standard input"))?;
    let secret = secret.trim_end_matches(['\r', '\n']);
    if secret.is_empty() { Err(Error::NoSecret) } else { Ok(Secret::new(secret.to_owned())) }
}

fn compare(client: &Client, secret: &Secret) -> Verdict {
    let Some(registered) = client.client_secret.written() else { return Verdict::Unknown };
    let Ok(digest) = digest::decode(registered.expose()) else { return Verdict::Undecodable };
    match digest.verify(secret.expose().as_bytes()) {
        Ok(true) => Verdict::Fits,
        Ok(false) => Verdict::Differs,
        Err(VerifyError::Unsupported | VerifyError::TooExpensive) => Verdict::Unchecked,
    }
}

/// `configuration.yml:38: mailcow: fits`.
fn line(client: &Client, verdict: Verdict, sources: &Sources, terminal: &Terminal) -> String {
    let span = client.place.span;
    let source = sources.get(span.source);
    let id = client.client_id.text().map_or_else(|| "(unknown client_id)".into(), sanitize::line);
    format!(
        "{}:{}: {}: {}",
        sanitize::line(&source.name),
        source.line_at(span.start),
        terminal.paint(page::HEADING, id),
        match verdict {
            Verdict::Fits => "fits",
            Verdict::Differs => "does not fit",
            Verdict::Unknown => "no secret, or one that is not in this file",
            Verdict::Undecodable => "its digest cannot be decoded",
            Verdict::Unchecked => "its digest is of a kind that is not checked, or asks for too much work",
        }
    )
}
