//! From the lines of a log to the failures in them, in constant memory.

use std::collections::{HashMap, VecDeque};

use super::catalogue::{self, Found, Parameters};
use super::line::LogLine;
use super::model::{LoginProgress, Message};

/// The most different failures that are kept: of more, the oldest are dropped.
const MAX_FAILURES: usize = 200;

/// The most addresses and logins that are followed at a time.
const MAX_FOLLOWED: usize = 256;

/// The most bytes of a parameter that are kept.
const MAX_PARAMETER: usize = 300;

/// A failure that a log reports, once or repeatedly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The message that reports it.
    pub(super) message: &'static Message,
    /// The values of the message's parameters.
    pub(super) parameters: Parameters,
    /// The application that prints it, if only one does.
    pub(super) app: Option<&'static str>,
    /// The client that the message or the lines before it name.
    pub(super) client: Option<String>,
    /// The address that the browser was sent to.
    pub(super) address: Option<String>,
    /// The number of the line that reports it last, from 1.
    pub line: usize,
    /// When that line was written, as it is written there.
    pub time: Option<String>,
    /// How often it is reported.
    pub count: usize,
}

/// Reads a log line by line.
#[derive(Debug, Default)]
pub struct Scanner {
    lines: usize,
    /// The failures, the one that was reported last at the end.
    failures: Vec<Failure>,
    /// The client that was last authorized from an address.
    clients: HashMap<String, String>,
    /// The clients with a code that they have not yet exchanged.
    pending: VecDeque<String>,
    /// The clients of which any line reports progress.
    seen: Vec<String>,
}

impl Scanner {
    /// Reads the next line.
    pub fn line(&mut self, text: &str) {
        self.lines += 1;
        if text.trim().is_empty() {
            return;
        }
        let line = LogLine::read(text);
        let is_detail = matches!(line.level.as_deref(), Some("debug" | "trace"));
        if is_detail && !line.text.contains("on client with id '") {
            return;
        }
        let Some(found) = catalogue::find(&line.text) else { return };
        let level = &found.message.level;
        if let Some(progress) = found.message.context {
            self.follow(progress, &found.parameters, line.remote);
        } else if line.may_fail() || found.app.is_some() || level.is_some() && *level == line.level {
            self.fail(found, line);
        }
    }

    /// What was found: the failures, the most recent first, and the clients whose logins the log follows.
    #[must_use]
    pub fn finish(mut self) -> (Vec<Failure>, Vec<String>) {
        self.failures.reverse();
        (self.failures, self.seen)
    }

    /// How many lines were read.
    #[must_use]
    pub const fn lines(&self) -> usize {
        self.lines
    }

    fn follow(&mut self, progress: LoginProgress, parameters: &Parameters, remote: Option<String>) {
        let Some(client) = parameters.get("client").cloned() else { return };
        if !self.seen.contains(&client) && self.seen.len() < MAX_FOLLOWED {
            self.seen.push(client.clone());
        }
        match progress {
            LoginProgress::Authorizing => {
                if self.clients.len() >= MAX_FOLLOWED {
                    self.clients.clear();
                }
                self.clients.extend(remote.map(|remote| (remote, client)));
            }
            LoginProgress::Authorized => {
                if self.pending.len() >= MAX_FOLLOWED {
                    self.pending.pop_front();
                }
                self.pending.push_back(client);
            }
            LoginProgress::Exchanging => {}
            LoginProgress::Exchanged => self.pending.retain(|pending| *pending != client),
        }
    }

    fn fail(&mut self, found: Found, line: LogLine) {
        let Found { message, mut parameters, app } = found;
        for value in parameters.values_mut() {
            shorten(value);
        }
        let client = parameters.get("client").cloned().or_else(|| self.client(message, line.remote.as_deref()));
        let is_same = |failure: &Failure| {
            std::ptr::eq(failure.message, message)
                && (&failure.client, failure.app) == (&client, app)
                && same(&failure.parameters, &parameters)
        };
        let before = self.failures.iter().position(is_same).map(|at| self.failures.remove(at));
        if self.failures.len() >= MAX_FAILURES {
            self.failures.remove(0);
        }
        let LogLine { level, time, address, .. } = line;
        // The address that the browser ended at repeats what the log reports.
        if let Some(before) = before.as_ref().filter(|_| level.is_none() && address.is_some()) {
            self.failures.push(Failure { address, ..before.clone() });
            return;
        }
        let count = before.map_or(1, |before| before.count + 1);
        self.failures.push(Failure { message, parameters, app, client, address, line: self.lines, time, count });
    }

    /// The client that the lines before a message tell.
    fn client(&mut self, message: &Message, remote: Option<&str>) -> Option<String> {
        match message.step.as_str() {
            "token" | "userinfo" => {
                // With several logins at a time, it could be any of them.
                let first = self.pending.front()?.clone();
                let is_only = self.pending.iter().all(|client| *client == first);
                self.pending.clear();
                is_only.then_some(first)
            }
            _ => self.clients.get(remote?).cloned(),
        }
    }
}

/// Whether two failures are the same: the ids of requests and the times differ each time.
fn same(one: &Parameters, other: &Parameters) -> bool {
    let is_telling = |(name, _): &(&&str, &String)| !["request", "time"].contains(*name);
    one.iter().filter(is_telling).eq(other.iter().filter(is_telling))
}

fn shorten(value: &mut String) {
    if value.len() > MAX_PARAMETER {
        let end = (0..=MAX_PARAMETER).rev().find(|at| value.is_char_boundary(*at)).unwrap_or(0);
        value.truncate(end);
        value.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str =
        "Access Request failed with error: The provided client secret did not match the registered client secret.";

    fn failures(lines: &[&str]) -> Vec<(Option<String>, usize, usize)> {
        let mut scanner = Scanner::default();
        for line in lines {
            scanner.line(line);
        }
        scanner.finish().0.into_iter().map(|failure| (failure.client, failure.line, failure.count)).collect()
    }

    fn log(level: &str, message: &str) -> String {
        format!("time=\"2026-01-02T03:04:05Z\" level={level} msg=\"{message}\" remote_ip=192.0.2.7")
    }

    #[test]
    fn a_repeated_failure_is_one_and_the_last_comes_first() {
        let scope = log("error", "The OAuth 2.0 Client is not allowed to request scope 'groups'.");
        let secret = log("error", SECRET);
        assert_eq!(failures(&[&secret, &scope, &secret]), [(None, 3, 2), (None, 2, 1)]);
    }

    #[test]
    fn the_lines_before_tell_the_client_unless_several_logins_are_under_way() {
        let begun = |client: &str| {
            let message = "was successfully processed, proceeding to build Authorization Response";
            log("debug", &format!("Authorization Request with id 'x' on client with id '{client}' {message}"))
        };
        let secret = log("error", SECRET);
        assert_eq!(failures(&[&begun("mail"), &secret]), [(Some("mail".to_owned()), 2, 1)]);
        assert_eq!(failures(&[&begun("mail"), &begun("files"), &secret]), [(None, 3, 1)]);
    }

    #[test]
    fn warnings_are_failures_of_applications_only() {
        let message = "Configuration: access_control: rule #1: domain 'a' is ineffective";
        assert_eq!(failures(&[&log("warning", message)]), []);
        assert_eq!(failures(&[&log("warning", "Failed to verify oidc token: x")]), [(None, 1, 1)]);
    }
}
