//! `access --requests`: decides each request of a file.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::access::{Asked, Decision, Identity, Object, Refusal};

use super::super::terminal::Terminal;
use super::super::{Error, ExitStatus};
use super::Format;
use super::configuration::Loaded;

/// A request, as it is written in a file of requests.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    #[serde(default = "get")]
    pub(super) method: String,
    pub(super) url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ip: Option<IpAddr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) factor: Option<u8>,
}

fn get() -> String {
    "GET".to_owned()
}

/// What is known about a request.
pub(super) enum Answer {
    /// Authelia answers 400.
    Refused(Refusal),
    /// This decides it.
    Decided(Decision),
    /// It depends on something unknown.
    Unknown,
}

impl Answer {
    /// The word for the outcome.
    pub(super) fn word(&self, factors: u8) -> &'static str {
        match self {
            Self::Refused(_) => Refusal::WORD,
            Self::Decided(decision) => decision.outcome(factors).as_str(),
            Self::Unknown => "unknown",
        }
    }
}

impl Request {
    /// How many factors were given: as many as there can be, unless it is said.
    pub(super) fn factors(&self) -> u8 {
        self.factor.unwrap_or_else(|| if self.user.is_some() { 2 } else { 0 })
    }

    /// The request as rules see it.
    pub(super) fn asked(&self, loaded: &Loaded) -> Result<Asked, Refusal> {
        let object = Object::of(&self.url, &self.method)?;
        loaded.rules.admit(&object.host)?;
        let identity = match &self.user {
            Some(user) => Identity::user(user, self.groups.iter().cloned()),
            None => Identity::default(),
        };
        let address = self.ip.unwrap_or_else(|| loaded.rules.unnamed_address()).to_canonical();
        Ok(Asked { object, identity, address })
    }

    /// What is known about it.
    pub(super) fn answer(&self, loaded: &Loaded) -> Answer {
        match self.asked(loaded) {
            Err(refusal) => Answer::Refused(refusal),
            Ok(asked) => loaded.rules.decide(&asked).map_or(Answer::Unknown, Answer::Decided),
        }
    }
}

#[derive(Serialize)]
struct Decided<'a> {
    rule: Option<usize>,
    policy: Option<&'a str>,
    outcome: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// Decides the requests of a file.
pub(super) fn run(path: &Path, loaded: &Loaded, format: Format, terminal: &Terminal) -> Result<ExitStatus, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::output(path.display()))?;
    let requests: Vec<Request> = serde_json::from_str(&text)
        .map_err(|error| Error::Cases { file: path.display().to_string(), why: error.to_string() })?;
    let mut shown = String::new();
    let mut decisions = Vec::new();
    for request in &requests {
        let answer = request.answer(loaded);
        let decided = decided(&answer, request, loaded);
        match format {
            Format::Full => {
                let _ = writeln!(shown, "{}: {} {}", decided.outcome, request.method, request.url);
            }
            Format::Json => decisions.push(decided),
        }
    }
    if format == Format::Json {
        let all = serde_json::json!({ "version": 1, "decisions": decisions });
        shown = format!("{all:#}\n");
    }
    terminal.write(shown.as_bytes())?;
    Ok(ExitStatus::Success)
}

fn decided<'a>(answer: &Answer, request: &Request, loaded: &'a Loaded) -> Decided<'a> {
    let outcome = answer.word(request.factors());
    let nothing = Decided { rule: None, policy: None, outcome, file: None, line: None, reason: None };
    match answer {
        Answer::Refused(refusal) => Decided { reason: Some(refusal.to_string()), ..nothing },
        Answer::Unknown => nothing,
        Answer::Decided(decision) => {
            let place = decision.rule.map_or(loaded.rules.default_place, |index| loaded.rules.rules[index].place);
            let (file, line) = loaded.line(place).unzip();
            let rule = decision.rule.map_or(0, |index| index + 1);
            Decided { rule: Some(rule), policy: Some(decision.policy.as_str()), file, line, ..nothing }
        }
    }
}
