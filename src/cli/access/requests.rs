//! Requests, from arguments or from a file, and what decides each.

use std::net::IpAddr;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::access::{Asked, Decision, Identity, Object, Refusal};
use crate::inputs::MAX_FILE;
use crate::text::quoted::without_values;
use crate::text::{files, sanitize};

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

/// Reads a file of requests.
pub(super) fn read(path: &Path) -> Result<Vec<Request>, Error> {
    let wrong = |why: String| Error::Cases { file: path.display().to_string(), why };
    let text = files::read_text(path, MAX_FILE).map_err(|error| wrong(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| wrong(without_values(&error.to_string())))
}

/// Decides requests.
pub(super) fn run(
    requests: &[Request],
    loaded: &Loaded,
    format: Format,
    terminal: &Terminal,
) -> Result<ExitStatus, Error> {
    let decisions: Vec<Decided<'_>> =
        requests.iter().map(|request| decided(&request.answer(loaded), request, loaded)).collect();
    let shown = match format {
        Format::Full => requests.iter().zip(&decisions).map(|(request, decided)| line(request, decided)).collect(),
        Format::Json => format!("{:#}\n", serde_json::json!({ "version": 1, "decisions": decisions })),
    };
    terminal.write(shown.as_bytes())?;
    Ok(ExitStatus::Success)
}

/// A decision in a line, such as `allowed: GET https://app.example.com/ (rule 2 at configuration.yml:14: bypass)`.
fn line(request: &Request, decided: &Decided<'_>) -> String {
    let place = match (decided.file, decided.line) {
        (Some(file), Some(line)) => format!(" at {file}:{line}"),
        _ => String::new(),
    };
    let why = match (decided.rule, decided.policy, &decided.reason) {
        (Some(0), Some(policy), _) => format!("`default_policy`{place}: {policy}"),
        (Some(rule), Some(policy), _) => format!("rule {rule}{place}: {policy}"),
        (_, _, Some(reason)) => reason.clone(),
        _ => "it depends on something unknown".to_owned(),
    };
    let text = format!("{}: {} {} ({why})", decided.outcome, request.method, request.url);
    format!("{}\n", sanitize::line(&text))
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
