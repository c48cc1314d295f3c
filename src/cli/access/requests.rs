//! Requests, from arguments or from a file, and what decides each.

use std::net::IpAddr;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::access::{Asked, Decision, Identity, Refusal, RequestTarget};
use crate::check::mask::Masks;
use crate::inputs::MAX_FILE;
use crate::text::files;
use crate::text::quoted::without_values;

use super::super::Error;
use super::configuration::LoadedRules;

/// A request, as it is written in a file of requests.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct JsonRequest {
    #[serde(default = "get", skip_serializing_if = "is_get")]
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

/// The method of a request that names none.
pub(super) fn get() -> String {
    "GET".to_owned()
}

fn is_get(method: &str) -> bool {
    method == "GET"
}

/// What is known about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
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

    /// What happens to the request.
    pub(super) fn tells(&self, factors: u8) -> String {
        match self {
            Self::Refused(refusal) => refusal.tells(),
            Self::Decided(decision) => decision.outcome(factors).tells().to_owned(),
            Self::Unknown => "the decision depends on something unknown".to_owned(),
        }
    }

    /// What it means for somebody who can give as many factors as there are.
    pub(super) fn grants(&self, anonymous: bool) -> &'static str {
        match self {
            Self::Refused(_) => "bad request",
            Self::Unknown => "unknown",
            Self::Decided(decision) => decision.grants(anonymous),
        }
    }

    /// What decides, such as `rule 2 at configuration.yml:14: bypass`.
    pub(super) fn source(&self, loaded: &LoadedRules) -> String {
        match self {
            Self::Refused(refusal) => refusal.to_string(),
            Self::Unknown => "it depends on something unknown".to_owned(),
            Self::Decided(decision) => {
                let (rule, place) = (loaded.name(decision), loaded.at(loaded.place(decision)));
                format!("{rule}{place}: {}", decision.policy.as_str())
            }
        }
    }
}

impl JsonRequest {
    /// Its method and its URL, without the secrets in it.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method, Masks::default().scrub(&self.url))
    }

    /// How many factors were given: as many as there can be, unless it is said.
    pub(super) fn factors(&self) -> u8 {
        self.factor.unwrap_or_else(|| if self.is_anonymous() { 0 } else { 2 })
    }

    /// Whether nobody is signed in.
    pub(super) fn is_anonymous(&self) -> bool {
        self.user.is_none() && self.groups.is_empty()
    }

    /// Who makes it. A user without groups has those of the users database.
    pub(super) fn identity(&self, loaded: &LoadedRules) -> Identity {
        match &self.user {
            Some(user) => loaded.user(user, &self.groups),
            None if self.groups.is_empty() => Identity::default(),
            None => Identity::user(loaded.rules.stranger(), self.groups.iter().cloned()),
        }
    }

    /// Where it comes from: an address that no rule names, unless it is said.
    pub(super) fn address(&self, loaded: &LoadedRules) -> IpAddr {
        self.ip.unwrap_or_else(|| loaded.rules.unnamed_address()).to_canonical()
    }

    /// The request as rules see it, made by somebody.
    pub(super) fn asked_by(&self, identity: Identity, loaded: &LoadedRules) -> Result<Asked, Refusal> {
        let object = RequestTarget::of(&self.url, &self.method)?;
        loaded.rules.admit(&object.host)?;
        Ok(Asked { object, identity, address: self.address(loaded) })
    }

    /// What is known about it.
    pub(super) fn answer(&self, loaded: &LoadedRules) -> Answer {
        match self.asked_by(self.identity(loaded), loaded) {
            Err(refusal) => Answer::Refused(refusal),
            Ok(asked) => loaded.rules.decide(&asked).map_or(Answer::Unknown, Answer::Decided),
        }
    }
}

/// A decision, as it is written in JSON.
#[derive(Serialize)]
pub(super) struct Decided<'a> {
    rule: Option<usize>,
    policy: Option<&'a str>,
    outcome: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl<'a> Decided<'a> {
    pub(super) fn of(answer: &Answer, factors: u8, loaded: &'a LoadedRules) -> Self {
        let outcome = answer.word(factors);
        let nothing = Decided { rule: None, policy: None, outcome, file: None, line: None, reason: None };
        match answer {
            Answer::Refused(refusal) => Decided { reason: Some(refusal.to_string()), ..nothing },
            Answer::Unknown => nothing,
            Answer::Decided(decision) => {
                let (file, line) = loaded.line(loaded.place(decision)).unzip();
                let rule = decision.rule.map_or(0, |index| index + 1);
                Decided { rule: Some(rule), policy: Some(decision.policy.as_str()), file, line, ..nothing }
            }
        }
    }
}

/// Reads a file of requests.
pub(super) fn read(path: &Path) -> Result<Vec<JsonRequest>, Error> {
    let wrong = |why: String| Error::Cases { file: path.display().to_string(), why };
    let text = files::read_text(path, MAX_FILE).map_err(|error| wrong(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| wrong(without_values(&error.to_string())))
}

/// A decision in a line, such as `allowed: GET https://app.example.com/ (rule 2 at configuration.yml:14: bypass)`.
pub(super) fn line(request: &JsonRequest, loaded: &LoadedRules) -> String {
    let answer = request.answer(loaded);
    let (outcome, source) = (answer.word(request.factors()), answer.source(loaded));
    format!("{outcome}: {} ({source})", request.title())
}
