//! `verify-secret`: finds the client whose digest matches a secret.

use std::fmt::Write;
use std::io::{self, BufRead, IsTerminal, Read as _};

use clap::Args;

use crate::check::mask::Masks;
use crate::config::Client;
use crate::crypto::digest::{self, Digest, VerifyError};
use crate::embedded::Configurations;
use crate::lint::Outcome;
use crate::text::parallel::{share_out, worthwhile};
use crate::text::{Secret, Sources, sanitize};

use super::inputs::{Inputs, ReadInputs};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{Error, ExitStatus, note, page};

/// Find the client that a secret belongs to. The secret is read from the first line of standard input, or prompted for on
/// a terminal.
#[derive(Debug, Args)]
pub(super) struct VerifySecret {
    #[command(flatten)]
    inputs: Inputs,
}

/// The result of comparing a secret with the digest of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SecretMatch {
    Matches,
    Differs,
    Unknown,
    Undecodable,
    Unchecked,
    Late,
}

impl VerifySecret {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<ExitStatus, Error> {
        let progress = Progress::new(true);
        let ReadInputs { options, sources, unread, .. } = self.inputs.read(&progress)?;
        let secret = read_secret()?;
        if secret.expose().starts_with('$') && digest::decode(secret.expose()).is_ok() {
            note("this is a digest, not a secret: the application needs the secret that the digest was made from");
        }
        let masks = Masks::new(&Outcome::default(), &sources);
        let mut clients = Vec::new();
        Configurations::all(&sources, &options.load, |config| {
            let provider = config.root.identity_providers.oidc.as_ref();
            for client in provider.into_iter().flat_map(|provider| &provider.clients.items) {
                clients.push((place(client, &sources, &masks, terminal), registered(client)));
            }
        });
        let affordable = affordable(clients.iter().map(|(_, registered)| match registered {
            Ok(digest) => digest.milliseconds(),
            Err(_) => 0,
        }));
        let verdicts = share_out(&clients[..affordable], worthwhile(affordable), |index, (_, registered)| {
            progress.verify(index, clients.len());
            registered.as_ref().map_or_else(|verdict| *verdict, |digest| compare(digest, &secret))
        });
        let found = verdicts.contains(&SecretMatch::Matches);
        let verdicts = verdicts.into_iter().chain(std::iter::repeat(SecretMatch::Late));
        let mut text = String::new();
        for ((place, _), verdict) in clients.iter().zip(verdicts) {
            let _ = writeln!(text, "{place}: {}", verdict.words());
        }
        drop(progress);
        terminal.write(text.as_bytes())?;
        let late = clients.len() - affordable;
        if late > 0 && !found {
            return Err(Error::Late(late));
        }
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

/// The most time that one run takes on one core, in milliseconds.
const MAX_TIME: u64 = 120_000;

/// How many digests, of which each takes so many milliseconds, are compared in one run.
fn affordable(times: impl Iterator<Item = u64>) -> usize {
    let sums = times.scan(0_u64, |sum, time| {
        *sum = sum.saturating_add(time);
        Some(*sum)
    });
    sums.take_while(|sum| *sum <= MAX_TIME).count()
}

/// The digest of a client, or what is said instead.
fn registered(client: &Client) -> Result<Digest, SecretMatch> {
    let registered = client.client_secret.written().ok_or(SecretMatch::Unknown)?;
    let digest = digest::decode(registered.expose()).map_err(|_| SecretMatch::Undecodable)?;
    if digest.is_too_expensive() { Err(SecretMatch::Unchecked) } else { Ok(digest) }
}

fn compare(digest: &Digest, secret: &Secret) -> SecretMatch {
    match digest.verify(secret.expose().as_bytes()) {
        Ok(true) => SecretMatch::Matches,
        Ok(false) => SecretMatch::Differs,
        Err(VerifyError::Unsupported | VerifyError::TooExpensive) => SecretMatch::Unchecked,
    }
}

/// `configuration.yml:38: mailcow`.
fn place(client: &Client, sources: &Sources, masks: &Masks, terminal: &Terminal) -> String {
    let span = client.place.span;
    let source = sources.get(span.source);
    let id = client.client_id.text().map(|id| masks.text(id).line().into_owned());
    let id = id.unwrap_or_else(|| "(unknown client_id)".to_owned());
    format!("{}:{}: {}", sanitize::line(&source.name), source.line_at(span.start), terminal.paint(page::HEADING, id))
}

impl SecretMatch {
    const fn words(self) -> &'static str {
        match self {
            Self::Matches => "matches",
            Self::Differs => "does not match",
            Self::Unknown => "no client secret in this file",
            Self::Undecodable => "not a valid digest",
            Self::Unchecked => "not checked: unsupported digest, or too expensive to verify",
            Self::Late => "not checked: the digests before it take two minutes; name fewer files",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_compares_no_more_than_it_has_time_for() {
        assert_eq!(affordable([0, 0, 0].into_iter()), 3);
        assert_eq!(affordable(std::iter::repeat_n(250, 2_000)), 480);
        assert_eq!(affordable([MAX_TIME, 1, 0].into_iter()), 1);
        assert_eq!(affordable([u64::MAX, u64::MAX].into_iter()), 0);
    }
}
