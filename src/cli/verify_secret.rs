//! `verify-secret`: finds the client whose digest matches a secret.

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
use super::{Error, ExitStatus, page};

/// Find the client that a secret belongs to. The secret is read from the first line of standard input, or prompted for on
/// a terminal.
#[derive(Debug, Args)]
pub(super) struct VerifySecret {
    #[command(flatten)]
    inputs: Inputs,
}

/// The result of comparing a secret with the digest of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Matches,
    Differs,
    Unknown,
    Undecodable,
    Unchecked,
}

impl VerifySecret {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let Read { options, sources, unread, .. } = self.inputs.read(&Progress::new(true))?;
        let secret = read_secret()?;
        let mut text = String::new();
        let mut found = false;
        Configurations::all(&sources, &options.load, |config| {
            let provider = config.root.identity_providers.oidc.as_ref();
            for client in provider.into_iter().flat_map(|provider| &provider.clients.items) {
                let verdict = compare(client, &secret);
                found |= verdict == Verdict::Matches;
                let _ = writeln!(text, "{}", line(client, verdict, &sources, terminal));
            }
        });
        terminal.write(text.as_bytes())?;
        match (unread, found) {
            (0, true) => Ok(ExitStatus::Success),
            (0, false) => Ok(ExitStatus::Findings),
            _ => Err(Error::Inputs(unread)),
        }
    }
}

/// The longest secret that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// Reads the secret: prompts for it without echo on a terminal, else takes the first line of standard input.
fn read_secret() -> Result<Secret, Error> {
    let read = if io::stdin().is_terminal() {
        rpassword::prompt_password("Secret: ")
    } else {
        let mut line = String::new();
        io::stdin().lock().take(MAX_BYTES).read_line(&mut line).map(|_| line)
    };
    let secret = read.map_err(Error::output("standard input"))?;
    let secret = secret.trim_end_matches(['\r', '\n']);
    if secret.is_empty() { Err(Error::NoSecret) } else { Ok(Secret::new(secret.to_owned())) }
}

fn compare(client: &Client, secret: &Secret) -> Verdict {
    let Some(registered) = client.client_secret.written() else { return Verdict::Unknown };
    let Ok(digest) = digest::decode(registered.expose()) else { return Verdict::Undecodable };
    match digest.verify(secret.expose().as_bytes()) {
        Ok(true) => Verdict::Matches,
        Ok(false) => Verdict::Differs,
        Err(VerifyError::Unsupported | VerifyError::TooExpensive) => Verdict::Unchecked,
    }
}

/// `configuration.yml:38: mailcow: matches`.
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
            Verdict::Matches => "matches",
            Verdict::Differs => "does not match",
            Verdict::Unknown => "no client secret in this file",
            Verdict::Undecodable => "not a valid digest",
            Verdict::Unchecked => "not checked: unsupported digest, or too expensive to verify",
        }
    )
}
