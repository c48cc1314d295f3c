//! What speaks for a client being an application's.

use std::collections::HashMap;

use crate::config::{Client, Value};
use crate::text::UNKNOWN;

use super::index::{Fitting, NameIndex, Number};
use super::pattern::{Fit, Target};
use super::recognition::Recognition;
use super::words;

/// Why a client was taken for an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// The operator said so on the command line.
    Option,
    /// The operator said so in a comment.
    Comment,
    /// The application's own settings name the client.
    Deployment,
    /// Its `client_id` reads so.
    ClientId,
    /// Its `client_name` reads so.
    ClientName,
    /// Its redirect URI fits this pattern.
    RedirectUri(String),
    /// The host of its redirect URI reads so.
    Host,
}

impl Evidence {
    /// The evidence in words, after "recognised by".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Option => "--app".to_owned(),
            Self::Comment => "its comment".to_owned(),
            Self::Deployment => "the application's own settings".to_owned(),
            Self::ClientId => "its client_id".to_owned(),
            Self::ClientName => "its client_name".to_owned(),
            Self::RedirectUri(pattern) if pattern.is_empty() => "its redirect URI without a path".to_owned(),
            Self::RedirectUri(pattern) => format!("its redirect URI `{pattern}`"),
            Self::Host => "the host of its redirect URI".to_owned(),
        }
    }
}

/// What of a client can be read; what a template inserts is [`UNKNOWN`].
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) client_id: String,
    pub(super) client_name: String,
    pub(super) redirect_uris: Vec<String>,
}

impl Seen {
    pub(super) fn of(client: &Client) -> Self {
        let readable = |value: &Value<String>| value.partly_known().unwrap_or_default().to_owned();
        Self {
            client_id: readable(&client.client_id),
            client_name: readable(&client.client_name),
            redirect_uris: client.redirect_uris.items.iter().map(readable).collect(),
        }
    }
}

/// How long a part of a name must be to say something, in bytes.
const MIN_PART: usize = 4;

/// How a client's name or id fits a name of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// It is a name that others go by, too, or has one in it.
    Weak,
    /// It has the name in it.
    Part,
    /// It is the name.
    Whole,
}

/// What speaks for one application.
#[derive(Debug, Default)]
struct CandidateApp {
    names: Vec<(Evidence, Likeness)>,
    host: bool,
    uri: u32,
    pattern: String,
    /// A redirect URI of the client is one of the application's.
    fits: bool,
    /// A redirect URI of the client is one that only this application has, and has its name in it.
    named_by_uri: bool,
}

/// The applications that a client may be, with what speaks for each.
pub(super) struct CandidateApps<'i> {
    index: &'i NameIndex,
    recognition: &'i Recognition,
    by_app: HashMap<Number, CandidateApp>,
    /// Whether there is a redirect URI that can be read.
    has_uri: bool,
}

impl<'i> CandidateApps<'i> {
    pub(super) fn new(seen: &Seen, index: &'i NameIndex, recognition: &'i Recognition) -> Self {
        let mut cases = Self { index, recognition, by_app: HashMap::new(), has_uri: false };
        cases.name(&seen.client_id, &Evidence::ClientId);
        cases.name(&seen.client_name, &Evidence::ClientName);
        for uri in &seen.redirect_uris {
            cases.redirect_uri(uri);
        }
        cases
    }

    fn name(&mut self, name: &str, evidence: &Evidence) {
        let words = words::of(name);
        let telling = words::telling(&words, &self.recognition.filler_words);
        self.like(&words::key(&words), Likeness::Whole, evidence);
        self.like(&words::key(&telling), Likeness::Whole, evidence);
        for part in words::runs(&telling).filter(|part| part.len() >= MIN_PART) {
            self.like(&part, Likeness::Part, evidence);
        }
    }

    fn like(&mut self, key: &str, likeness: Likeness, evidence: &Evidence) {
        for named in self.index.named(key) {
            let likeness = if named.weak { Likeness::Weak } else { likeness };
            let names = &mut self.by_app.entry(named.app).or_default().names;
            match names.iter_mut().find(|(known, _)| known == evidence) {
                Some((_, known)) => *known = likeness.max(*known),
                None => names.push((evidence.clone(), likeness)),
            }
        }
    }

    fn redirect_uri(&mut self, uri: &str) {
        let Recognition { weights, common_redirect_uris, .. } = self.recognition;
        let target = Target::of(uri);
        self.has_uri |= target.path().map_or(uri.contains(':'), |path| path.is_empty() || path.starts_with('/'))
            && !uri.ends_with(UNKNOWN);
        let fitting = self.index.fitting(&target);
        let mut apps: Vec<Number> = fitting.iter().map(|fitting| fitting.app).collect();
        apps.dedup();
        let common = common_redirect_uris.iter().any(|common| target.fit(common) == Some(Fit::Whole));
        for Fitting { app, pattern, fit } in fitting {
            let alone = fit == Fit::Whole && apps.len() == 1 && !common;
            let weight = match (alone, common) {
                (true, _) => weights.redirect_uri,
                (_, true) => weights.common_redirect_uri,
                _ => weights.shared_redirect_uri,
            };
            let named = alone && self.names(pattern, app);
            let case = self.by_app.entry(app).or_default();
            case.fits = true;
            case.named_by_uri |= named;
            if weight > case.uri {
                (case.uri, case.pattern) = (weight, pattern.to_owned());
            }
        }
        self.host(uri);
    }

    /// Whether a part of a path is a name of an application.
    fn names(&self, path: &str, app: Number) -> bool {
        let named = |part: &str| self.index.named(&words::key(&words::of(part)));
        path.split('/').flat_map(named).any(|named| named.app == app && !named.weak)
    }

    fn host(&mut self, uri: &str) {
        let host = uri.split_once("://").map_or("", |(_, rest)| crate::config::redirect_uri::host(rest));
        let label = host.split_once('.').map_or("", |(label, _)| label);
        for named in self.index.named(&words::key(&words::of(label))) {
            self.by_app.entry(named.app).or_default().host = true;
        }
    }

    /// The application that clearly leads, with what speaks for it.
    pub(super) fn decide(self) -> Option<(&'i str, Vec<Evidence>)> {
        let weights = &self.recognition.weights;
        let mut best: Option<(u32, Number)> = None;
        let mut second = 0;
        for (app, case) in &self.by_app {
            let score = self.score(*app, case);
            match best {
                Some((leading, _)) if score <= leading => second = second.max(score),
                _ => {
                    second = best.map_or(0, |(leading, _)| leading);
                    best = Some((score, *app));
                }
            }
        }
        let (score, app) = best?;
        if !self.is_agreed(app) {
            return None;
        }
        (score >= weights.enough && score >= second + weights.lead).then(|| (self.index.id(app), self.told(app)))
    }

    /// Whether two of id, name and host say that it is the application where its redirect URI does not: one alone may have
    /// been copied with the block, or be a fork's. All of them may be left from what another application replaced, so they
    /// do not count where the redirect URI names that one.
    fn is_agreed(&self, app: Number) -> bool {
        let Some(case) = self.by_app.get(&app) else { return false };
        let names = case.names.iter().filter(|(_, likeness)| *likeness == Likeness::Whole).count();
        let is_replaced = self.by_app.values().any(|other| other.named_by_uri);
        !self.is_contradicted(app, case) || (!is_replaced && names + usize::from(case.host) >= 2)
    }

    fn is_contradicted(&self, app: Number, case: &CandidateApp) -> bool {
        self.has_uri && !case.fits && self.index.has_patterns(app)
    }

    fn score(&self, app: Number, case: &CandidateApp) -> u32 {
        let weights = &self.recognition.weights;
        let contradicted = self.is_contradicted(app, case);
        let whole = case.names.iter().filter(|(_, likeness)| *likeness == Likeness::Whole).count();
        let name = match (whole, case.names.iter().map(|(_, likeness)| likeness).max()) {
            (0, _) if contradicted => 0,
            (0, None) => 0,
            (0, Some(Likeness::Weak)) => weights.weak_name,
            (0, Some(_)) => weights.part_of_name,
            (1, _) => weights.name,
            _ => weights.both_names,
        };
        name + case.uri + if case.host { weights.host } else { 0 }
    }

    /// What speaks for an application.
    fn told(&self, app: Number) -> Vec<Evidence> {
        let Some(case) = self.by_app.get(&app) else { return Vec::new() };
        let uri = (case.uri > 0).then(|| Evidence::RedirectUri(case.pattern.clone()));
        let host = case.host.then_some(Evidence::Host);
        case.names.iter().map(|(evidence, _)| evidence.clone()).chain(uri).chain(host).collect()
    }
}
